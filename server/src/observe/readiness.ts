import { listMigrations } from '../db/migrate.ts';
import type { Pool } from '../db/pool.ts';
import { rows } from '../db/query.ts';

export interface Readiness {
  ready: boolean;
  /** What was looked at: "ok", or what is wrong with it. */
  checks: { accepting: string; database: string; migrations: string };
}

const PATIENCE = 2000;
const FRESH = 1000;

/**
 * Whether this process should be sent requests. Answers from the last second are given again, so
 * that nobody can keep the database busy by asking.
 */
export function watchReadiness(pool: Pool, accepting: () => boolean): () => Promise<Readiness> {
  const expected = listMigrations().map((migration) => migration.name);
  let last: Promise<Pick<Readiness['checks'], 'database' | 'migrations'>> | undefined;
  let asked = -FRESH;
  return async () => {
    if (last === undefined || performance.now() - asked >= FRESH) {
      asked = performance.now();
      last = checkDatabase(pool, expected);
    }
    const checks = { accepting: accepting() ? 'ok' : 'draining', ...(await last) };
    return { ready: Object.values(checks).every((check) => check === 'ok'), checks };
  };
}

async function checkDatabase(pool: Pool, expected: readonly string[]) {
  try {
    const applied = await within(PATIENCE, appliedMigrations(pool));
    const missing = expected.filter((name) => !applied.has(name)).length;
    return { database: 'ok', migrations: missing === 0 ? 'ok' : `${missing} missing` };
  } catch {
    // Why it does not answer stands in the log of whoever needed it; here the fact is enough.
    return { database: 'not answering', migrations: 'unknown' };
  }
}

async function appliedMigrations(pool: Pool): Promise<Set<string>> {
  const applied = await rows<{ name: string }>(pool, 'select name from schema_migrations');
  return new Set(applied.map((migration) => migration.name));
}

/** The result, or an error when it takes longer than `ms`. */
export async function within<T>(ms: number, result: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([result, late]);
  } finally {
    clearTimeout(timer);
  }
}
