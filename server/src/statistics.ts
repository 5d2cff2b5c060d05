import type { FastifyBaseLogger } from 'fastify';
import { transaction, type Pool } from './db/pool.ts';
import { row, rows } from './db/query.ts';
import { createNap } from './events/nap.ts';
import { repeat } from './events/repeat.ts';

/** Tables of which much is read, that change with every message. Autovacuum looks at them seldom (migration 0029). */
const TABLES =
  'conversations, messages, attachments, blobs, contacts, notifications, events, event_log, presence';
/** Milliseconds between two looks at how large they are. */
const LOOK = 10_000;
const lines = {
  waits: 'how large tables are is not looked at',
  goesOn: 'how large tables are is looked at again',
};

const lock = `select pg_try_advisory_xact_lock(hashtextextended('statistics', 0)) as taken`;

// By their pages, which a crash of the database does not forget.
const findGrown = `
  select c.relname as name from pg_class c
  where c.oid = any('{${TABLES}}'::regclass[])
    and pg_relation_size(c.oid) > (2 * c.relpages::bigint + 8) * current_setting('block_size')::int`;

/**
 * Has PostgreSQL look at the tables that are more than twice as large as when it last did: what was planned when
 * one was all but empty is planned anew. Returns the names of those that it was asked for. Does nothing while another process is at it.
 */
export async function analyzeGrown(pool: Pool): Promise<string[]> {
  return transaction(pool, async (tx) => {
    if ((await row<{ taken: boolean }>(tx, lock))?.taken !== true) return [];
    const grown = await rows<{ name: string }>(tx, findGrown);
    // One that somebody has locked has its turn the next time: who waits ends the vacuum that is at it.
    for (const { name } of grown) await tx.query({ text: `analyze (skip_locked) ${name}` });
    return grown.map(({ name }) => name);
  });
}

/** Keeps them as they should be, until the function that it returns is called. */
export function keepStatistics(pool: Pool, log: FastifyBaseLogger): () => Promise<void> {
  const step = async (): Promise<number> => {
    await analyzeGrown(pool);
    return LOOK;
  };
  return repeat({ log, lines, nap: createNap(), step });
}
