import { setTimeout as pause } from 'node:timers/promises';
import { openPool } from '../../server/src/db/pool.ts';
import type { Postgres } from '../rig/postgres.ts';
import { atMost, none, sized, told, type Context, type Row } from '../scenario.ts';
import { migrateWith, type Version } from './tree.ts';

/** Milliseconds for which somebody reads a table that a migration changes, and somebody else writes to it. */
const HELD = { full: 20_000, quick: 6000 };
/** Milliseconds after which a migration has come about that nobody hinders any more. */
const SOON = 10_000;

const hold = [
  'select id from messages limit 1',
  'update messages set updated_at = updated_at where id = (select min(id) from messages)',
];

/** Each who wants to change a table, and for how many milliseconds it has been waiting. */
const findWaiting = `
  select (extract(epoch from clock_timestamp() - waitstart) * 1000)::float8 as waiting from pg_locks
  where not granted and mode = 'AccessExclusiveLock' and waitstart is not null`;

/** A migration that cannot have its table waits a moment only, because everybody queues behind it. */
export async function migrateWhileHeld(
  context: Context,
  { pool, url }: Postgres,
  newer: Version,
): Promise<Row[]> {
  const holders = openPool(url, { max: hold.length });
  context.after(async () => holders.end());
  const held = await Promise.all(hold.map(async () => holders.connect()));
  for (const [index, client] of held.entries()) {
    await client.query('begin');
    await client.query(hold[index] ?? '');
  }
  const waits: number[] = [];
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      const { rows } = await pool.query<{ waiting: number }>(findWaiting);
      waits.push(...rows.map(({ waiting }) => waiting));
      await pause(20);
    }
  })();
  const migrating = migrateWith(context, newer, url);
  await pause(sized(context, HELD));
  for (const client of held) {
    await client.query('commit');
    client.release();
  }
  const freed = Date.now();
  const { code, said } = await migrating.ended;
  const took = Date.now() - freed;
  isOver = true;
  await watching;
  return [
    atMost('a migration waits for a lock', 2000, Math.max(0, ...waits), 'ms'),
    told('looks that found it waiting', waits.length),
    none('a migration that does not come about', code === 0 ? [] : [said]),
    atMost('it comes about, once it can, within', SOON, took, 'ms'),
  ];
}
