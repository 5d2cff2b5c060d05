import assert from 'node:assert/strict';
import { runInNewContext } from 'node:vm';
import { test } from 'node:test';
import { brotliDecompressSync } from 'node:zlib';
import { createWorld } from '../../test/world.ts';

const world = await createWorld();
const get = async (url: string, headers: Record<string, string> = {}) =>
  world.app.inject({ url, headers });

test('the front page leads to the console', async () => {
  const answer = await get('/');
  assert.deepEqual([answer.statusCode, answer.headers['location']], [302, '/app']);
});

test('every address below /app is the same page, which runs no inline script', async () => {
  const page = await get('/app');
  assert.equal(page.statusCode, 200);
  assert.equal(page.headers['content-type'], 'text/html; charset=utf-8');
  for (const path of ['/app/', '/app/login', '/app/accounts/1/conversations/7?tab=all', '/app/auth/password/edit?reset_password_token=x']) {
    const answer = await get(path, { accept: 'text/html,application/json' });
    assert.deepEqual([answer.statusCode, answer.body], [200, page.body], path);
  } // prettier-ignore
  const policy = String(page.headers['content-security-policy']);
  assert.match(policy, /script-src 'self';/);
  assert.match(policy, /default-src 'none';/);
  assert.match(policy, /frame-ancestors 'self'/);
  assert.match(policy, /frame-src 'self';/);
  for (const [, script] of page.body.matchAll(/<script[^>]*>([^<]*)<\/script>/g)) {
    assert.equal(script, '');
  }
});

test('everything that the page loads is there, and may be kept for good', async () => {
  const { body } = await get('/app');
  const loaded = [...body.matchAll(/(?:src|href)="(\/packs[^"]+)"/g)].map(([, path]) =>
    String(path),
  );
  assert.equal(loaded.length, 3);
  for (const path of loaded) {
    const file = await get(path, { 'accept-encoding': 'gzip, deflate, br' });
    assert.equal(file.statusCode, 200, path);
    assert.equal(file.headers['content-encoding'], 'br');
    const whole = await get(path);
    assert.deepEqual(brotliDecompressSync(file.rawPayload), whole.rawPayload);
    const isFixed = path.endsWith('settings.js');
    assert.equal(/immutable/.test(String(file.headers['cache-control'])), !isFixed);
  }
});

test('no other file can be had under their address', async () => {
  for (const name of ['built.json', 'manifest.json', 'index.html', '..%2f..%2fpackage.json', '%2e%2e/build.ts', 'x.js']) {
    assert.equal((await get(`/packs/console/${name}`)).statusCode, 404, name);
  } // prettier-ignore
});

test('before the console runs, the page has the settings under the names that clients know', async () => {
  const { body } = await get('/app');
  assert.ok(body.indexOf('settings.js') < body.indexOf('type="module"'));
  const window: Record<string, Record<string, unknown>> = {};
  runInNewContext((await get('/packs/console/settings.js')).body, { window, Uint8Array });
  const { chatwootConfig = {}, globalConfig = {} } = window;
  assert.deepEqual(Object.keys(window), ['chatwootConfig', 'globalConfig', 'browserConfig', 'errorLoggingConfig']); // prettier-ignore
  assert.equal(chatwootConfig['hostURL'], world.platform.config.baseUrl);
  assert.equal(chatwootConfig['selectedLocale'], 'en');
  assert.deepEqual(
    [chatwootConfig['signupEnabled'], chatwootConfig['isEnterprise']],
    ['false', 'false'],
  );
  assert.equal(String(chatwootConfig['allowedLoginMethods']), 'email');
  assert.equal((chatwootConfig['vapidPublicKey'] as Uint8Array).length, 65);
  assert.equal(globalConfig['INSTALLATION_NAME'], 'Confab');
  assert.equal(globalConfig['DIRECT_UPLOADS_ENABLED'], false);
  assert.notEqual(globalConfig['DEPLOYMENT_ENV'], 'cloud');
});

test('who asks a page of the console for JSON is told to use the API', async () => {
  for (const [path, accept] of [['/app', 'application/json'], ['/app/accounts/1/conversations.json', '*/*']] as const) {
    const answer = await get(path, { accept });
    assert.equal(answer.statusCode, 406);
    assert.deepEqual(answer.json(), { error: 'Please use API routes instead of dashboard routes for JSON requests' });
  } // prettier-ignore
});
