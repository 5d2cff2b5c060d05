import type { Pool, Tx } from '../db/pool.ts';
import { transaction } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { enqueue } from '../jobs/enqueue.ts';

// How long one run may take; what is left is for the next, so that a job never outlives its lease.
const RUN_MS = 60_000;

// What refers to others goes first, and what most rows of other tables hang on in small pieces.
const first: [table: string, batch: number][] = [
  ['messages', 1000],
  ['conversations', 200],
  ['contacts', 500],
];
const OTHERS = 2000;

// Every table with rows of accounts. The ones named above are empty by then.
const findTables = `
  select c.relname as name from pg_attribute a join pg_class c on c.oid = a.attrelid
  join pg_namespace s on s.oid = c.relnamespace
  where a.attname = 'account_id' and not a.attisdropped and c.relkind = 'r' and s.nspname = 'public'
  order by c.relname`;

const deletion = (table: string, batch: number): string => `
  delete from ${table} where ctid = any (array (
    select ctid from ${table} where account_id = $1 limit ${batch}))`;

// Pictures and files with the keys of their bytes; the pictures of bots know no account of their own.
const filed = [
  `delete from avatars where id in (select id from avatars where account_id = $1 limit ${OTHERS}) returning key`,
  `delete from avatars where agent_bot_id in (select id from agent_bots where account_id = $1) returning key`,
  `delete from blobs where account_id = $1 and id in (
     select b.id from blobs b where b.account_id = $1 limit ${OTHERS}) returning key`,
];

/**
 * Removes a deleted account: first what is in it, in transactions that are short whatever its size, in
 * the end the account itself. May be cut short at any time and run again.
 */
export async function removeAccount(pool: Pool, accountId: number): Promise<void> {
  const end = performance.now() + RUN_MS;
  const isDeleted = 'select 1 from accounts where id = $1 and deleted_at is not null';
  if ((await row(pool, isDeleted, [accountId])) === undefined) return;
  for (const step of await stepsFor(pool, accountId)) {
    for (let isMore = true; isMore;) {
      if (performance.now() > end) return continueLater(pool, accountId);
      isMore = await transaction(pool, step);
    }
  }
  await rows(pool, 'delete from accounts where id = $1 and deleted_at is not null', [accountId]);
}

type Step = (tx: Tx) => Promise<boolean>;

/** Each removes a piece, and says whether there may be more. */
async function stepsFor(pool: Pool, accountId: number): Promise<Step[]> {
  const tables = await rows<{ name: string }>(pool, findTables);
  const remove =
    ([table, batch]: [string, number]): Step =>
    async (tx) => {
      const { rowCount } = await tx.query({ text: deletion(table, batch), values: [accountId] });
      return rowCount === batch;
    };
  const removeFiles =
    (statement: string): Step =>
    async (tx) => {
      const gone = await rows<{ key: string }>(tx, statement, [accountId]);
      const keys = gone.map(({ key }) => key);
      if (keys.length > 0) await enqueue(tx, [{ queue: 'remove_files', data: { keys } }]);
      return keys.length === OTHERS;
    };
  // People stay: they may work elsewhere. Their memberships go with the account, when nothing names them.
  const others = tables.filter(({ name }) => name !== 'memberships');
  return [
    ...first.map(remove),
    ...filed.map(removeFiles),
    ...others.map(({ name }) => remove([`"${name}"`, OTHERS])),
  ];
}

async function continueLater(pool: Pool, account_id: number): Promise<void> {
  await transaction(pool, (tx) => enqueue(tx, [{ queue: 'delete_account', data: { account_id } }]));
}
