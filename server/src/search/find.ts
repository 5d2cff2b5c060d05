import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { Db } from '../db/pool.ts';
import { adhoc, row } from '../db/query.ts';
import { numbersWith } from './numbers.ts';
import { isFull, within, type Scope } from './scope.ts';

// Each finds the ids of one page. A text that occurs often is met soon on a walk from the newest; one
// that occurs seldom is found through the trigram index, and then all its matches are few. Which of
// both it is, nobody can tell beforehand: so a few steps come first, a walk when they met it more than
// once, and the index when it did not fill the page. "offset 0" keeps PostgreSQL from walking on instead.

interface Walk {
  few: number;
  many: number;
}

const WALK_MESSAGES: Walk = { few: 2000, many: 20_000 };
const WALK_CONVERSATIONS: Walk = { few: 500, many: 5000 };

interface Ways {
  /** The page, of so many of the newest. */
  walk: (most: number) => Promise<number[]>;
  byIndex: () => Promise<number[]>;
}

async function find({ isFirstPage }: Scope, { few, many }: Walk, ways: Ways): Promise<number[]> {
  if (isFirstPage) {
    const met = await ways.walk(few);
    if (isFull(met)) return met;
    if (met.length < 2) return ways.byIndex();
  }
  const met = await ways.walk(many);
  return isFull(met) ? met : ways.byIndex();
}

const all = (conditions: readonly Sql[]): Sql =>
  conditions.length === 0 ? sql`true` : join(conditions, ' and ');

const ids = async (db: Db, statement: Sql): Promise<number[]> =>
  (await adhoc<{ id: number }>(db, statement)).map(({ id }) => id);

/** Messages that customers and agents wrote, newest first. */
export async function findMessages(db: Db, scope: Scope): Promise<number[]> {
  const { account_id, pattern, inboxes, listed, from, limit } = scope;
  const conditions = [
    sql`m.folded like confab_fold(${pattern}::text)`,
    ...(inboxes === null ? [] : [sql`m.inbox_id = any(${inboxes}::bigint[])`]),
    ...(from === null ? [] : [sql`m.${raw(from.column)} = ${from.id}`]),
    ...within(scope, sql`m.created_at`),
    ...(listed.length === 0
      ? []
      : [
          sql`exists (select from conversations c
            where c.account_id = ${account_id} and c.id = m.conversation_id and ${all(listed)})`,
        ]),
  ];
  return find(scope, WALK_MESSAGES, {
    walk: async (most) =>
      ids(
        db,
        sql`select m.id from (select * from messages m where m.account_id = ${account_id}
            order by m.id desc limit ${most}) m
          where ${all(conditions)} order by m.id desc ${limit}`,
      ),
    byIndex: async () =>
      ids(
        db,
        sql`select m.id from (select m.id from messages m
            where m.account_id = ${account_id} and ${all(conditions)} offset 0) m
          order by m.id desc ${limit}`,
      ),
  });
}

const isReachable = sql`(k.email is not null or k.phone_number is not null or k.identifier is not null)`;

/** Contacts that can be reached, those first who wrote last. */
export async function findContacts(db: Db, scope: Scope): Promise<number[]> {
  const { account_id, pattern, limit } = scope;
  return ids(
    db,
    sql`select k.id from (select k.id, k.last_activity_at from contacts k
        where k.account_id = ${account_id} and k.folded like confab_fold(${pattern}::text)
          and ${isReachable} and ${all(within(scope, sql`k.last_activity_at`))} offset 0) k
      order by k.last_activity_at desc nulls last, k.id desc ${limit}`,
  );
}

/** Conversations by their number and by whom they are with, newest first. */
export async function findConversations(db: Db, scope: Scope): Promise<number[]> {
  const { account_id, pattern, inboxes, listed, limit } = scope;
  const conditions = all([
    ...(inboxes === null ? [] : [sql`c.inbox_id = any(${inboxes}::bigint[])`]),
    ...listed,
    ...within(scope, sql`c.last_activity_at`),
  ]);
  return find(scope, WALK_CONVERSATIONS, {
    walk: async (most) =>
      ids(
        db,
        sql`select c.id from (select * from conversations c where c.account_id = ${account_id}
            order by c.created_at desc, c.id desc limit ${most}) c
          cross join lateral (select folded from contacts
            where account_id = c.account_id and id = c.contact_id offset 0) k
          where (k.folded like confab_fold(${pattern}::text) or c.display_id::text like ${pattern}) and ${conditions}
          order by c.created_at desc, c.id desc ${limit}`,
      ),
    byIndex: async () =>
      ids(
        db,
        sql`select c.id from (
            select c.id, c.created_at from (
              select c.* from (select k.id from contacts k where k.account_id = ${account_id}
                and k.folded like confab_fold(${pattern}::text) offset 0) k
              join conversations c on c.account_id = ${account_id} and c.contact_id = k.id
            ) c where ${conditions}
            union
            select c.id, c.created_at from conversations c
            where c.account_id = ${account_id} and ${await numbered(db, scope)} and ${conditions}
          ) c order by c.created_at desc, c.id desc ${limit}`,
      ),
  });
}

/** Which conversations have the text in their number. */
async function numbered(db: Db, { account_id, text, pattern }: Scope): Promise<Sql> {
  if (!/^\d{1,15}$/.test(text)) return sql`false`;
  const highest = await row<{ display_id: number }>(
    db,
    'select display_id from conversations where account_id = $1 order by display_id desc limit 1',
    [account_id],
  );
  const numbers = numbersWith(text, String(highest?.display_id ?? 0).length);
  return numbers === undefined
    ? sql`c.display_id::text like ${pattern}`
    : sql`c.display_id = any(${numbers}::bigint[])`;
}
