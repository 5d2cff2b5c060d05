import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { postgresProcessesIn } from '../processes.ts';
import { StartError } from '../start-error.ts';
import { type EmbeddedDatabase, startEmbedded } from './embedded.ts';

// A database is 40 MB of small files: memory is several times as fast as a disk, where there is room.
const shared = '/dev/shm';
const roomy = existsSync(shared) && statfsSync(shared).bavail * statfsSync(shared).bsize > 2e9;
const base = roomy ? shared : tmpdir();

const asRoot = process.geteuid?.() === 0;
const onLinux = process.platform === 'linux';
const hasChrt = onLinux && existsSync('/usr/bin/chrt');
const quick = { fsync: 'off' };

const directories: string[] = [];
const running: EmbeddedDatabase[] = [];
let template = '';

after(() => rmSync(template, { recursive: true, force: true }));

afterEach(async () => {
  for (const database of running.splice(0)) await database.stop();
  for (const dir of directories.splice(0)) {
    const link = join(dir, 'postgres');
    if (lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink() && existsSync(link)) {
      rmSync(realpathSync(link), { recursive: true });
    }
    rmSync(dir, { recursive: true });
  }
});

function newDataDir(mode = 0o711): string {
  const dir = mkdtempSync(join(base, 'confab-embedded-'));
  chmodSync(dir, mode);
  directories.push(dir);
  return dir;
}

/** A data directory after a first start and a stop: copied, as creating a database takes a second. */
async function usedDataDir(): Promise<string> {
  if (template === '') {
    template = mkdtempSync(join(base, 'confab-template-'));
    chmodSync(template, 0o711);
    const log = (): void => undefined;
    await (await startEmbedded({ dataDir: template, settings: quick, log })).stop();
  }
  const dataDir = newDataDir();
  execFileSync('cp', ['-a', `${template}/.`, dataDir]);
  return dataDir;
}

interface Observed {
  database: EmbeddedDatabase;
  lines: string[];
  downs: number;
  ups: number;
}

async function start(dataDir: string, settings: Record<string, string> = quick): Promise<Observed> {
  const observed = { lines: [] as string[], downs: 0, ups: 0 };
  const database = await startEmbedded({
    dataDir,
    settings,
    log: (line) => observed.lines.push(line),
    onDown: () => observed.downs++,
    onUp: () => observed.ups++,
  });
  running.push(database);
  return Object.assign(observed, { database });
}

/** Starts a database in a process of its own, which can then be killed. */
async function startElsewhere(
  dataDir: string,
  settings: Record<string, string> = quick,
): Promise<ChildProcess> {
  const script = `
    import { startEmbedded } from ${JSON.stringify(import.meta.resolve('./embedded.ts'))};
    await startEmbedded({ dataDir: ${JSON.stringify(dataDir)}, log: () => {}, settings: ${JSON.stringify(settings)} });
    console.log('ready');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return child;
}

async function killElsewhere(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

async function query(database: EmbeddedDatabase, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(database.connection);
  client.on('error', () => undefined); // the query that is under way reports it
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

function postmasterPid(dataDir: string): number {
  return Number(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]);
}

async function until(condition: () => boolean, ms: number): Promise<void> {
  for (const end = Date.now() + ms; !condition(); await sleep(10)) {
    if (Date.now() > end) throw new Error(`still not so after ${ms} ms: ${condition.toString()}`);
  }
}

function startError(pattern: RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof StartError, String(error));
    assert.match(error.message, pattern);
    assert.doesNotMatch(error.message, /\n/);
    return true;
  };
}

test('a new data directory gets a durable, checksummed database that only its owner can open', async () => {
  const dataDir = newDataDir();
  const { database } = await start(dataDir, {});
  const names = [
    'data_checksums',
    'fsync',
    'full_page_writes',
    'synchronous_commit',
    'jit',
    'listen_addresses',
    'server_encoding',
  ];
  const [row] = await query(
    database,
    `select ${names.map((name) => `current_setting('${name}') as ${name}`).join(', ')},
       lower('ÀÉ') as lower, current_database() as name`,
  );
  assert.deepEqual(row, {
    data_checksums: 'on',
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    jit: 'off',
    listen_addresses: '',
    server_encoding: 'UTF8',
    lower: 'àé',
    name: 'confab',
  });
  assert.equal(statSync(join(dataDir, 'postgres')).mode & 0o777, 0o700);
  assert.equal(statSync(join(dataDir, 'postgres.password')).mode & 0o777, 0o600);
  const wrong = { ...database, connection: { ...database.connection, password: 'guess' } };
  await assert.rejects(query(wrong, 'select 1'), { code: '28P01' });
});

test('PostgreSQL never runs as root', { skip: !asRoot || !onLinux }, async () => {
  const dataDir = await usedDataDir();
  await start(dataDir);
  const status = readFileSync(`/proc/${postmasterPid(dataDir)}/status`, 'utf8');
  const uids = /^Uid:\s+(.*)$/m.exec(status)?.[1]?.split(/\s+/) ?? [];
  assert.equal(uids.length, 4);
  assert.ok(!uids.includes('0'), status);
});

test('PostgreSQL takes the processor from nobody who is at work', { skip: !hasChrt }, async () => {
  const dataDir = await usedDataDir();
  await start(dataDir);
  // The 39th field after the name; 3 is SCHED_BATCH (proc_pid_stat(5)).
  const policyOf = (pid: number): string | undefined =>
    readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[38];
  await until(() => policyOf(postmasterPid(dataDir)) === '3', 5000);
});

test('what was written is there after a stop and a second start', async () => {
  const dataDir = await usedDataDir();
  const first = await start(dataDir);
  await query(first.database, 'create table kept as select 42 as answer');
  await first.database.stop();
  assert.deepEqual(postgresProcessesIn(join(dataDir, 'postgres')), []);
  const second = await start(dataDir);
  assert.deepEqual(await query(second.database, 'select answer from kept'), [{ answer: 42 }]);
  assert.deepEqual(second.lines, []);
});

test('it comes back by itself when only the postmaster is killed and a backend goes on working', async () => {
  const dataDir = await usedDataDir();
  const observed = await start(dataDir, {});
  await query(observed.database, 'create table kept as select 42 as answer');
  // A loop in C never looks whether its postmaster is alive, so it outlives it for many seconds.
  const busy = query(observed.database, 'select count(*) from generate_series(1, 1000000000)');
  const broken = assert.rejects(busy);
  await sleep(200);
  process.kill(postmasterPid(dataDir), 'SIGKILL');
  await until(() => observed.ups === 1, 8000);
  await broken;
  assert.equal(observed.downs, 1);
  assert.deepEqual(await query(observed.database, 'select answer from kept'), [{ answer: 42 }]);
});

test('it comes back by itself when every PostgreSQL process is killed, as often as that happens', async () => {
  const dataDir = await usedDataDir();
  const observed = await start(dataDir, {});
  await query(observed.database, 'create table kept (n int)');
  for (const n of [1, 2, 3]) {
    await query(observed.database, `insert into kept values (${n})`);
    for (const pid of postgresProcessesIn(join(dataDir, 'postgres'))) process.kill(pid, 'SIGKILL');
    await until(() => observed.ups === n, 8000);
  }
  assert.deepEqual(await query(observed.database, 'select sum(n)::int as sum from kept'), [
    { sum: 6 },
  ]);
});

test('stopping while it is being restarted ends it for good', async () => {
  const dataDir = await usedDataDir();
  const observed = await start(dataDir);
  process.kill(postmasterPid(dataDir), 'SIGKILL');
  await until(() => observed.downs === 1, 2000);
  await observed.database.stop();
  await sleep(300);
  assert.deepEqual(postgresProcessesIn(join(dataDir, 'postgres')), []);
  assert.equal(observed.ups, 0);
});

test('the PostgreSQL of a killed server is taken over within 1.5 s, and watched', async () => {
  const dataDir = await usedDataDir();
  await killElsewhere(await startElsewhere(dataDir));
  const orphan = postmasterPid(dataDir);
  assert.equal(process.kill(orphan, 0), true, 'the orphan is expected to live on');
  const began = Date.now();
  const observed = await start(dataDir);
  assert.ok(Date.now() - began < 1500, `${Date.now() - began} ms`);
  assert.equal(postmasterPid(dataDir), orphan);
  assert.match(observed.lines.join('\n'), /Took over .*\.lock[^]*Took over the PostgreSQL/);
  await query(observed.database, 'select 1');
  process.kill(orphan, 'SIGKILL');
  await until(() => observed.ups === 1, 8000);
  await query(observed.database, 'select 1');
});

test('the PostgreSQL of a killed server is restarted when its settings are not ours', async () => {
  const dataDir = await usedDataDir();
  await killElsewhere(await startElsewhere(dataDir, { ...quick, work_mem: '1MB' }));
  const orphan = postmasterPid(dataDir);
  const { database } = await start(dataDir, { ...quick, work_mem: '3MB' });
  assert.notEqual(postmasterPid(dataDir), orphan);
  assert.deepEqual(await query(database, 'show work_mem'), [{ work_mem: '3MB' }]);
});

test('killing the server and PostgreSQL together needs no cleaning up', async () => {
  const dataDir = await usedDataDir();
  const child = await startElsewhere(dataDir);
  const orphan = postmasterPid(dataDir);
  await killElsewhere(child);
  process.kill(orphan, 'SIGKILL');
  const { database } = await start(dataDir);
  await query(database, 'select 1');
});

test('a pid file whose number now belongs to another program does not stop the start', async () => {
  const dataDir = await usedDataDir();
  const pidFile = join(dataDir, 'postgres/postmaster.pid');
  writeFileSync(
    pidFile,
    `${process.pid}\n${dataDir}/postgres\n1700000000\n5432\n.\n\n\nready   \n`,
  );
  const { uid, gid } = statSync(join(dataDir, 'postgres'));
  if (asRoot) chownSync(pidFile, uid, gid);
  const { database } = await start(dataDir);
  await query(database, 'select 1');
});

test('a first start that was interrupted is begun again', async () => {
  const dataDir = newDataDir();
  mkdirSync(join(dataDir, 'postgres.new-999'));
  writeFileSync(join(dataDir, 'postgres.new-999/PG_VERSION'), '18\n');
  writeFileSync(join(dataDir, 'postgres.password'), 'of-the-interrupted-start\n');
  const { database } = await start(dataDir);
  await query(database, 'select 1');
  assert.equal(existsSync(join(dataDir, 'postgres.new-999')), false);
});

test('a second server in the same data directory is refused and told who holds it', async () => {
  const dataDir = await usedDataDir();
  await start(dataDir);
  const refusal = startError(new RegExp(`in use by the server with pid ${process.pid}`));
  await assert.rejects(startEmbedded({ dataDir, log: () => undefined }), refusal);
});

test('restarting one database leaves the one beside it alone', async () => {
  const [one, other] = [await usedDataDir(), await usedDataDir()];
  const observed = await start(one);
  const neighbour = await start(other);
  const client = new pg.Client(neighbour.database.connection);
  await client.connect();
  process.kill(postmasterPid(one), 'SIGKILL');
  await until(() => observed.ups === 1, 8000);
  assert.equal((await client.query('select 1')).rowCount, 1);
  await client.end();
  assert.equal(neighbour.downs, 0);
});

test('a data directory with a path too long for a socket simply works', async () => {
  const dataDir = join(newDataDir(), 'ä'.repeat(60), 'b'.repeat(100));
  const { database } = await start(dataDir);
  assert.ok(dataDir.length > 108);
  await query(database, 'select 1');
  const { host } = database.connection;
  await database.stop();
  assert.equal(existsSync(host), false, 'the short link is removed');
});

test('root can keep the data where nobody else may enter', { skip: !asRoot }, async () => {
  const dataDir = newDataDir(0o700);
  const { database, lines } = await start(dataDir);
  await query(database, 'create table kept as select 42 as answer');
  const cluster = realpathSync(join(dataDir, 'postgres'));
  assert.match(cluster, /^\/var\/lib\/confab\/[0-9a-f]{16}/);
  assert.equal(statSync(cluster).mode & 0o777, 0o700);
  assert.match(lines.join('\n'), new RegExp(`The database lies in ${cluster}`));
  await database.stop();
  const second = await start(dataDir);
  assert.deepEqual(await query(second.database, 'select answer from kept'), [{ answer: 42 }]);
});

test('a restored backup that belongs to root is opened', { skip: !asRoot }, async () => {
  const dataDir = await usedDataDir();
  execFileSync('chown', ['-R', '0:0', join(dataDir, 'postgres')]);
  chmodSync(join(dataDir, 'postgres'), 0o755);
  const { database } = await start(dataDir);
  await query(database, 'select 1');
});

test('each thing that an operator can mend is said in one sentence', async () => {
  const dataDir = await usedDataDir();
  const again = (): Promise<EmbeddedDatabase> => startEmbedded({ dataDir, log: () => undefined });

  writeFileSync(join(dataDir, 'postgres/PG_VERSION'), '14\n');
  await assert.rejects(again, startError(/made by PostgreSQL 14 and this release runs 18/));
  writeFileSync(join(dataDir, 'postgres/PG_VERSION'), '18\n');

  renameSync(join(dataDir, 'postgres.password'), join(dataDir, 'elsewhere'));
  await assert.rejects(again, startError(/postgres\.password is missing/));
  writeFileSync(join(dataDir, 'postgres.password'), 'not the password\n');
  await assert.rejects(again, startError(/postgres\.password is not the one/));
  renameSync(join(dataDir, 'elsewhere'), join(dataDir, 'postgres.password'));

  writeFileSync(join(dataDir, 'file'), '');
  const inFile = startEmbedded({ dataDir: join(dataDir, 'file'), log: () => undefined });
  await assert.rejects(inFile, startError(/file is not a directory/));

  await assert.rejects(
    startEmbedded({ dataDir, settings: { shared_buffers: 'much' }, log: () => undefined }),
    startError(/did not start \(invalid value for parameter "shared_buffers"/),
  );

  const dangling = newDataDir();
  symlinkSync('/nowhere/at/all', join(dangling, 'postgres'));
  await assert.rejects(
    startEmbedded({ dataDir: dangling, log: () => undefined }),
    startError(/points to a database that is not there/),
  );
});
