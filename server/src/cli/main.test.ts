import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import pg from 'pg';
import { type EmbeddedDatabase, startEmbedded } from '../db/embedded.ts';
import { takeLock } from '../lock.ts';
import { commands } from './commands.ts';

const main = join(import.meta.dirname, 'main.ts');
const base = mkdtempSync(join(tmpdir(), 'confab-cli-'));
chmodSync(base, 0o711);
let database: EmbeddedDatabase | undefined;

after(async () => {
  await database?.stop();
  rmSync(base, { recursive: true });
});

interface Outcome {
  code: number | null;
  out: string;
  err: string;
}

async function confab(
  words: string[],
  env: Record<string, string> = {},
  wrap: string[] = [],
): Promise<Outcome> {
  const [program = '', ...args] = [...wrap, process.execPath, main, ...words];
  const child = spawn(program, args, {
    env: { PATH: process.env['PATH'], DATA_DIR: join(base, 'none'), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
}

/** Exactly one sentence, no stack, and a failure that a supervisor notices. */
function assertRefused(outcome: Outcome, sentence: RegExp, code = 1): void {
  assert.match(outcome.err.trim(), sentence);
  assert.equal(outcome.err.trim().split('\n').length, 1, outcome.err);
  assert.doesNotMatch(outcome.err, /\bat .*:\d+:\d+|Error:/);
  assert.equal(outcome.code, code);
}

/** A PostgreSQL that commands can be pointed at, with a URL to open it by. */
async function externalDatabase(): Promise<{ url: URL; query: (text: string) => Promise<void> }> {
  database ??= await startEmbedded({
    dataDir: join(base, 'external'),
    log: () => undefined,
    settings: { fsync: 'off' },
  });
  const { host, user, password } = database.connection;
  const url = new URL(`postgres://${user}:${password}@localhost/confab`);
  url.searchParams.set('host', host);
  const query = async (text: string): Promise<void> => {
    const client = new pg.Client(database?.connection);
    await client.connect();
    try {
      await client.query(text);
    } finally {
      await client.end();
    }
  };
  return { url, query };
}

test('--help names every command, and each command explains its flags', async () => {
  const overall = await confab(['--help']);
  assert.equal(overall.code, 0);
  const helps = await Promise.all(
    commands.map(({ name }) => confab([...name.split(' '), '--help'])),
  );
  for (const [n, { name, flags }] of commands.entries()) {
    assert.match(overall.out, new RegExp(`^  ${name} `, 'm'));
    assert.equal(helps[n]?.code, 0);
    assert.match(helps[n]?.out ?? '', new RegExp(`^Usage: confab ${name}`));
    for (const flag of Object.keys(flags))
      assert.match(helps[n]?.out ?? '', new RegExp(`--${flag} `));
  }
});

test('what is typed wrongly is said in one sentence, with exit code 2, and nothing is run', async () => {
  const wrong: [string, RegExp][] = [
    ['frobnicate', /^Unknown command "frobnicate": see confab --help/],
    ['user', /confab user create/],
    ['start --emtpy', /Unknown option '--emtpy': see confab start --help/],
    ['start now', /Unexpected argument 'now'/],
    ['user create --name Ann', /needs --account and --email/],
    ['token create --email', /--email/],
  ];
  await Promise.all(
    wrong.map(async ([words, sentence]) => {
      assertRefused(await confab(words.split(' ')), sentence, 2);
    }),
  );
  assert.equal(existsSync(join(base, 'none')), false);
});

test('wrong settings stop the start with one sentence', async () => {
  assertRefused(await confab(['start'], { PORT: 'http' }), /PORT must be a whole number/);
});

test('a port in use is noticed before a database is made', async () => {
  const blocker = createServer().listen(0, '0.0.0.0');
  await once(blocker, 'listening');
  const { port } = blocker.address() as AddressInfo;
  const dataDir = join(base, 'port');
  const outcome = await confab(['start'], { PORT: String(port), DATA_DIR: dataDir });
  blocker.close();
  assertRefused(outcome, new RegExp(`^Port ${port} is in use by another program: .*set PORT`));
  assert.deepEqual(readdirSync(dataDir), ['secret.key'], 'no database, and no lock left behind');
});

test('a data directory that a live server holds is refused with its pid', async () => {
  const dataDir = mkdtempSync(join(base, 'held-'));
  const lock = takeLock(join(dataDir, 'confab.lock'), { purpose: '', log: () => undefined });
  const outcome = await confab(['start'], { DATA_DIR: dataDir, PORT: '0' });
  lock.release();
  assertRefused(outcome, new RegExp(`in use by the server with pid ${process.pid}: stop it first`));
});

test('a data directory that is a file is refused', async () => {
  const dataDir = join(base, 'file');
  writeFileSync(dataDir, '');
  assertRefused(await confab(['start'], { DATA_DIR: dataDir }), /is not a directory/);
});

/** Runs in a mount namespace of its own, where `dataDir` is a file system made as `options` say. */
function mounted(dataDir: string, options: string): string[] {
  const script = `mkdir -p "$0" && mount -t tmpfs -o "$1" none "$0" && shift && exec "$@"`;
  return ['unshare', '-m', 'sh', '-c', script, dataDir, options];
}

const canMount =
  process.geteuid?.() === 0 && (await canRun(mounted(join(base, 'probe'), 'size=1m')));

async function canRun(wrap: string[]): Promise<boolean> {
  return (await confab(['--help'], {}, wrap).catch(() => ({ code: 1 }))).code === 0;
}

test('a read-only data directory is refused', { skip: !canMount }, async () => {
  const dataDir = join(base, 'read-only');
  const outcome = await confab(
    ['start'],
    { DATA_DIR: dataDir, PORT: '0' },
    mounted(dataDir, 'size=1m,ro'),
  );
  assertRefused(outcome, /is on a read-only file system: .*set DATA_DIR/);
});

test('a full disk is named as such, at the first start', { skip: !canMount }, async () => {
  const dataDir = join(base, 'full');
  const outcome = await confab(
    ['start'],
    { DATA_DIR: dataDir, PORT: '0' },
    mounted(dataDir, 'size=20m,mode=711'),
  );
  assertRefused(outcome, /^The disk that holds .*full\/postgres is full: free some space/);
});

test('a database that cannot be reached is reported within ten seconds', async () => {
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const began = Date.now();
  const [closed, mute, unknown] = await Promise.all([
    confab(['start'], { DATABASE_URL: 'postgres://ann:secret@127.0.0.1:1/desk', PORT: '0' }),
    confab(['start'], { DATABASE_URL: `postgres://ann:secret@127.0.0.1:${port}/desk`, PORT: '0' }),
    confab(['migrate'], { DATABASE_URL: 'postgres://ann:secret@nowhere.invalid/desk' }),
  ]);
  silent.close();
  assert.ok(Date.now() - began < 10_000, `${Date.now() - began} ms`);
  assertRefused(closed, /^The database at 127\.0\.0\.1:1\/desk cannot be reached \(.*ECONNREFUSED/);
  assertRefused(mute, /cannot be reached \(.*timeout.*\): start it, or correct DATABASE_URL/);
  assertRefused(unknown, /nowhere\.invalid:5432\/desk cannot be reached/);
  for (const { err } of [closed, mute, unknown]) assert.doesNotMatch(err, /secret/);
});

test('a wrong password and a database that is not there are told apart', async () => {
  const { url } = await externalDatabase();
  const wrong = new URL(url);
  wrong.password = 'wrong';
  assertRefused(
    await confab(['start'], { DATABASE_URL: wrong.href, PORT: '0' }),
    /refuses user confab .*correct the user and the password in DATABASE_URL/,
  );
  const missing = new URL(url);
  missing.pathname = '/nothing';
  assertRefused(
    await confab(['start'], { DATABASE_URL: missing.href, PORT: '0' }),
    /does not have that database .*create it/,
  );
});

test('production refuses a database that would lose acknowledged messages', async () => {
  const { url } = await externalDatabase();
  const env = { DATABASE_URL: url.href, NODE_ENV: 'production', PORT: '0' };
  assertRefused(await confab(['start'], env), /runs with fsync off .*switch on fsync/);
});

test('a PostgreSQL older than 15 is refused', async () => {
  const old = createServer((socket) => {
    const message = (type: string, body: Buffer): Buffer => {
      const head = Buffer.alloc(5, type);
      head.writeInt32BE(body.length + 4, 1);
      return Buffer.concat([head, body]);
    };
    const values = ['140011', '14.11', 'on', 'on', 'on', 'on', String(Date.now())];
    const names = ['number', 'version', 'fsync', 'full_page_writes', 'synchronous_commit'];
    const fields = [...names, 'checksums', 'clock'].map((name) =>
      Buffer.concat([
        Buffer.from(`${name}\0`),
        Buffer.alloc(6),
        Buffer.from('00000019ffffffffffff0000', 'hex'),
      ]),
    );
    const cells = values.map((value) => {
      const size = Buffer.alloc(4);
      size.writeInt32BE(value.length);
      return Buffer.concat([size, Buffer.from(value)]);
    });
    const count = Buffer.from([0, values.length]);
    const ready = message('Z', Buffer.from('I'));
    let started = false;
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      if (!started) socket.write(Buffer.concat([message('R', Buffer.alloc(4)), ready]));
      else if (data[0] === 0x51) {
        socket.write(message('T', Buffer.concat([count, ...fields])));
        socket.write(message('D', Buffer.concat([count, ...cells])));
        socket.write(Buffer.concat([message('C', Buffer.from('SELECT 1\0')), ready]));
      }
      started = true;
    });
  }).listen(0, '127.0.0.1');
  await once(old, 'listening');
  const { port } = old.address() as AddressInfo;
  const url = `postgres://ann@127.0.0.1:${port}/desk`;
  const outcome = await confab(['start'], { DATABASE_URL: url, PORT: '0' });
  old.close();
  assertRefused(outcome, /is PostgreSQL 14\.11 and Confab needs 15 or newer: upgrade it/);
});

test('a database is migrated, and people are made in it, from the command line', async () => {
  const { url } = await externalDatabase();
  const env = { DATABASE_URL: url.href, DATA_DIR: join(base, 'people') };
  const json = async (...words: string[]): Promise<Record<string, unknown>> => {
    const { out, err, code } = await confab(words, env);
    assert.equal(code, 0, err);
    return JSON.parse(out) as Record<string, unknown>;
  };
  assert.match((await confab(['migrate'], env)).out, /applied 0001/);
  assert.equal((await confab(['migrate'], env)).out, 'The schema is up to date\n');
  const account = await json('account', 'create', '--name', 'Globex');
  assert.equal(account['name'], 'Globex');
  const flags = ['--account', String(account['id']), '--name', 'Ann', '--email', 'ann@globex.test'];
  const user = await json('user', 'create', ...flags, '--role', 'administrator');
  assert.equal(user['role'], 'administrator');
  assert.ok(String(user['password']).length >= 8);
  const token = await json('token', 'create', '--email', 'Ann@globex.test');
  assert.equal(token['user_id'], user['id']);
  assert.notEqual(token['access_token'], user['access_token']);
  assertRefused(await confab(['user', 'create', ...flags], env), /^Email has already been taken$/);
  flags[1] = '4711';
  assertRefused(await confab(['user', 'create', ...flags], env), /^There is no account 4711$/);
});

test('who goes back to an older version works on, unless a newer one took away what it needs', async () => {
  const { url, query } = await externalDatabase();
  const env = { DATABASE_URL: url.href, PORT: '0' };
  assert.equal((await confab(['migrate'], env)).code, 0);
  await query(`insert into schema_migrations (name) values ('9998_of_tomorrow')`);
  const added = await confab(['migrate'], env);
  assert.equal(added.code, 0, added.err);
  assert.match(added.err, /used by a newer Confab \(9998_of_tomorrow\); this one works with it/);
  const content = await confab(['doctor'], env);
  assert.match(content.out, /! Schema .*9998_of_tomorrow.*works without it/);
  await query(
    `insert into schema_migrations (name, needs) values ('9999_of_the_future', '9998_of_tomorrow')`,
  );
  assertRefused(
    await confab(['migrate'], env),
    /newer Confab .*9999_of_the_future.*start that version/,
  );
  const doctor = await confab(['doctor'], env);
  assert.match(doctor.out, /✗ Schema .*9999_of_the_future/);
  assert.equal(doctor.code, 1);
  await query(`delete from schema_migrations where name like '999%'`);
});

test('a database that was last migrated before migrations said what they need is brought up to date', async () => {
  const { url, query } = await externalDatabase();
  const env = { DATABASE_URL: url.href, PORT: '0' };
  assert.equal((await confab(['migrate'], env)).code, 0);
  await query('alter table schema_migrations drop column needs');
  assert.match((await confab(['doctor'], env)).out, /✓ Schema .*up to date/);
  assert.equal((await confab(['migrate'], env)).out, 'The schema is up to date\n');
  await query('update schema_migrations set needs = null');
});

test('doctor says what is wrong and what to do, and changes nothing', async () => {
  const dataDir = join(base, 'doctor');
  const fresh = await confab(['doctor'], { DATA_DIR: dataDir });
  assert.equal(fresh.code, 0);
  assert.match(fresh.out, /! Mail .*transcripts cannot be sent; set SMTP_URL/);
  assert.match(fresh.out, /✓ Calls .*public internet only/);
  assert.match(fresh.out, /✓ Sign-up .*closed/);
  assert.match(fresh.out, /! Database .*none yet/);
  assert.equal(existsSync(dataDir), false);

  const { url } = await externalDatabase();
  writeFileSync(join(base, 'secret.key'), 'x', { mode: 0o644 });
  const sick = await confab(['doctor'], {
    DATA_DIR: base,
    DATABASE_URL: url.href,
    SMTP_URL: 'smtp://127.0.0.1:1',
    BASE_URL: 'http://127.0.0.1:1',
    OUTBOUND_ALLOW: 'intranet:8080',
    ENABLE_ACCOUNT_SIGNUP: 'true',
    MAILER_INBOUND_EMAIL_DOMAIN: 'in.example.invalid',
  });
  assert.equal(sick.code, 1);
  assert.match(sick.out, /✗ Permissions .*chmod 600 .*secret\.key/);
  assert.match(sick.out, /✓ Database .*PostgreSQL 18/);
  assert.match(sick.out, /✗ Durability .*fsync is off/);
  assert.match(sick.out, /✓ Clock/);
  assert.match(sick.out, /✗ Mail .*correct SMTP_URL/);
  assert.match(sick.out, /✗ URL .*does not answer/);
  assert.match(sick.out, /! Calls .*intranet:8080/);
  assert.match(sick.out, /! Sign-up .*127\.0\.0\.1:1 may make an account/);
  assert.match(sick.out, /! Mail domain .*in\.example\.invalid.*MX/);
});
