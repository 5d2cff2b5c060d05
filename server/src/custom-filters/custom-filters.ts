import { audit, differences } from '../audit/audit.ts';
import { isAdministrator, viewerId, type Actor } from '../auth/actor.ts';
import { lenientId } from '../conversations/queries.ts';
import { iso } from '../db/json.ts';
import type { Db, Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { invalidFields, notFound, unauthorized } from '../errors.ts';
import { namedBy } from '../http/names.ts';
import { FILTER_TYPES } from './shapes.ts';

interface CustomFilter extends Record<string, unknown> {
  id: number;
  name: string;
  filter_type: (typeof FILTER_TYPES)[number];
  query: Record<string, unknown>;
  shared: boolean;
  user_id: number;
}

/** As it was sent: the type may be a number. */
type Input = Partial<Pick<CustomFilter, 'name' | 'query' | 'shared'>> & { filter_type?: unknown };

const MAX_PER_USER = 1000;
const MAX_QUERY = 50_000;

const columns = `
  id, name, filter_type, query, ${iso('created_at')} as created_at, ${iso('updated_at')} as updated_at, shared, user_id`;
const attributes = ['name', 'filter_type', 'query', 'shared'] as const;

const list = `
  select ${columns} from custom_filters
  where account_id = $1 and filter_type = $3 and (user_id = $2 or shared) order by user_id <> $2, id`;
const find = `
  select ${columns} from custom_filters where account_id = $1 and id = $3 and (user_id = $2 or shared)`;

/** The caller's own, and after them those that others share with the account. */
export const listFilters = async (db: Db, actor: Actor, type: unknown): Promise<CustomFilter[]> =>
  rows(db, list, [actor.account_id, viewerId(actor), typeOf(type) ?? 'conversation']);

const typeOf = (given: unknown) => namedBy(FILTER_TYPES, given, 'filter_type');

export const findFilter = async (db: Db, actor: Actor, id: unknown): Promise<CustomFilter> =>
  found(db, find, actor, id);

async function found(db: Db, statement: string, actor: Actor, id: unknown): Promise<CustomFilter> {
  const values = [actor.account_id, viewerId(actor), lenientId(id)];
  const filter = await row<CustomFilter>(db, statement, values);
  if (filter === undefined) throw notFound();
  return filter;
}

function check({ name, query }: Input): void {
  if (name?.trim() === '') throw invalidFields([['name', "can't be blank"]]);
  if (query !== undefined && JSON.stringify(query).length > MAX_QUERY) {
    throw invalidFields([['query', `is too long (maximum is ${MAX_QUERY} characters)`]]);
  }
}

/** What the whole account sees is for administrators to say. */
function checkSharing(actor: Actor, ...filters: { shared?: boolean }[]): void {
  if (filters.some(({ shared }) => shared === true) && !isAdministrator(actor))
    throw unauthorized();
}

// One request after the other: two at once would both find room for the last one.
const lockOwner = `
  select 1 from memberships where account_id = $1 and user_id = $2 for no key update`;
const countOwn = `
  select count(*) as own from custom_filters where account_id = $1 and user_id = $2`;
const insert = `
  insert into custom_filters (account_id, user_id, name, filter_type, query, shared)
  values ($1, $2, $3, $4, $5, $6) returning ${columns}`;

export async function createFilter(tx: Tx, actor: Actor, input: Input): Promise<CustomFilter> {
  const { name = '', query = {}, shared = false } = input;
  const filter_type = typeOf(input.filter_type) ?? 'conversation';
  check({ name, query });
  checkSharing(actor, { shared });
  const owner = [actor.account_id, viewerId(actor)];
  await row(tx, lockOwner, owner);
  const counted = await row<{ own: number }>(tx, countOwn, owner);
  if ((counted?.own ?? 0) >= MAX_PER_USER) {
    const limit = `Limit reached. The maximum number of allowed custom filters for a user per account is ${MAX_PER_USER}.`;
    throw invalidFields([['account_id', limit]]);
  }
  const values = [...owner, name, filter_type, JSON.stringify(query), shared];
  const filter = (await row<CustomFilter>(tx, insert, values)) as CustomFilter;
  if (shared) await note(tx, actor, { id: filter.id, action: 'create', changes: factsOf(filter) });
  return filter;
}

const update = `
  update custom_filters set name = $3, filter_type = $4, query = $5, shared = $6, updated_at = clock_timestamp()
  where account_id = $1 and id = $2 returning ${columns}`;

export async function updateFilter(
  tx: Tx,
  actor: Actor,
  { id, input }: { id: unknown; input: Input },
): Promise<CustomFilter> {
  const before = await found(tx, `${find} for update`, actor, id);
  checkSharing(actor, before, input);
  check(input);
  const filter_type = typeOf(input.filter_type) ?? before.filter_type;
  const after: CustomFilter = { ...before, ...input, filter_type };
  const changes = differences(before, after, attributes);
  if (Object.keys(changes).length === 0) return before;
  const saved = (await row<CustomFilter>(tx, update, [
    actor.account_id,
    before.id,
    after.name,
    after.filter_type,
    JSON.stringify(after.query),
    after.shared,
  ])) as CustomFilter;
  if (before.shared || after.shared) {
    await note(tx, actor, { id: saved.id, action: 'update', changes });
  }
  return saved;
}

export async function deleteFilter(tx: Tx, actor: Actor, given: unknown): Promise<void> {
  const filter = await found(tx, `${find} for update`, actor, given);
  checkSharing(actor, filter);
  const key = [actor.account_id, filter.id];
  await rows(tx, 'delete from custom_filters where account_id = $1 and id = $2', key);
  if (filter.shared) {
    await note(tx, actor, { id: filter.id, action: 'destroy', changes: factsOf(filter) });
  }
}

interface Noted {
  id: number;
  action: 'create' | 'update' | 'destroy';
  changes: Record<string, unknown>;
}

const note = async (tx: Tx, actor: Actor, noted: Noted): Promise<void> =>
  audit(tx, actor, { type: 'CustomFilter', ...noted });

const factsOf = (filter: CustomFilter): Record<string, unknown> =>
  Object.fromEntries(attributes.map((name) => [name, filter[name]]));
