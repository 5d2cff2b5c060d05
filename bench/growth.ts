import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDesk } from './desk.ts';
import { exchange, quantiles } from './load.ts';
import { openBenchDatabase } from './place.ts';
import { requestText, type Request } from './requests.ts';
import { scenariosOf } from './scenarios.ts';
import { buildBenchApp } from './serve.ts';
import { lookAround, openCaller } from './world.ts';

export interface Growth {
  sizes: number[];
  /** Of each path the median milliseconds of one client alone, in the order of the sizes. */
  paths: { name: string; milliseconds: number[] }[];
}

/** What must not get slow merely because there is much. */
const watched = [
  'list, all',
  'counts',
  'list, the 1,000th page',
  'conversation',
  'message page',
  'filter, 1 condition',
  'filter, 3 conditions',
  'filter, 8 conditions',
  'search, a rare word',
];

const TIMES = 200;

/** The same requests in accounts of several sizes, one at a time: what one person waits for. */
export async function measureGrowth(
  sizes: readonly number[],
  messages: number,
  log: (line: string) => void,
): Promise<Growth> {
  const paths = watched.map((name) => ({ name, milliseconds: [] as number[] }));
  for (const conversations of sizes) {
    log(`${conversations} conversations`);
    const took = await measureSize(conversations, messages, log);
    for (const path of paths) path.milliseconds.push(took.get(path.name) ?? Number.NaN);
  }
  return { sizes: [...sizes], paths };
}

async function measureSize(
  conversations: number,
  messages: number,
  log: (line: string) => void,
): Promise<Map<string, number>> {
  const database = await openBenchDatabase({ conversations, messages }, log);
  const dataDir = mkdtempSync(join(tmpdir(), 'confab-bench-'));
  const { app, pool, vault } = await buildBenchApp(database.connection, dataDir);
  const caller = await openCaller(pool, vault);
  const desk = await startDesk(database.connection, { processes: 1, dataDir });
  const socket = connect(desk.port, '127.0.0.1');
  socket.setNoDelay(true);
  try {
    const took = new Map<string, number>();
    for (const { name, unit } of scenariosOf(await lookAround(desk.port, caller.token))) {
      if (!watched.includes(name)) continue;
      const ask = async (request: Request): Promise<number> => {
        const began = performance.now();
        await exchange(socket, requestText(request, caller));
        return performance.now() - began;
      };
      const times: number[] = [];
      for (let turn = 0; turn < TIMES; turn += 1) {
        for (const request of unit(1 + Math.floor(Math.random() * conversations))) {
          const milliseconds = await ask(request);
          if (turn > TIMES / 10) times.push(milliseconds);
        }
      }
      took.set(name, quantiles(times).p50);
    }
    return took;
  } finally {
    socket.destroy();
    await desk.stop();
    await app.close();
    await pool.end();
    await database.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
