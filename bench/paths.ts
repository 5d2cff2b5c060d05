import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sessionOptions } from '../server/src/db/pool.ts';
import { startBare } from './bare.ts';
import { startDesk, urlOf, type Desk } from './desk.ts';
import { startDriver, type Driver } from './driver.ts';
import type { Load, Unit } from './load.ts';
import { WARM, roundsPerSecond } from './pgbench.ts';
import { openBenchDatabase, openExternalDatabase, type Size } from './place.ts';
import { requestText, type Credentials } from './requests.ts';
import { scenariosOf, type Scenario } from './scenarios.ts';
import { buildBenchApp } from './serve.ts';
import { statementsOf } from './statements.ts';
import { usageOf } from './usage.ts';
import { lookAround, openCaller } from './world.ts';

export interface Settings {
  /** Where pgbench is. */
  program: string;
  size: Size;
  seconds: number;
  connections: number;
  processes: number;
  /** Names of paths; all without it. */
  only: readonly string[] | undefined;
  /** Of a PostgreSQL that is there already. */
  url: string | undefined;
  log: (line: string) => void;
}

export interface Measured {
  name: string;
  /** Of the client's units: for most a request. */
  perSecond: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  /** Milliseconds of processor time of the server, for each. */
  cpu: number | undefined;
  /** Megabytes of the server after it. */
  memory: number | undefined;
  /** What pgbench alone reaches with the same statements, each second. */
  database: number | undefined;
}

export interface Paths {
  settings: { size: Size; seconds: number; connections: number; processes: number };
  database: string;
  /** What a route that does nothing reaches, each second. */
  bare: number;
  fanOut: { sockets: number; p50: number; p99: number } | undefined;
  measured: Measured[];
}

/** Measures every path on a desk of its own. */
export async function measurePaths(settings: Settings): Promise<Paths> {
  const { size, url, log, seconds, connections, processes } = settings;
  const database =
    url === undefined
      ? await openBenchDatabase(size, log)
      : await openExternalDatabase(url, size, log);
  const dataDir = mkdtempSync(join(tmpdir(), 'confab-bench-'));
  const { app, pool, vault } = await buildBenchApp(database.connection, dataDir);
  const driver = startDriver();
  try {
    const caller = await openCaller(pool, vault);
    const desk = await startDesk(database.connection, { processes, dataDir });
    try {
      const world = await lookAround(desk.port, caller.token);
      const bench: Bench = { ...settings, app, driver, desk, caller, address: urlOf(database.connection) }; // prettier-ignore
      const measured: Measured[] = [];
      for (const scenario of scenariosOf(world)) {
        if (settings.only?.includes(scenario.name) === false) continue;
        measured.push(await measure(bench, scenario));
        log(`  ${scenario.name}: ${measured.at(-1)?.perSecond.toFixed(0)}/s`);
      }
      return {
        settings: { size, seconds, connections, processes },
        database: database.name,
        bare: await measureBare(bench),
        fanOut:
          settings.only === undefined ? await measureFanOut(bench, world.listener) : undefined,
        measured,
      };
    } finally {
      await desk.stop();
    }
  } finally {
    driver.stop();
    await app.close();
    await pool.end();
    await database.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

interface Bench extends Settings {
  app: Awaited<ReturnType<typeof buildBenchApp>>['app'];
  driver: Driver;
  desk: Desk;
  caller: Credentials;
  address: string;
}

/** So many different conversations are asked for. */
const VARIETY = 1000;

async function measure(bench: Bench, scenario: Scenario): Promise<Measured> {
  const { desk, driver, caller, size } = bench;
  const connections = scenario.connections ?? bench.connections;
  const any = (): number => 1 + Math.floor(Math.random() * size.conversations);
  const units = Array.from({ length: VARIETY }, (): Unit =>
    scenario.unit(any()).map((request) => requestText(request, caller)),
  );
  const load = { port: desk.port, connections, units };
  if (scenario.isSettledFirst === true) await driver.load({ ...load, seconds: 0, once: true });
  const first = await half(bench, load);
  // In between, because a machine that others use is now faster, now slower.
  const database =
    scenario.isCompared === true ? await alone(bench, scenario, connections) : undefined;
  const second = await half(bench, load);
  const mean = (of: (half: Half) => number): number => (of(first) + of(second)) / 2;
  return {
    name: scenario.name,
    perSecond: mean(({ perSecond }) => perSecond),
    p50: mean(({ p50 }) => p50),
    p99: Math.max(first.p99, second.p99),
    cpu:
      first.cpu === undefined || second.cpu === undefined
        ? undefined
        : (first.cpu + second.cpu) / 2,
    memory: second.memory,
    database,
  };
}

type Half = Omit<Measured, 'name' | 'database'>;

/** The server under load, for half of the time. */
async function half({ desk, driver, seconds }: Bench, load: Omit<Load, 'seconds'>): Promise<Half> {
  await driver.load({ ...load, seconds: WARM });
  const before = usageOf(desk.pid);
  const { perSecond, p50, p99, done } = await driver.load({ ...load, seconds: seconds / 2 });
  const after = usageOf(desk.pid);
  return {
    perSecond,
    p50,
    p99,
    cpu: before && after && (after.cpu - before.cpu) / done,
    memory: after && after.memory / 1024 / 1024,
  };
}

/** The database with the same statements, and nothing in between. */
async function alone(bench: Bench, scenario: Scenario, connections: number): Promise<number> {
  const { app, caller, program, size, seconds, address } = bench;
  // A conversation whose number is no other number in the statements, so that pgbench can vary it.
  const marker = Math.floor(size.conversations * 0.7771) + 3;
  const unit = scenario.unit(marker);
  return roundsPerSecond({
    program,
    url: address,
    options: sessionOptions('http://localhost:3000'),
    statements: await statementsOf(app, unit, caller.token),
    marker,
    rows: size.conversations,
    connections,
    seconds,
  });
}

async function measureBare({ driver, connections, seconds }: Bench): Promise<number> {
  const bare = await startBare();
  try {
    const units = [['GET / HTTP/1.1\r\nhost: localhost\r\n\r\n']];
    const load = { port: bare.port, connections, units };
    await driver.load({ ...load, seconds: WARM });
    return (await driver.load({ ...load, seconds })).perSecond;
  } finally {
    bare.stop();
  }
}

const SOCKETS = 200;
const MESSAGES = 100;

async function measureFanOut(
  { driver, desk, caller }: Bench,
  listener: Parameters<Driver['fanOut']>[0]['listener'],
): Promise<Paths['fanOut']> {
  const request = (conversation: number): string => {
    const path = `/api/v1/accounts/1/conversations/${conversation}/messages`;
    return requestText({ method: 'POST', path, body: { content: 'Hello to all' } }, caller);
  };
  const requests = Array.from({ length: MESSAGES }, (_, index) => request(index + 1));
  const { p50, p99 } = await driver.fanOut({ port: desk.port, sockets: SOCKETS, listener, requests }); // prettier-ignore
  return { sockets: SOCKETS, p50, p99 };
}
