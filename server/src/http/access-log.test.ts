import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createWorld } from '../../test/world.ts';
import { buildApp } from '../app.ts';
import { createLog } from '../log.ts';

const world = await createWorld();
const lines: string[] = [];
const log = createLog({ logLevel: 'debug' }, { write: (line) => lines.push(line) });
const app = await buildApp(world.platform, log);

type Line = Record<string, unknown>;

async function linesOf(work: () => Promise<unknown>): Promise<Line[]> {
  lines.length = 0;
  await work();
  return lines.map((line) => JSON.parse(line) as Line);
}

const path = (tail: string): string => `/api/v1/accounts/${world.acme.id}${tail}`;

test('a request is one line: its id, route, outcome and time, the account and who called', async () => {
  const [line, ...more] = await linesOf(async () =>
    app.inject({
      method: 'GET',
      url: path('/conversations/77?q=secret-search'),
      headers: { api_access_token: world.ben.token, 'x-request-id': 'abc-1' },
    }),
  );
  assert.equal(more.length, 0);
  const { ms, time, ...facts } = line ?? {};
  assert.deepEqual(facts, {
    level: 30,
    reqId: 'abc-1',
    method: 'GET',
    route: '/api/v1/accounts/:account_id/conversations/:conversation_id',
    status: 404,
    account_id: world.acme.id,
    actor: `User:${world.ben.id}`,
    msg: 'request',
  });
  assert.ok(typeof ms === 'number' && ms > 0 && typeof time === 'number');
});

test('no token, password, query or body reaches the log', async () => {
  const found = await linesOf(async () => {
    await app.inject({
      method: 'POST',
      url: '/auth/sign_in?password=Password1!',
      payload: { email: world.ada.email, password: 'Password1!' },
    });
    await app.inject({
      method: 'POST',
      url: path('/conversations?api_access_token=stolen'),
      headers: { api_access_token: world.ada.token, authorization: 'Bearer abcdef' },
      payload: { message: { content: 'private words' } },
    });
    await app.inject({ method: 'GET', url: '/no/such/private-words' });
  });
  assert.equal(found.length, 3);
  const text = lines.join('');
  for (const secret of [world.ada.token, 'Password1!', 'stolen', 'abcdef', 'private', 'ada@']) {
    assert.ok(!text.includes(secret), secret);
  }
});

test('a request that nobody answers for is logged without inventing a route', async () => {
  const [line] = await linesOf(async () => app.inject({ method: 'GET', url: '/no/such/thing' }));
  assert.equal(line?.['route'], 'none');
  assert.equal(line?.['actor'], undefined);
});

test('probes are only logged for who debugs', async () => {
  const [line] = await linesOf(async () => app.inject({ method: 'GET', url: '/health' }));
  assert.equal(line?.['level'], 20);
});

test('an error is logged with its codes, and without the values of the row it is about', async () => {
  const [line] = await linesOf(async () => {
    const email = 'somebody@private.example.com';
    const insert = {
      text: 'insert into users (name, email) values ($1, $2)',
      values: ['x', email],
    };
    await world.pool.query(insert);
    const error: unknown = await world.pool.query(insert).catch((caught: unknown) => caught);
    log.error({ err: error }, 'failed');
  });
  const { code, constraint } = (line as Line)['err'] as Line;
  assert.deepEqual({ code, constraint }, { code: '23505', constraint: 'users_email' });
  assert.ok(!lines.join('').includes('somebody@private'));
});

test('secrets that somebody logs by mistake are made unreadable', async () => {
  const [line] = await linesOf(async () => {
    log.info({ password: 'p', headers: { authorization: 'a', api_access_token: 't' } }, 'oops');
  });
  assert.deepEqual(line?.['headers'], {
    authorization: '[redacted]',
    api_access_token: '[redacted]',
  });
  assert.equal(line?.['password'], '[redacted]');
});
