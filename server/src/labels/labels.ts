import { touchCache } from '../accounts/cache-keys.ts';
import { audit, differences } from '../audit/audit.ts';
import type { Actor } from '../auth/actor.ts';
import { lenientId } from '../conversations/queries.ts';
import type { Db, Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { notFound } from '../errors.ts';
import { emit } from '../events/emit.ts';
import { performerOf } from '../events/performer.ts';
import { labelTitle } from './rules.ts';

/** A label of the account (contract: platform §4.6). */
export interface Label {
  id: number;
  title: string;
  description: string | null;
  color: string;
  show_on_sidebar: boolean | null;
}

type LabelInput = Partial<Omit<Label, 'id'>>;

const columns = 'id, title, description, color, show_on_sidebar';
const attributes = ['title', 'description', 'color', 'show_on_sidebar'] as const;

const list = `select ${columns} from labels where account_id = $1 order by title`;
const find = `select ${columns} from labels where account_id = $1 and id = $2`;

export const listLabels = async (db: Db, { account_id }: Actor): Promise<Label[]> =>
  rows<Label & Record<string, unknown>>(db, list, [account_id]);

export async function findLabel(db: Db, actor: Actor, id: unknown): Promise<Label> {
  return found(db, find, actor, id);
}

async function found(db: Db, statement: string, actor: Actor, id: unknown): Promise<Label> {
  const label = await row<Label & Record<string, unknown>>(db, statement, [
    actor.account_id,
    lenientId(id),
  ]);
  if (label === undefined) throw notFound();
  return label;
}

const insert = `
  insert into labels (account_id, title, description, color, show_on_sidebar)
  values ($1, $2, $3, coalesce($4, '#1f93ff'), $5) returning ${columns}`;

export async function createLabel(tx: Tx, actor: Actor, input: LabelInput): Promise<Label> {
  const { account_id } = actor;
  const label = (await row<Label & Record<string, unknown>>(tx, insert, [
    account_id,
    labelTitle(input.title ?? ''),
    input.description ?? null,
    input.color ?? null,
    input.show_on_sidebar ?? null,
  ])) as Label;
  const { id, ...changes } = label;
  await audit(tx, actor, { type: 'Label', id, action: 'create', changes });
  await touchCache(tx, account_id, 'label');
  return label;
}

const update = `
  update labels set title = $3, description = $4, color = $5, show_on_sidebar = $6, updated_at = clock_timestamp()
  where account_id = $1 and id = $2`;

/** Changes a label; what carries it follows by a job when its title changes (labels/retag.ts). */
export async function updateLabel(
  tx: Tx,
  actor: Actor,
  { id, input }: { id: unknown; input: LabelInput },
): Promise<Label> {
  const before = await found(tx, `${find} for update`, actor, id);
  const after: Label = { ...before, ...input };
  if (input.title !== undefined) after.title = labelTitle(input.title);
  const changes = differences(before, after, attributes);
  if (Object.keys(changes).length === 0) return before;
  const { account_id } = actor;
  await rows(tx, update, [account_id, after.id, ...attributes.map((name) => after[name])]);
  await audit(tx, actor, { type: 'Label', id: after.id, action: 'update', changes });
  await touchCache(tx, account_id, 'label');
  if (before.title !== after.title) await recordRenaming(tx, actor, { before, after });
  return after;
}

async function recordRenaming(
  tx: Tx,
  actor: Actor,
  { before, after }: { before: Label; after: Label },
): Promise<void> {
  const payload = {
    label_id: after.id,
    from: before.title,
    to: after.title,
    performer: performerOf(actor),
  };
  const { account_id } = actor;
  await emit(tx, [{ account_id, name: 'label.renamed', conversation_id: null, payload }]);
}

const remove = `delete from labels where account_id = $1 and id = $2 returning ${columns}`;

/** Removes the label from the account's list; conversations and contacts keep the word. */
export async function deleteLabel(tx: Tx, actor: Actor, given: unknown): Promise<void> {
  const { id, ...changes } = await found(tx, remove, actor, given);
  await audit(tx, actor, { type: 'Label', id, action: 'destroy', changes });
  await touchCache(tx, actor.account_id, 'label');
}
