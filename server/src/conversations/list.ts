import sql, { empty, type Sql } from 'sql-template-tag';
import { viewerId, type Actor } from '../auth/actor.ts';
import type { Db } from '../db/pool.ts';
import { adhoc, select } from '../db/query.ts';
import { cursorOf } from '../events/cursor.ts';
import { JsonText } from '../http/json.ts';
import { pageNumber } from '../http/schema.ts';
import { buildFinder, updatedWithin, where, type Finder } from './finder.ts';
import { conversationTexts } from './queries.ts';
import type { ListInput } from './schema.ts';
import { afterCursor, cursorColumns, encodeCursor, orderBy, sortName } from './sort.ts';

export interface Counts {
  mine_count: number;
  assigned_count: number;
  unassigned_count: number;
  all_count: number;
}

/** One page of primary keys, and whether there is more. */
export interface IdPage {
  ids: number[];
  current_page: number;
  per_page: number;
  next_cursor: string | null;
}

const DEFAULT_PER_PAGE = 25;
const MAX_PER_PAGE = 100;
// updated_within has no pages in the contract; beyond this many the answer carries a cursor.
const MAX_UNPAGED = 1000;

/** Entries per page: what the caller asked for within 1 to 100, or the contract's 25. */
export function perPage(given: number | undefined): number {
  return given === undefined || given < 1 ? DEFAULT_PER_PAGE : Math.min(given, MAX_PER_PAGE);
}

/** GET /conversations (contract §4.1): counts, and one page of conversations as JSON text. */
export async function listConversations(db: Db, actor: Actor, input: ListInput) {
  const cursor = await cursorOf(db, actor.account_id);
  const { counts, page, count } = await findPage(db, actor, input);
  const viewer = { account_id: actor.account_id, viewer_id: viewerId(actor) };
  const texts = await conversationTexts(db, viewer, page.ids);
  return { meta: { ...counts, ...pageMeta(count, page), cursor }, payload: texts.join(','), page };
}

/** What list and search find: the counts, the ids of one page, and how many rows the pages hold. */
export async function findPage(db: Db, actor: Actor, input: ListInput) {
  const finder = await buildFinder(db, actor, input);
  const counts = await countConversations(db, actor, finder);
  const page = await pageOf(db, finder, { input, counts });
  const unpaged = updatedWithin(input) !== undefined;
  const count = unpaged ? page.ids.length : narrowedCount(counts, input);
  return { counts, page, count };
}

/** The counts alone (contract §4.2). */
export async function listMeta(db: Db, actor: Actor, input: ListInput) {
  const counts = await countConversations(db, actor, await buildFinder(db, actor, input));
  return { ...counts, count: narrowedCount(counts, input) };
}

/** `meta` and a payload of JSON texts as one JSON text. */
export const listText = (meta: object, payload: string): JsonText =>
  new JsonText(`{"meta":${JSON.stringify(meta)},"payload":[${payload}]}`);

/** How many rows there are with assignee_type taken into account (appendix B row 1). */
function narrowedCount(counts: Counts, input: ListInput): number {
  if (input.assignee_type === 'me') return counts.mine_count;
  if (input.assignee_type === 'unassigned') return counts.unassigned_count;
  return input.assignee_type === 'assigned' ? counts.assigned_count : counts.all_count;
}

/** What lists say about their pages, beside the contract's counts. */
export const pageMeta = (count: number, page: IdPage) => ({
  count,
  current_page: page.current_page,
  total_pages: Math.ceil(count / page.per_page),
  has_more: page.next_cursor !== null,
  next_cursor: page.next_cursor,
});

async function countConversations(db: Db, actor: Actor, finder: Finder): Promise<Counts> {
  const counted = finder.counted && maintainedCounts(actor, finder.counted);
  const statement = counted ?? countStatement(actor, finder.base);
  return countsOf(await (finder.searches ? adhoc : select)<CountRow>(db, statement));
}

export interface CountRow {
  total: number;
  mine: number;
  unassigned: number;
}

/** Counts the rows that meet the conditions. */
export const countStatement = (actor: Actor, conditions: readonly Sql[]): Sql => sql`
  select count(*) as total, count(*) filter (where c.assignee_id = ${viewerId(actor)}) as mine,
    count(*) filter (where c.assignee_id is null) as unassigned
  from conversations c where ${where(conditions)}`;

/** The result of a counting statement as the contract's counts. */
export function countsOf([row]: readonly CountRow[]): Counts {
  const { total, mine, unassigned } = row ?? { total: 0, mine: 0, unassigned: 0 };
  return {
    mine_count: mine,
    assigned_count: total - unassigned,
    unassigned_count: unassigned,
    all_count: total,
  };
}

function maintainedCounts(actor: Actor, counted: NonNullable<Finder['counted']>): Sql {
  const inboxes =
    counted.inboxes === null ? sql`true` : sql`c.inbox_id = any(${counted.inboxes}::bigint[])`;
  const status = counted.status === null ? sql`true` : sql`c.status = ${counted.status}`;
  return sql`
    select coalesce(sum(c.total), 0)::bigint as total,
      coalesce(sum(c.total) filter (where c.assignee_id = ${viewerId(actor)}), 0)::bigint as mine,
      coalesce(sum(c.total) filter (where c.assignee_id is null), 0)::bigint as unassigned
    from conversation_counts c
    where ${where([sql`c.account_id = ${actor.account_id}`, status, inboxes, ...counted.listed])}`;
}

interface Counted {
  input: ListInput;
  counts: Counts;
}

/** The page of ids that a list or search request asks for. */
async function pageOf(db: Db, finder: Finder, { input, counts }: Counted): Promise<IdPage> {
  const unpaged = updatedWithin(input) !== undefined && input.per_page === undefined;
  return pageOfIds(db, [...finder.base, ...finder.narrowing], {
    sort: sortName(input.sort_by),
    page: unpaged ? 1 : pageNumber(input.page),
    per_page: unpaged ? MAX_UNPAGED : perPage(input.per_page),
    cursor: input.cursor,
    matches: finder.searches ? counts.all_count : undefined,
  });
}

interface PageRequest {
  sort: string;
  page: number;
  per_page: number;
  cursor?: string | undefined;
  /**
   * For conditions that a user composed, or a text looked for: how many rows at most meet them. The
   * statement is then planned for its values.
   */
  matches?: number | undefined;
}

// So many are found and sorted faster than met by chance on a walk through an index in order.
const FEW = 20_000;

/** Ids of the rows that meet the conditions, by page number or after a cursor. */
export async function pageOfIds(
  db: Db,
  conditions: readonly Sql[],
  { sort, page, per_page, cursor, matches }: PageRequest,
): Promise<IdPage> {
  // "offset 0" keeps PostgreSQL from walking in order instead; it often expects too much of that.
  const found =
    matches !== undefined && matches <= FEW
      ? sql`(select * from conversations c where ${where(conditions)} offset 0) c where true`
      : sql`conversations c where ${where(conditions)}`;
  const after = cursor === undefined ? empty : sql`and ${afterCursor(sort, cursor)}`;
  const offset = cursor === undefined ? (page - 1) * per_page : 0;
  const statement = sql`select c.id, ${cursorColumns(sort)} from ${found} ${after}
    order by ${orderBy(sort)} limit ${per_page + 1} offset ${offset}`;
  const run = matches === undefined ? select : adhoc;
  const rows = await run<{ id: number; lead: string | null; time: string }>(db, statement);
  const last = rows.length > per_page ? rows[per_page - 1] : undefined;
  return {
    ids: rows.slice(0, per_page).map(({ id }) => id),
    current_page: page,
    per_page,
    next_cursor: last === undefined ? null : encodeCursor(sort, last),
  };
}
