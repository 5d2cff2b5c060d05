import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { pino } from 'pino';
import { buildApp } from '../../src/app.ts';
import { openVault } from '../../src/auth/vault.ts';
import { importChatwoot, type Wanted } from '../../src/chatwoot/chatwoot.ts';
import type { ImportReport, KindReport } from '../../src/chatwoot/report.ts';
import { loadConfig } from '../../src/config.ts';
import { openPool, type Pool } from '../../src/db/pool.ts';
import { loadSecretKey } from '../../src/secret-key.ts';
import { openStorage } from '../../src/storage/open.ts';
import { createTestDatabase } from '../database.ts';
import { createChatwootSource, type ChatwootSource } from './source.ts';

/** A source of the test file's own, gone after it. */
export async function sourceForTest(options: { bytes?: boolean } = {}): Promise<ChatwootSource> {
  const admin = JSON.parse(process.env['CONFAB_TEST_ADMIN'] ?? 'null') as never;
  const source = await createChatwootSource(admin, options);
  after(() => source.close());
  return source;
}

const silent = { begin() {}, advance() {}, end() {} };

/** Imports within this process. */
export async function importInto(
  { platform }: Pick<Wanted, 'platform'>,
  source: ChatwootSource,
  wanted: Partial<Wanted> = {},
): Promise<ImportReport> {
  const usual = { dryRun: false, accounts: undefined, files: undefined, progress: silent };
  return await importChatwoot({ ...usual, platform, from: source.url, ...wanted });
}

/** What the report says of one kind. */
export function kindIn(report: ImportReport, kind: string): KindReport {
  const found = report.kinds.find((each) => each.kind === kind);
  if (found === undefined) throw new Error(`the report does not mention ${kind}`);
  return found;
}

/** Why rows of a kind were skipped or changed, with the ids that it names. */
export function remarksIn(report: ImportReport, kind: string): Record<string, (number | string)[]> {
  const { skipped, changed } = kindIn(report, kind);
  return Object.fromEntries([...skipped, ...changed].map((each) => [each.reason, each.examples]));
}

interface Outcome {
  code: number | null;
  out: string;
  err: string;
}

/** An installation with nothing in it, used by the command as its operator would. */
export interface EmptyDesk {
  pool: Pool;
  dataDir: string;
  /** Starts `confab import chatwoot`. */
  start(words: string[]): { child: ChildProcess; ended: Promise<Outcome> };
  report(): Promise<ImportReport>;
  /** The application on what has been imported. */
  serve(): Promise<{ app: Awaited<ReturnType<typeof buildApp>>; platform: Wanted['platform'] }>;
}

const main = join(import.meta.dirname, '../../src/cli/main.ts');

export async function emptyDesk(): Promise<EmptyDesk> {
  const { connection, drop } = await createTestDatabase();
  const { host, port, user, password, database } = connection;
  const dataDir = await mkdtemp(join(tmpdir(), 'confab-import-'));
  const url = `postgres://${user}:${password}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`;
  const pool = openPool(connection, { max: 4 });
  after(async () => {
    await pool.end();
    await drop();
    await rm(dataDir, { recursive: true });
  });
  return {
    pool,
    dataDir,
    start(words) {
      const child = spawn(process.execPath, [main, 'import', 'chatwoot', ...words], {
        env: { PATH: process.env['PATH'], DATABASE_URL: url, DATA_DIR: dataDir },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let [out, err] = ['', ''];
      child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
      const ended = new Promise<Outcome>((resolve) =>
        child.once('close', (code) => resolve({ code, out, err })),
      );
      return { child, ended };
    },
    report: async () =>
      JSON.parse(await readFile(join(dataDir, 'import-report.json'), 'utf8')) as ImportReport,
    async serve() {
      const config = loadConfig({ DATA_DIR: dataDir, RATE_LIMIT: '0', LOG_LEVEL: 'silent' });
      const platform = {
        config,
        pool,
        vault: openVault(loadSecretKey(config)),
        storage: openStorage(config),
      };
      const app = await buildApp(platform, pino({ level: 'silent' }));
      await app.ready();
      after(() => app.close());
      return { app, platform };
    },
  };
}
