import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from '../../server/src/db/pool.ts';
import type { Random } from '../random.ts';
import type { Stage } from './stage.ts';

interface Held {
  id: string;
  retry_count: number;
}

/** A kill, and what was under way then, in the process that died or in the other. */
interface Kill {
  at: number;
  held: Held[];
}

/** Kills one of the servers again and again; whoever keeps them up starts them again. */
export async function killServers(
  { servers, postgres }: Stage,
  { random, times }: { random: Random; times: number },
): Promise<Kill[]> {
  const kills: Kill[] = [];
  while (kills.length < times) {
    await pause(random.between(1000, 2500));
    const victim = random.pick(servers);
    if (victim.hasEnded()) continue;
    await victim.kill('SIGKILL');
    const at = Date.now();
    const { rows: held } = await postgres.pool.query<Held>(
      `select id, retry_count from jobs.job where state = 'active'`,
    );
    kills.push({ at, held });
  }
  return kills;
}

const begunAgain = `
  select id, retry_count, (extract(epoch from started_on) * 1000)::float8 as begun from jobs.job
  where id = any($1::uuid[]) and not data ? 'misbehaviour'`;

/** Seconds from a kill until what it cut short began again, of what was cut short once. */
export async function findReturns(pool: Pool, kills: readonly Kill[]): Promise<number[]> {
  const ids = kills.flatMap(({ held }) => held.map(({ id }) => id));
  const { rows } = await pool.query<Held & { begun: number }>(begunAgain, [ids]);
  const found = new Map(rows.map((row) => [row.id, row]));
  return kills.flatMap(({ at, held }) =>
    held.flatMap(({ id, retry_count }) => {
      const again = found.get(id);
      const isNext = again !== undefined && again.retry_count === retry_count + 1;
      return isNext ? [(again.begun - at) / 1000] : [];
    }),
  );
}
