import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createWorld } from '../../test/world.ts';
import { buildApp } from '../app.ts';
import { tellFault } from '../http/faults.ts';
import { createLog } from '../log.ts';

const world = await createWorld();
const log = createLog({ logLevel: 'silent' });

const get = async (url: string, headers: Record<string, string> = {}, app = world.app) =>
  app.inject({ method: 'GET', url, headers });

const appWith = async (settings: Partial<typeof world.platform.config>) =>
  buildApp({ ...world.platform, config: { ...world.platform.config, ...settings } }, log);

/** The value of a sample such as `name{a="b"}`. */
function sample(text: string, name: string): number {
  const line = text.split('\n').find((each) => each.startsWith(`${name} `));
  assert.ok(line !== undefined, `no ${name} in\n${text}`);
  return Number(line.slice(name.length + 1));
}

test('a process that lives says so, to anybody', async () => {
  const answer = await get('/health');
  assert.equal(answer.statusCode, 200);
  assert.deepEqual(answer.json(), { status: 'ok' });
  assert.equal(answer.headers['cache-control'], 'no-store');
});

test('a process that can work is ready, and says what it looked at', async () => {
  const answer = await get('/ready');
  assert.equal(answer.statusCode, 200);
  assert.deepEqual(answer.json(), {
    status: 'ready',
    checks: { accepting: 'ok', database: 'ok', migrations: 'ok' },
  });
});

test('a process whose schema is behind is alive and not ready', async () => {
  const app = await appWith({});
  await world.pool.query(`delete from schema_migrations where name like '0004%'`);
  const answer = await get('/ready', {}, app);
  await world.pool.query(`insert into schema_migrations (name) values ('0004_events')`);
  assert.equal(answer.statusCode, 503);
  assert.deepEqual(answer.json(), {
    status: 'not ready',
    checks: { accepting: 'ok', database: 'ok', migrations: '1 missing' },
  });
  assert.equal((await get('/health', {}, app)).statusCode, 200);
});

test('a thousand questions whether it is ready are a handful of queries', async () => {
  const app = await appWith({});
  let queries = 0;
  const { pool } = world;
  const original = pool.query;
  pool.query = function query(this: typeof pool, ...args: unknown[]) {
    queries += 1;
    return Reflect.apply(original, this, args) as unknown;
  } as typeof pool.query;
  await Promise.all(Array.from({ length: 1000 }, () => get('/ready', {}, app)));
  pool.query = original;
  assert.ok(queries >= 1 && queries <= 5, `${queries} queries`);
});

test('a mobile app finds out that it talks to a server of its protocol', async () => {
  for (const url of ['/api', '/api/']) {
    const answer = await get(url);
    assert.equal(answer.statusCode, 200);
    const { timestamp, vapid_public_key, ...rest } = answer.json<Record<string, string>>();
    assert.deepEqual(rest, { version: '4.10.0', queue_services: 'ok', data_services: 'ok' });
    assert.match(timestamp ?? '', /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
    assert.equal(Buffer.from(vapid_public_key ?? '', 'base64url').length, 65, 'for browsers');
  }
});

test('metrics count requests by route and status, never by the address that was typed', async () => {
  await world.ada.get('/conversations/4711');
  await world.ada.get('/conversations/4712');
  await get('/secret-looking-path');
  const { body } = await get('/metrics');
  const route = '/api/v1/accounts/:account_id/conversations/:conversation_id';
  const labels = `{method="GET",route="${route}",status="404"}`;
  assert.equal(sample(body, `http_request_duration_seconds_count${labels}`), 2);
  // As an address: a measured number may well have these digits.
  assert.ok(!body.includes('/4711') && !body.includes('secret-looking-path'));
});

test('metrics show the process, the database connections and the jobs of each queue', async () => {
  await world.pool.query(`update jobs.queue set failed_count = 3 where name = 'send_transcript'`);
  const answer = await get('/metrics');
  assert.match(String(answer.headers['content-type']), /^text\/plain; version=0\.0\.4/);
  assert.ok(sample(answer.body, 'process_resident_memory_bytes') > 1e6);
  assert.ok(answer.body.includes('nodejs_eventloop_lag_p99_seconds'));
  assert.ok(sample(answer.body, 'confab_database_connections{state="idle"}') >= 1);
  assert.equal(sample(answer.body, 'confab_database_waiting'), 0);
  assert.equal(sample(answer.body, 'confab_database_up'), 1);
  assert.equal(sample(answer.body, 'confab_jobs{queue="send_transcript",state="failed"}'), 3);
  assert.equal(sample(answer.body, 'confab_jobs{queue="wake_conversation",state="waiting"}'), 0);
});

test('two applications in one process measure each their own requests', async () => {
  const app = await appWith({});
  await get('/api', {}, app);
  const { body } = await get('/metrics', {}, app);
  const labels = '{method="GET",route="/api",status="200"}';
  assert.equal(sample(body, `http_request_duration_seconds_count${labels}`), 1);
});

test('metrics are for this machine and the addresses the operator exempted', async () => {
  const from = async (remoteAddress: string, headers = {}, app = world.app) =>
    (await app.inject({ method: 'GET', url: '/metrics', remoteAddress, headers })).statusCode;
  assert.equal(await from('127.0.0.1'), 200);
  assert.equal(await from('::ffff:127.0.0.1'), 200);
  assert.equal(await from('203.0.113.7'), 401);
  const exempting = await appWith({ rateLimitExempt: ['203.0.113.0/24'] });
  assert.equal(await from('203.0.113.7', {}, exempting), 200);
  // Through a proxy that we do not know of, the whole world would be this machine.
  assert.equal(await from('127.0.0.1', { 'x-forwarded-for': '203.0.113.7' }), 401);
});

test('a metrics token is asked of everybody, and only the whole of it will do', async () => {
  const app = await appWith({ metricsToken: 'a-long-token' });
  const status = async (authorization?: string) =>
    (await get('/metrics', authorization === undefined ? {} : { authorization }, app)).statusCode;
  assert.equal(await status('Bearer a-long-token'), 200);
  for (const wrong of [
    undefined,
    'Bearer ',
    'Bearer a-long-toke',
    'Bearer a-long-token2',
    'a-long-token',
  ]) {
    assert.equal(await status(wrong), 401, wrong);
  }
});

test('an address that cannot be decoded is a bad request in the contract’s form', async () => {
  const answer = await get('/api/v1/%ZZ');
  assert.equal(answer.statusCode, 400);
  assert.deepEqual(answer.json(), { status: 400, error: 'Bad Request' });
});

test('a call to another server that failed is a line and a number, and the same again is a number', async () => {
  const lines: string[] = [];
  const app = await buildApp(
    world.platform,
    createLog({ logLevel: 'warn' }, { write: (line: string) => void lines.push(line) }),
  );
  const fault = { call: 'webhook', peer: 'slow.example.com', reason: 'timeout', took: 15_000 } as const;
  tellFault(fault);
  tellFault(fault);
  tellFault({ ...fault, peer: 'other.example.com' });
  const { body } = await get('/metrics', {}, app);
  await app.close();
  assert.equal(sample(body, 'confab_outbound_faults_total{call="webhook",reason="timeout"}'), 3);
  const said = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  assert.deepEqual(said.map(({ peer }) => peer), ['slow.example.com', 'other.example.com']);
  assert.equal(said[0]?.['msg'], 'a call to another server failed');
}); // prettier-ignore
