import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { addressOf } from '../ear.ts';
import { createWorld } from '../world.ts';

// What only a few times may be tried is tried a hundred times at once, as bytes on one connection and in every
// other way of naming it.

const world = await createWorld({
  RATE_LIMIT_EXEMPT: '192.0.2.1',
  RATE_LIMIT: '100000',
  ENABLE_ACCOUNT_SIGNUP: 'true',
});
const { app, ada } = world;

interface Limited {
  method: string;
  path: string;
  body: object;
  /** Of one address in one window. */
  limit: number;
}

const limited: Record<string, Limited> = {
  'a sign-in': { method: 'POST', path: '/auth/sign_in', body: { email: 'ada@acme.example.com', password: 'wrong' }, limit: 5 },
  'a link for a new password': { method: 'POST', path: '/auth/password', body: { email: 'nobody@example.com' }, limit: 5 },
  'a sign-up': { method: 'POST', path: '/api/v1/accounts', body: { email: 'x', account_name: 'x' }, limit: 5 },
}; // prettier-ignore

/** The same request under other names. */
const spellings = (path: string): string[] => [
  path, `${path}.json`, `${path}/`, `${path}//`, `/${path}`, path.replaceAll('/', '//'), path.toUpperCase(),
  path.replace(/\/(?=[^/]*$)/, '%2f'), `${path}?a=1`, `${path}?`, `${path}.json/`, `${path};a=1`, path.replace('i', '%69'), `/.${path}`, `/x/..${path}`,
]; // prettier-ignore

const headers = [
  {}, { 'x-forwarded-for': '203.0.113.7' }, { 'x-real-ip': '203.0.113.8' }, { forwarded: 'for=203.0.113.9' }, { 'cf-connecting-ip': '203.0.113.10' },
  { 'true-client-ip': '203.0.113.11' }, { 'x-client-ip': '203.0.113.12' }, { 'x-http-method-override': 'POST' }, { 'x-original-url': '/y' }, { authorization: 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiI5In0.' },
]; // prettier-ignore

/** Whether somebody looked at what was asked: not whether it was too often, or nothing of ours. */
const isAnswered = (status: number): boolean => ![404, 429].includes(status);

for (const [name, { method, path, body, limit }] of Object.entries(limited)) {
  test(`${name} is tried so many times under whatever name, and not once more`, async () => {
    const asked = spellings(path).flatMap((url) => headers.map((each) => ({ url, headers: each })));
    const answers = await Promise.all(
      asked.map(async (each) =>
        app.inject({ method: method as 'POST', ...each, payload: body, remoteAddress: '198.51.100.7' }),
      ),
    );
    const statuses = answers.map(({ statusCode }) => statusCode);
    assert.equal(statuses.filter(isAnswered).length, limit, String(statuses.filter(isAnswered)));
    assert.ok(statuses.includes(429));
  }); // prettier-ignore

  test(`${name} is tried so many times from a network of addresses`, async () => {
    const answers = await Promise.all(
      Array.from({ length: 40 }, async (_, host) =>
        // Of somebody else: what was refused above counts for the person who was named all the same.
        app.inject({ method: method as 'POST', url: path, payload: { ...body, email: 'else@example.com' }, remoteAddress: `2001:db8:9:9::${host.toString(16)}` }),
      ),
    );
    assert.equal(answers.filter(({ statusCode }) => isAnswered(statusCode)).length, limit);
  }); // prettier-ignore
}

test('a hundred requests in one piece on one connection are a hundred requests', async () => {
  const [host = '', port = ''] = (await addressOf(world)).split(':');
  const payload = JSON.stringify({ email: 'nobody@example.com', password: 'wrong' });
  const one = `POST /auth/sign_in HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${payload.length}\r\n\r\n${payload}`;
  const last = one.replace('host: x', 'host: x\r\nconnection: close');
  const socket = connect(Number(port), host);
  await once(socket, 'connect');
  socket.write(one.repeat(99) + last);
  const statuses = [...(await text(socket)).matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status)); // prettier-ignore
  assert.equal(statuses.length, 100);
  assert.equal(statuses.filter(isAnswered).length, 5);
});

test('what an account may fetch in an hour is the same, whoever asks under whatever name', async () => {
  const base = `/api/v1/accounts/${world.acme.id}/upload`;
  const asked = Array.from({ length: 150 }, (_, number) => spellings(base)[number % 15] ?? base);
  const answers = await Promise.all(
    asked.map(async (url) =>
      app.inject({ method: 'POST', url, headers: { api_access_token: ada.token }, payload: { external_url: 'x:' } }),
    ),
  );
  assert.equal(answers.filter(({ statusCode }) => isAnswered(statusCode)).length, 60);
}); // prettier-ignore
