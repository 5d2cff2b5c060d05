import type { Writable } from 'node:stream';
import pg from 'pg';
import { connectorOf } from './primary.ts';

export type Pool = pg.Pool;

/** What a read needs: the pool, or a transaction when the read must see the transaction's own writes. */
export interface Db {
  query<R extends pg.QueryResultRow>(config: pg.QueryConfig): Promise<pg.QueryResult<R>>;
}

declare const inTransaction: unique symbol;
/** A connection inside an open transaction. Only `transaction()` makes one, so a verb that asks for it has one. */
export type Tx = pg.PoolClient & { readonly [inTransaction]: true };

export type Connection =
  string | { host: string; port: number; user: string; password: string; database: string };

interface PoolOptions {
  max: number;
  /** Public address of the server; SQL that renders file URLs reads it as confab.base_url. */
  baseUrl?: string;
}

// bigint columns are ids and counts far below 2^53; everything else keeps pg's parsers.
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) => {
    if (oid === pg.types.builtins.INT8) return Number;
    const parser: unknown = pg.types.getTypeParser(oid, format);
    return parser as (text: string) => unknown;
  },
};

/**
 * The settings of every session, in the form of PGOPTIONS. Short queries run about twice as fast with
 * generic plans and without JIT (measured), and no statement may hold a connection for ever: the
 * limits turn a stuck query into a 503.
 */
export function sessionOptions(baseUrl: string): string {
  const settings = {
    jit: 'off',
    plan_cache_mode: 'force_generic_plan',
    // Disks without moving heads: with the default of 4 large accounts are read from end to end.
    random_page_cost: '1.1',
    // Tables are joined about in the order in which they are written: to look for a better one among nine took
    // 48 ms instead of 4, in each connection and again whenever statistics are new, and found none (measured).
    join_collapse_limit: '4',
    statement_timeout: '30s',
    lock_timeout: '10s',
    idle_in_transaction_session_timeout: '60s',
    timezone: 'UTC',
    'confab.base_url': baseUrl,
  };
  return Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value.replace(/[\\ ]/g, '\\$&')}`)
    .join(' ');
}

export function openPool(connection: Connection, options: PoolOptions): Pool {
  const { settings, Client } = connectorOf(connection);
  const pool = new pg.Pool({
    ...settings,
    Client,
    max: options.max,
    connectionTimeoutMillis: 4000,
    idleTimeoutMillis: 60_000,
    application_name: 'confab',
    types,
    // A statement may be sent before the one ahead of it was answered; see attemptTransaction.
    pipeline: true,
    options: sessionOptions(options.baseUrl ?? 'http://localhost:3000'),
  });
  // An idle connection that breaks is dropped by the pool; without a listener it would end the process.
  pool.on('error', () => {});
  // So would one that breaks on its way to its borrower, or between two statements: the next statement tells.
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

const afterwards = new WeakMap<pg.PoolClient, Set<() => void>>();

/** Calls `act` once, when the transaction is committed; never when it is not. For what may be lost in a crash. */
export function afterCommit(tx: Tx, act: () => void): void {
  const acts = afterwards.get(tx) ?? new Set();
  afterwards.set(tx, acts.add(act));
}

/** Returns what is still to be sent, and whose answers nobody needs. */
type Settle<T> = (tx: Tx, items: T[]) => Promise<readonly pg.QueryConfig[]>;

const collected = new WeakMap<pg.PoolClient, Map<Settle<never>, unknown[]>>();
/** How many of a kind are kept in memory until a long transaction ends. */
const MOST_COLLECTED = 200;

/** Has `settle` called once before the commit with all that was collected for it: one statement instead of several. */
export async function beforeCommit<T>(
  tx: Tx,
  settle: Settle<T>,
  items: readonly T[],
): Promise<void> {
  const kinds = collected.get(tx) ?? new Map<Settle<never>, unknown[]>();
  collected.set(tx, kinds);
  const kept = kinds.get(settle) ?? [];
  kinds.set(settle, kept);
  for (const item of items) kept.push(item);
  if (kept.length >= MOST_COLLECTED) await settleCollected(tx);
}

/** What was collected so far is written, and what is collected meanwhile. */
export async function settleCollected(tx: Tx): Promise<void> {
  await sendTogether(tx, await statementsOfCollected(tx));
}

async function statementsOfCollected(tx: Tx): Promise<pg.QueryConfig[]> {
  const statements: pg.QueryConfig[] = [];
  for (let kinds = collected.get(tx); kinds !== undefined; kinds = collected.get(tx)) {
    collected.delete(tx);
    for (const [settle, items] of kinds) {
      statements.push(...(await (settle as Settle<unknown>)(tx, items)));
    }
  }
  return statements;
}

/** What was collected since the last time it was written is not to be. */
export function dropCollected(tx: Tx): void {
  collected.delete(tx);
}

/** Runs `work` in one transaction. Deadlocks and serialization failures are retried; nothing of them shows. */
export async function transaction<T>(pool: Pool, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ;) {
    try {
      return await attemptTransaction(pool, work);
    } catch (error) {
      // Not counted: the connection is given up, and a new one knows no old plan.
      if (isOutdated(error)) continue;
      if (attempt >= 4 || !isRetryable(error)) throw error;
      attempt += 1;
    }
  }
}

/**
 * Whether a statement was prepared before a migration added a column to what it returns. On its
 * connection it fails from then on; prepared anew it works.
 */
export const isOutdated = (error: unknown): boolean =>
  (error as { routine?: unknown }).routine === 'RevalidateCachedQuery';

async function attemptTransaction<T>(pool: Pool, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // A connection that dies between two statements must not become an uncaught 'error' event.
  const onError = (error: Error): void => {
    broken = error;
  };
  client.on('error', onError);
  try {
    const result = await begin(client, async () => work(client as Tx));
    await commit(client, await statementsOfCollected(client as Tx));
    for (const act of afterwards.get(client) ?? []) act();
    return result;
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => {
      broken = failure;
    });
    if (isOutdated(error)) broken = error as Error;
    throw error;
  } finally {
    afterwards.delete(client);
    collected.delete(client);
    client.off('error', onError);
    client.release(broken);
  }
}

/** Sends what begins a transaction together with the first statement in it: one way to the database less. */
async function begin<T>(client: pg.PoolClient, work: () => Promise<T>): Promise<T> {
  const [begun, working] = together(client, () => [client.query('begin'), work()] as const);
  // What breaks it breaks the work, too; and nobody else may have the connection before that has ended.
  begun.catch(() => undefined);
  const result = await working;
  await begun;
  return result;
}

/** Sends the last statements together with what ends the transaction. */
async function commit(client: pg.PoolClient, last: readonly pg.QueryConfig[]): Promise<void> {
  // So the database answers when a statement before has failed and nobody has minded.
  if ((await sendTogether(client, [...last, 'commit'])) === 'ROLLBACK')
    throw new Error('the transaction was undone');
}

/** Throws what the first that fails throws, once all are answered. Returns what the last one was answered to be. */
async function sendTogether(
  client: pg.PoolClient,
  statements: readonly (pg.QueryConfig | string)[],
): Promise<string | undefined> {
  const sent = together(client, () => statements.map(async (each) => client.query(each as string)));
  let command;
  for (const outcome of await Promise.allSettled(sent)) {
    if (outcome.status === 'rejected') throw outcome.reason;
    command = outcome.value.command;
  }
  return command;
}

/** What `send` sends goes to the database in one piece. */
function together<T>(client: pg.PoolClient, send: () => T): T {
  const { stream } = (client as unknown as { connection: { stream: Writable } }).connection;
  stream.cork();
  try {
    return send();
  } finally {
    stream.uncork();
  }
}

function isRetryable(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return code === '40001' || code === '40P01';
}
