/**
 * Imports a large Chatwoot, made up for it, with the command itself: how long it takes, how much memory it
 * uses, and whether everything is there once afterwards although it was killed on the way.
 *
 *   npm run bench:import [-- --conversations 100000 --messages 10 --kills 3]
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readOptions } from '../bin/options.ts';
import { startEmbedded } from '../server/src/db/embedded.ts';
import { openPool, type Pool } from '../server/src/db/pool.ts';
import { fillSource } from '../server/test/chatwoot/fill.ts';
import { createChatwootSource } from '../server/test/chatwoot/source.ts';

const { values: options } = readOptions(import.meta.filename, {
  options: {
    conversations: { type: 'string', default: '100000' },
    messages: { type: 'string', default: '10' },
    kills: { type: 'string', default: '3' },
  },
});
const size = {
  conversations: Number(options.conversations),
  messagesEach: Number(options.messages),
};
const kills = Number(options.kills);

const directory = mkdtempSync(join(tmpdir(), 'confab-bench-import-'));
mkdirSync(join(directory, 'data'), { mode: 0o711 });
const database = await startEmbedded({ dataDir: join(directory, 'source'), log: () => {} });
const admin = database.connection;
if (typeof admin === 'string') throw new Error('the embedded database has no address');
const began = Date.now();
const source = await createChatwootSource(admin, { name: 'chatwoot' });
const target = await createTarget();
try {
  await fillSource(source, size);
  console.log(
    `A Chatwoot with ${size.conversations} conversations and ${size.conversations * size.messagesEach} messages (made in ${seconds(began)} s)`,
  );
  let total = 0;
  let peak = 0;
  for (let run = 0; run <= kills; run += 1) {
    const aim = Math.round(((run + 1) / (kills + 1)) * size.conversations * size.messagesEach);
    const outcome = await importOnce(run < kills ? aim : undefined);
    total += outcome.seconds;
    peak = Math.max(peak, outcome.megabytes);
    console.log(
      `${run < kills ? 'killed' : 'ended '} after ${outcome.seconds.toFixed(1)} s, with at most ${outcome.megabytes} MB`,
    );
  }
  const again = await importOnce(undefined);
  console.log(`repeated in ${again.seconds.toFixed(1)} s, with at most ${again.megabytes} MB`);
  const rate = Math.round((size.conversations * size.messagesEach) / total);
  console.log(
    `${total.toFixed(1)} s in all, ${rate} messages a second, at most ${Math.max(peak, again.megabytes)} MB`,
  );
  await compare();
} finally {
  await target.pool.end();
  await source.close();
  await database.stop();
  rmSync(directory, { recursive: true, force: true });
}

async function createTarget(): Promise<{ url: string; pool: Pool }> {
  await source.sql('create database target template template0');
  const url = new URL(source.url);
  url.pathname = '/target';
  return { url: url.href, pool: openPool(url.href, { max: 1 }) };
}

/** Runs the command, and kills it when so many messages have been copied. */
async function importOnce(
  killAt: number | undefined,
): Promise<{ seconds: number; megabytes: number }> {
  const start = Date.now();
  const main = join(import.meta.dirname, '../server/src/cli/main.ts');
  const child = spawn(process.execPath, [main, 'import', 'chatwoot', '--from', source.url], {
    env: { PATH: process.env['PATH'], DATABASE_URL: target.url, DATA_DIR: join(directory, 'data') },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  let megabytes = 0;
  for (let over = false; !over;) {
    over = await Promise.race([ended.then(() => true), sleep(100).then(() => false)]);
    megabytes = Math.max(megabytes, memoryOf(child.pid ?? 0));
    if (killAt !== undefined && (await copiedMessages()) >= killAt) {
      child.kill('SIGKILL');
      await ended;
      over = true;
    }
  }
  if (killAt === undefined && (await ended) !== 0) throw new Error('the import failed');
  return { seconds: (Date.now() - start) / 1000, megabytes };
}

/** Megabytes that the process holds; 0 when it is gone. */
function memoryOf(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
  } catch {
    return 0;
  }
}

/** As far as PostgreSQL can tell without counting them. */
async function copiedMessages(): Promise<number> {
  try {
    const { rows } = await target.pool.query<{ count: number }>(
      `select coalesce(max(old_id), 0) as count from import_ids where kind = 'messages'`,
    );
    return rows[0]?.count ?? 0;
  } catch {
    return 0; // it has no tables yet
  }
}

async function compare(): Promise<void> {
  for (const table of [
    'accounts',
    'users',
    'contacts',
    'contact_inboxes',
    'conversations',
    'messages',
  ]) {
    const [there] = await source.sql<{ count: string }>(`select count(*) as count from ${table}`);
    const { rows } = await target.pool.query<{ count: number }>(
      `select count(*) as count from ${table}`,
    );
    const same = Number(there?.count) === rows[0]?.count;
    console.log(`${same ? '✓' : '✗'} ${table}: ${there?.count} there, ${rows[0]?.count} here`);
    if (!same) process.exitCode = 1;
  }
  const { rows } = await target.pool.query<{ total: number }>(
    'select sum(total)::bigint as total from conversation_counts',
  );
  console.log(
    `${rows[0]?.total === size.conversations ? '✓' : '✗'} the desk counts ${rows[0]?.total} conversations`,
  );
}

function seconds(since: number): string {
  return ((Date.now() - since) / 1000).toFixed(1);
}
