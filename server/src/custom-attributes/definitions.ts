import { tellOfSettings } from '../accounts/settings-changed.ts';
import { audit, differences } from '../audit/audit.ts';
import type { Actor } from '../auth/actor.ts';
import { lenientId } from '../conversations/queries.ts';
import { iso } from '../db/json.ts';
import type { Db, Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { notFound } from '../errors.ts';
import { namedBy } from '../http/names.ts';
import { forgetAttribute } from './forget.ts';
import {
  ATTRIBUTE_MODELS,
  ATTRIBUTE_TYPES,
  checkDefinition,
  type AttributeModel,
} from './rules.ts';

export interface Definition {
  id: number;
  attribute_display_name: string;
  attribute_display_type: (typeof ATTRIBUTE_TYPES)[number];
  attribute_description: string | null;
  attribute_key: string;
  regex_pattern: string | null;
  regex_cue: string | null;
  attribute_values: string[];
  attribute_model: AttributeModel;
  default_value: number | null;
}

type Row = Definition & Record<string, unknown>;

/** As it was sent: names may be numbers. */
export type DefinitionInput = Partial<
  Omit<Definition, 'id' | 'attribute_display_type' | 'attribute_model'>
> & { attribute_display_type?: unknown; attribute_model?: unknown };

const settable = [
  'attribute_display_name',
  'attribute_display_type',
  'attribute_description',
  'attribute_key',
  'regex_pattern',
  'regex_cue',
  'attribute_values',
  'attribute_model',
  'default_value',
] as const;

const columns = `
  id, ${settable.join(', ')}, ${iso('created_at')} as created_at, ${iso('updated_at')} as updated_at`;

const list = `
  select ${columns} from custom_attribute_definitions
  where account_id = $1 and ($2::text is null or attribute_model = $2) order by id`;
const find = `select ${columns} from custom_attribute_definitions where account_id = $1 and id = $2`;

export async function listDefinitions(
  db: Db,
  { account_id }: Actor,
  model: unknown,
): Promise<Definition[]> {
  const named = namedBy(ATTRIBUTE_MODELS, model, 'attribute_model') ?? null;
  return rows<Row>(db, list, [account_id, named]);
}

export const findDefinition = async (db: Db, actor: Actor, id: unknown): Promise<Definition> =>
  found(db, find, actor, id);

async function found(db: Db, statement: string, actor: Actor, id: unknown): Promise<Definition> {
  const definition = await row<Row>(db, statement, [actor.account_id, lenientId(id)]);
  if (definition === undefined) throw notFound();
  return definition;
}

const initial = {
  attribute_display_name: '',
  attribute_display_type: 'text',
  attribute_description: null,
  attribute_key: '',
  regex_pattern: null,
  regex_cue: null,
  attribute_values: [],
  attribute_model: 'conversation_attribute',
  default_value: null,
} as const satisfies Omit<Definition, 'id' | 'attribute_values'> & { attribute_values: [] };

/** What the input makes of a definition. Throws 422. */
function applied<D extends Omit<Definition, 'id'>>(before: D, input: DefinitionInput): D {
  const { attribute_display_type, attribute_model, ...plain } = input;
  const after = {
    ...before,
    ...plain,
    attribute_display_type:
      namedBy(ATTRIBUTE_TYPES, attribute_display_type, 'attribute_display_type') ??
      before.attribute_display_type,
    attribute_model:
      namedBy(ATTRIBUTE_MODELS, attribute_model, 'attribute_model') ?? before.attribute_model,
  };
  checkDefinition(after);
  return after;
}

const valuesOf = (definition: Omit<Definition, 'id'>): unknown[] =>
  settable.map((name) =>
    name === 'attribute_values' ? JSON.stringify(definition[name]) : definition[name],
  );

const insert = `
  insert into custom_attribute_definitions (account_id, ${settable.join(', ')})
  values ($1, ${settable.map((_, index) => `$${index + 2}`).join(', ')}) returning ${columns}`;

export async function createDefinition(
  tx: Tx,
  actor: Actor,
  input: DefinitionInput,
): Promise<Definition> {
  const wanted = applied<Omit<Definition, 'id'>>({ ...initial, attribute_values: [] }, input);
  const made = (await row<Row>(tx, insert, [actor.account_id, ...valuesOf(wanted)])) as Row;
  await tellOfSettings(tx, actor.account_id, { kind: 'custom_attributes', id: made.id });
  const about = { type: 'CustomAttributeDefinition', id: made.id };
  await audit(tx, actor, { ...about, action: 'create', changes: { ...wanted } });
  return made;
}

const update = `
  update custom_attribute_definitions
  set ${settable.map((name, index) => `${name} = $${index + 3}`).join(', ')}, updated_at = clock_timestamp()
  where account_id = $1 and id = $2 returning ${columns}`;

export async function updateDefinition(
  tx: Tx,
  actor: Actor,
  { id, input }: { id: unknown; input: DefinitionInput },
): Promise<Definition> {
  const before = await found(tx, `${find} for update`, actor, id);
  const after = applied(before, input);
  const changes = differences(before, after, settable);
  if (Object.keys(changes).length === 0) return before;
  const values = [actor.account_id, before.id, ...valuesOf(after)];
  const saved = (await row<Row>(tx, update, values)) as Row;
  await tellOfSettings(tx, actor.account_id, { kind: 'custom_attributes', id: saved.id });
  const about = { type: 'CustomAttributeDefinition', id: saved.id };
  await audit(tx, actor, { ...about, action: 'update', changes });
  return saved;
}

const remove = `
  delete from custom_attribute_definitions where account_id = $1 and id = $2 returning ${columns}`;

/** Removes the definition, and the attribute from every place that asks for it. Values stay. */
export async function deleteDefinition(tx: Tx, actor: Actor, given: unknown): Promise<void> {
  const gone = await found(tx, remove, actor, given);
  await forgetAttribute(tx, actor.account_id, gone);
  const changes = Object.fromEntries(settable.map((name) => [name, gone[name]]));
  await tellOfSettings(tx, actor.account_id, { kind: 'custom_attributes', id: gone.id });
  const about = { type: 'CustomAttributeDefinition', id: gone.id };
  await audit(tx, actor, { ...about, action: 'destroy', changes });
}
