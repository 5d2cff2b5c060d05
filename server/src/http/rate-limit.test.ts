import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { InjectOptions } from 'fastify';
import { createWorld } from '../../test/world.ts';

const limited = await createWorld({ RATE_LIMIT: '20' });
const proxied = await createWorld({ RATE_LIMIT: '5', TRUSTED_PROXIES: '1', RATE_LIMIT_EXEMPT: '' });

let host = 0;
/** An address that no other test uses. */
const stranger = (): string => `198.51.100.${(host += 1)}`;

const ask = async (remoteAddress: string, url = '/api/v1/x', more: InjectOptions = {}) =>
  limited.app.inject({ method: 'GET', url, remoteAddress, ...more });

async function statuses(answers: Promise<{ statusCode: number }>[]): Promise<number[]> {
  return (await Promise.all(answers)).map((answer) => answer.statusCode);
}

const refusals = (codes: number[]): number => codes.filter((code) => code === 429).length;

test('the request after the limit gets 429 in the contract’s words, with the time to wait', async () => {
  const address = stranger();
  for (let i = 0; i < 20; i += 1) assert.equal((await ask(address)).statusCode, 404);
  const answer = await ask(address);
  assert.equal(answer.statusCode, 429);
  assert.equal(answer.body, 'Retry later\n');
  assert.match(String(answer.headers['content-type']), /^text\/plain/);
  assert.ok(Number(answer.headers['retry-after']) >= 1);
});

test('every answer says how much is left, in the standard’s headers and in the customary ones', async () => {
  const address = stranger();
  await ask(address);
  const { headers } = await ask(address);
  assert.equal(headers['ratelimit-policy'], '"address";q=20;w=60');
  assert.match(String(headers['ratelimit']), /^"address";r=18;t=\d+$/);
  assert.equal(headers['x-ratelimit-limit'], '20');
  assert.equal(headers['x-ratelimit-remaining'], '18');
  assert.match(String(headers['x-ratelimit-reset']), /^\d+$/);
});

test('successes, refused credentials and unknown paths carry the headers alike', async () => {
  for (const answer of [
    await limited.ada.get('/conversations'),
    await limited.stranger.get('/conversations'),
    await limited.stranger.get('/nowhere/at/all'),
  ]) {
    assert.ok(answer.headers['ratelimit'], String(answer.status));
  }
});

test('a hundred requests at once are counted one by one', async () => {
  const address = stranger();
  const codes = await statuses(Array.from({ length: 100 }, () => ask(address)));
  assert.equal(refusals(codes), 80);
});

test('no spelling of the path, method or header starts a new count', async () => {
  const address = stranger();
  const path = '/api/v1/accounts/1/conversations';
  const spellings: [string, InjectOptions?][] = [
    [path],
    [`${path}.json`],
    [`${path}/`],
    [`//api//v1/accounts/1/conversations`],
    [path.toUpperCase()],
    ['/api/v1/accounts%2f1/conversations'],
    [path, { method: 'POST' }],
    [path, { headers: { 'x-http-method-override': 'PUT' } }],
    [path, { headers: { 'x-forwarded-for': '203.0.113.9' } }],
    [path, { headers: { forwarded: 'for=203.0.113.9', 'x-real-ip': '203.0.113.9' } }],
    [path, { headers: { api_access_token: limited.ada.token } }],
    [path, { headers: { authorization: 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.' } }],
    [`${path}?x=1`],
  ];
  const codes: number[] = [];
  for (let round = 0; round < 4; round += 1) {
    for (const [url, more] of spellings) codes.push((await ask(address, url, more)).statusCode);
  }
  assert.equal(codes.length - refusals(codes), 20);
});

test('an IPv6 customer with a network full of addresses has one count', async () => {
  const codes = await statuses(
    Array.from({ length: 40 }, (_, i) => ask(`2001:db8:1:2:${i.toString(16)}::1`)),
  );
  assert.equal(refusals(codes), 20);
  assert.equal((await ask('2001:db8:1:3::1')).statusCode, 404);
});

test('exempt addresses are told where they stand and never refused', async () => {
  let last;
  for (let i = 0; i < 30; i += 1) last = await ask('127.0.0.1');
  assert.equal(last?.statusCode, 404);
  assert.equal(last?.headers['x-ratelimit-remaining'], '0');
});

test('one address that is refused does not keep others out', async () => {
  const loud = stranger();
  await statuses(Array.from({ length: 30 }, () => ask(loud)));
  assert.equal((await ask(loud)).statusCode, 429);
  assert.equal((await ask(stranger())).statusCode, 404);
});

test('probes are answered however often they come', async () => {
  const address = stranger();
  const health = await statuses(Array.from({ length: 50 }, () => ask(address, '/health')));
  assert.equal(refusals(health), 0);
  assert.equal((await ask(address)).statusCode, 404);
});

test('behind a trusted proxy each client has its own count, and cannot choose it', async () => {
  const client = async (forwardedFor: string) =>
    proxied.app.inject({
      method: 'GET',
      url: '/api/v1/x',
      remoteAddress: '10.0.0.1',
      headers: { 'x-forwarded-for': forwardedFor },
    });
  // What stands before the last entry was written by the client itself.
  const codes = await statuses(
    Array.from({ length: 10 }, (_, i) => client(`192.0.2.${i}, 203.0.113.50`)),
  );
  assert.equal(refusals(codes), 5);
  assert.equal((await client('203.0.113.50, 203.0.113.51')).statusCode, 404);
});

test('a proxy’s port numbers do not make one client many', async () => {
  const codes = await statuses(
    Array.from({ length: 10 }, (_, i) =>
      proxied.app.inject({
        method: 'GET',
        url: '/api/v1/x',
        remoteAddress: '10.0.0.1',
        headers: { 'x-forwarded-for': `203.0.113.60:${5000 + i}` },
      }),
    ),
  );
  assert.equal(refusals(codes), 5);
});
