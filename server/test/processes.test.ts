import assert from 'node:assert/strict';
import { Agent, get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, test } from 'node:test';
import { WebSocket } from 'ws';
import { openPool } from '../src/db/pool.ts';
import { confab, freePort, newDataDir, type Run } from './command.ts';
import { createTestDatabase } from './database.ts';
import { earOf } from './ear.ts';
import { populate, SECRET } from './running-server.ts';

const database = await createTestDatabase();
const pool = openPool(database.connection, { max: 2 });
const { token, account_id } = await populate(pool);
after(async () => {
  await pool.end();
  await database.drop();
});

const { host, user, password, database: name } = database.connection;
const DATABASE_URL = `postgres://${user}:${encodeURIComponent(password)}@localhost/${name}?host=${encodeURIComponent(host)}`;
const PORT = await freePort();
const place = {
  DATABASE_URL,
  PORT,
  DATA_DIR: newDataDir(),
  SECRET_KEY: SECRET,
  LOG_LEVEL: 'info',
  RATE_LIMIT: '0',
  DATABASE_POOL_SIZE: '4',
};

/** A server of two processes. */
async function started(env: Record<string, string> = {}): Promise<Run> {
  const run = confab(['start', '--empty', '--workers', '2'], { ...place, ...env });
  await run.printed('is listening');
  return run;
}

interface Reply {
  status: number;
  headers: Record<string, unknown>;
  text: string;
}

/** One request, never repeated; over a connection of its own unless there is an agent. */
async function ask(path: string, agent?: Agent): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const headers = { api_access_token: token };
    const options = { host: '127.0.0.1', port: PORT, path, headers, agent: agent ?? false };
    get(options, (response) => {
      let text = '';
      response.on('data', (piece: Buffer) => (text += piece.toString()));
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      );
    }).on('error', reject);
  });
}

const conversations = `/api/v1/accounts/${account_id}/conversations`;

/** The value of each process for a metric of its own. */
async function metric(name: string): Promise<Map<string, number>> {
  const { text } = await ask('/metrics');
  const samples = text.matchAll(
    new RegExp(`^${name}\\{(?:.*,)?worker="(\\d+)".*\\} (\\S+)$`, 'gm'),
  );
  return new Map([...samples].map(([, worker = '', value]) => [worker, Number(value)]));
}

const pids = (run: Run): number[] =>
  [...run.output().matchAll(/"worker":\d+,"pid":(\d+),"msg":"serves"/g)].map(([, pid]) =>
    Number(pid),
  );

test('two processes serve one address, and whoever measures sees both', async () => {
  const run = await started();
  for (let i = 0; i < 10; i += 1) assert.equal((await ask(conversations)).status, 200);
  const { text } = await ask('/metrics');
  const counts = [...text.matchAll(/^http_request_duration_seconds_count\{(.*)\} (\d+)$/gm)]
    .filter(([, labels = '']) => labels.includes('/conversations"'))
    .map(([, labels = '', value]) => [/worker="(\d)"/.exec(labels)?.[1] ?? '', Number(value)]);
  assert.deepEqual(Object.fromEntries(counts), { 1: 5, 2: 5 });
  const memory = await metric('process_resident_memory_bytes');
  assert.deepEqual(new Set(memory.keys()), new Set(['1', '2']));
  assert.equal([...text.matchAll(/^confab_database_up 1$/gm)].length, 1);
  assert.equal([...text.matchAll(/^# TYPE http_request_duration_seconds /gm)].length, 1);
  run.child.kill('SIGTERM');
  assert.equal((await run.ended).code, 0);
});

test('a process that dies is replaced, and the other goes on serving meanwhile', async () => {
  const run = await started();
  const [victim = 0] = pids(run);
  process.kill(victim, 'SIGKILL');
  await run.printed('a process died; another takes over');
  for (let i = 0; i < 4; i += 1) assert.equal((await ask(conversations)).status, 200);
  while (pids(run).length < 3) await sleep(20);
  assert.equal((await metric('process_resident_memory_bytes')).size, 2);
  run.child.kill('SIGTERM');
  assert.equal((await run.ended).code, 0);
});

/** Asks as fast as it is answered until `done`, and notes everything that is not a 200. */
async function hammer(
  done: () => boolean,
  failures: string[],
  keepAlive: boolean,
): Promise<number> {
  let asked = 0;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  for (; !done(); asked += 1) {
    await ask(conversations, keepAlive ? agent : undefined).then(
      ({ status, text }) => status === 200 || failures.push(`${status} ${text}`),
      (error: unknown) => failures.push(String(error)),
    );
  }
  agent.destroy();
  return asked;
}

test('confab restart replaces the processes one by one, and no request fails', async () => {
  const run = await started();
  const ear = earOf(new WebSocket(`ws://127.0.0.1:${PORT}/cable`, ['actioncable-v1-json']));
  await ear.frame(({ type }) => type === 'welcome');
  let done = false;
  const failures: string[] = [];
  const clients = Array.from({ length: 6 }, (_, i) => hammer(() => done, failures, i % 2 === 0));
  const ready = hammerReady(() => done, failures);
  assert.equal((await confab(['restart'], place).ended).code, 0);
  await run.printed('all processes were replaced');
  const last = await ear.frame(({ type }) => type === 'disconnect');
  assert.deepEqual(last, { type: 'disconnect', reason: 'server_restart', reconnect: true });
  done = true;
  const asked = (await Promise.all([...clients, ready])).reduce((sum, each) => sum + each, 0);
  assert.deepEqual(failures, []);
  assert.ok(asked > 20);
  assert.equal(new Set(pids(run)).size, 4);
  run.child.kill('SIGTERM');
  assert.equal((await run.ended).code, 0);
});

/** What a load balancer asks: the address goes on accepting while its processes change. */
async function hammerReady(done: () => boolean, failures: string[]): Promise<number> {
  let asked = 0;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  for (; !done(); asked += 1) {
    const { status, text } = await ask('/ready', agent);
    if (status !== 200) failures.push(`ready ${status} ${text}`);
    await sleep(20);
  }
  agent.destroy();
  return asked;
}

test('one address has one allowance, whichever process answers it', async () => {
  const run = await started({ RATE_LIMIT: '20', RATE_LIMIT_EXEMPT: '10.0.0.1' });
  let answered = 0;
  for (let refused = 0; refused < 4;) {
    const { status } = await ask('/api');
    if (status === 429) refused += 1;
    else {
      answered += 1;
      refused = 0;
    }
    // Longer than the processes need to tell each other.
    await sleep(250);
  }
  assert.equal(answered, 20);
  run.child.kill('SIGTERM');
  await run.ended;
});

test('a second signal ends everything at once', async () => {
  const run = await started();
  const slow = new Agent({ keepAlive: true });
  await ask('/health', slow);
  run.child.kill('SIGTERM');
  await run.printed('Stopping');
  run.child.kill('SIGTERM');
  assert.equal((await run.ended).code, 130);
  slow.destroy();
  await assert.rejects(ask('/health'), { code: 'ECONNREFUSED' });
});

test('there is nothing to restart where nothing runs, and one process says what it lacks', async () => {
  const none = await confab(['restart'], place).ended;
  assert.equal(none.code, 1);
  assert.match(none.output, /^No server runs here/);
  const run = confab(['start', '--empty'], place);
  await run.printed('is listening');
  assert.equal((await confab(['restart'], place).ended).code, 0);
  await run.printed('one process cannot replace itself without a pause');
  assert.equal((await ask(conversations)).status, 200);
  run.child.kill('SIGTERM');
  assert.equal((await run.ended).code, 0);
});

test('a number of processes that is none is refused before anything starts', async () => {
  for (const workers of ['0', 'two', '1.5', '65']) {
    const outcome = await confab(['start', '--workers', workers], place).ended;
    assert.equal(outcome.code, 1);
    assert.match(outcome.output, /^--workers must be a whole number from 1 to 64/);
  }
});

test('a server that is stopped while it waits to migrate, or migrates, ends at once', async () => {
  const lock = await pool.connect();
  // Of the server that migrates just now.
  await lock.query('select pg_advisory_lock($1)', [0x636f6e66]);
  const run = confab(['start', '--empty'], place);
  const waits = `select from pg_locks where locktype = 'advisory' and not granted
    and database = (select oid from pg_database where datname = current_database())`;
  while ((await pool.query(waits)).rowCount === 0) await sleep(20);
  run.child.kill('SIGTERM');
  assert.equal((await run.ended).code, 0);
  lock.release(true);
  // And the next start does what is left.
  await startOnce([], place);
});

const other = { ...place, SECRET_KEY: 'another key of another machine, 32+ characters' };

async function assertRefused(args: string[], env: typeof place): Promise<void> {
  const { code, output } = await confab(args, env).ended;
  assert.match(output, /(?:^|\n)The secret key is not the one that this database was made with/);
  assert.equal(code, 1);
}

async function startOnce(args: string[], env: typeof place): Promise<void> {
  const run = confab(['start', '--empty', ...args], env);
  await run.printed('is listening');
  run.child.kill('SIGTERM');
  assert.equal((await run.ended).code, 0);
}

test('a machine with another secret key is refused, by the tokens of a database that knows no key', async () => {
  await pool.query('delete from installation');
  await assertRefused(['start', '--empty'], other);
  await startOnce([], place);
  await assertRefused(['token', 'create', '--email', 'ada@acme.example.com'], other);
  const doctor = await confab(['doctor'], other).ended;
  assert.match(doctor.output, /✗ Secret key +not the one that the database was made with/);
  assert.match(doctor.output, /! Files +are kept in/);
});

test('an operator who has lost the key goes on with another one, which then is the key', async () => {
  await startOnce(['--new-key'], other);
  await assertRefused(['start', '--empty'], place);
  await pool.query('delete from installation');
});
