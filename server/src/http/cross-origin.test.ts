import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createWorld } from '../../test/world.ts';

const closed = await createWorld();
const open = await createWorld({ ENABLE_API_CORS: 'true' });
const origin = 'https://board.example.com';
const preflight = { origin, 'access-control-request-method': 'PATCH', 'access-control-request-headers': 'api_access_token' }; // prettier-ignore

const ask = async ({ app }: typeof open, url: string) =>
  app.inject({ method: 'OPTIONS', url, headers: preflight });

test('pages of other origins may not call the API unless the operator wants it', async () => {
  const url = `/api/v1/accounts/${closed.acme.id}/labels`;
  const refused = await ask(closed, url);
  assert.deepEqual([refused.statusCode, refused.body], [404, '{"status":404,"error":"Not Found"}']);
  assert.equal(refused.headers['access-control-allow-origin'], undefined);
  const read = await closed.ada.get('/labels', { origin });
  assert.deepEqual([read.status, read.headers['access-control-allow-origin']], [200, undefined]);
});

test('with ENABLE_API_CORS they may, with any method and header, and they see what keeps a session', async () => {
  for (const url of [`/api/v1/accounts/${open.acme.id}/labels`, '/api', '/api/', '/public/api/v1/inboxes/x']) {
    const asked = await ask(open, url);
    assert.equal(asked.statusCode, 204, url);
    assert.equal(asked.headers['access-control-allow-origin'], '*');
    assert.equal(asked.headers['access-control-allow-headers'], 'api_access_token');
    assert.match(String(asked.headers['access-control-allow-methods']), /PATCH/);
  } // prettier-ignore
  const read = await open.ada.get('/labels', { origin });
  assert.deepEqual([read.status, read.headers['access-control-allow-origin']], [200, '*']);
  const exposed = String(read.headers['access-control-expose-headers']).split(', ');
  for (const name of ['access-token', 'client', 'uid', 'expiry']) assert.ok(exposed.includes(name));
  const stranger = await open.stranger.get('/labels', { origin });
  assert.equal(stranger.status, 401, 'a token is needed all the same');
  assert.equal(
    stranger.headers['access-control-allow-origin'],
    '*',
    'and the page sees the reason',
  );
});

test('signing in and everything that is no API stays closed', async () => {
  for (const url of ['/auth/sign_in', '/apifoo', '/health', '/platform/api/v1/accounts']) {
    const asked = await ask(open, url);
    assert.equal(asked.headers['access-control-allow-origin'], undefined, url);
  }
});
