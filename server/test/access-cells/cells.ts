import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import type { Pool } from '../../src/db/pool.ts';
import { unwatched, watchChanges } from '../malformed/watch.ts';
import { undone } from '../undone.ts';
import type { World } from '../world.ts';
import type { Line } from './places.ts';

/**
 * What a request is to meet: `admitted` is 2xx, `refused` is 401 or 403, `hidden` is 404. `nothing` is a 2xx
 * for those who asked about what is not theirs, and changes as little as a refusal. A number is that answer.
 */
export type Verdict = 'admitted' | 'refused' | 'hidden' | 'nothing' | number;

export interface Cell {
  line: Line;
  /** Whose it is and who asks. */
  name: string;
  url: string;
  headers?: Record<string, string>;
  body?: object;
  verdict: Verdict;
  /** Marks of what the caller may not see. */
  hides: readonly string[];
}

const allowed: Record<Exclude<Verdict, number>, (status: number) => boolean> = {
  admitted: (status) => status >= 200 && status < 300,
  nothing: (status) => status >= 200 && status < 300,
  refused: (status) => status === 401 || status === 403,
  hidden: (status) => status === 404,
};

function wrongWith({ verdict, hides }: Cell, status: number, text: string): string | undefined {
  const isRight = typeof verdict === 'number' ? status === verdict : allowed[verdict](status);
  if (!isRight) return `should be ${verdict}`;
  const shown = hides.filter((mark) => text.includes(mark));
  return shown.length === 0 ? undefined : `shows ${shown.join(', ')}`;
}

const countRows = `
  select relname || ' ' || n_tup_ins + n_tup_upd + n_tup_del as line from pg_stat_xact_user_tables
  where schemaname in ('public', 'jobs') and n_tup_ins + n_tup_upd + n_tup_del > 0 and relname <> all ($1) order by 1`;

/** How many rows of each table the transaction has touched so far: a statement that finds none changes nothing. */
const touched = async (pool: Pool): Promise<string[]> =>
  (await pool.query<{ line: string }>(countRows, [unwatched])).rows.map(({ line }) => line);

/** Asks them all, each in a world as it was before, and complains about every one that is not as it should be. */
export async function expectCells(t: TestContext, world: World, cells: readonly Cell[]) {
  const wrong: string[] = [];
  const changing: string[] = [];
  const seen: Record<string, number> = {};
  await undone(world, async (ask, pool) => {
    const changes = await watchChanges(pool);
    let before: string[] | undefined;
    for (const cell of cells) {
      const { line, url, headers = {}, body, verdict } = cell;
      const hasBody = line.method !== 'GET' && body !== undefined;
      await pool.query('savepoint cell');
      if (verdict !== 'admitted') before ??= await touched(pool);
      const { statusCode, body: text, headers: answered } = await ask({
        method: line.method,
        url,
        headers: { ...headers, ...(hasBody ? { 'content-type': 'application/json' } : {}) },
        ...(hasBody ? { payload: JSON.stringify(body) } : {}),
      });
      const name = `${line.method} ${url} (${cell.name})`;
      const whole = `${text}\n${JSON.stringify(answered)}`;
      const complaint = wrongWith(cell, statusCode, whole);
      if (complaint !== undefined) wrong.push(`${name}: ${complaint}: ${statusCode} ${text.slice(0, 200)}`);
      const noted = verdict === 'admitted' ? [] : await changes();
      // A statement that found nothing is noted, too.
      const now = noted.length > 0 ? await touched(pool) : before;
      const changed = isDeepStrictEqual(now, before) ? [] : noted;
      before = verdict === 'admitted' ? undefined : now;
      if (changed.length > 0) changing.push(`${name}: ${statusCode}, and ${changed.join(', ')}`);
      seen[verdict] = (seen[verdict] ?? 0) + 1;
      await pool.query('rollback to savepoint cell; release savepoint cell');
    }
  });
  t.diagnostic(`${cells.length} cells: ${JSON.stringify(seen)}`);
  assert.deepEqual(wrong.slice(0, 30), [], `${wrong.length} of ${cells.length} cells`);
  assert.deepEqual(changing.slice(0, 20), [], `${changing.length} refusals changed something`);
  return seen;
} // prettier-ignore

/** Every line was asked for at least once by somebody who got in, if only to be told what is missing (422). */
export function expectComplete(lines: readonly Line[], cells: readonly Cell[]): void {
  const admitted = new Set(
    cells
      .filter(({ verdict }) => verdict === 'admitted' || verdict === 422)
      .map(({ line }) => line),
  );
  const forgotten = lines.filter((line) => !admitted.has(line));
  assert.deepEqual(
    forgotten.map(({ method, path }) => `${method} ${path}`),
    [],
    'nobody is let in there',
  );
}
