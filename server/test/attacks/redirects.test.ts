import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessMails, linkIn } from '../access-mails.ts';
import { linesOf } from '../access-cells/families.ts';
import { platformApp } from '../platform-app.ts';
import { createWorld } from '../world.ts';
import { elsewhere } from './elsewhere.ts';

// Whatever a request names as the place to go on to, and whatever host it says it came to: the answer leads to
// the address that the operator has set.

const BASE = 'https://desk.example.com';
const world = await createWorld({ BASE_URL: BASE });
const { app, ada, ben } = world;

const names = ['redirect_url', 'return_to', 'redirect_uri', 'next', 'url', 'continue', 'RelayState', 'target', 'confirm_success_url']; // prettier-ignore
const query = (payload: string): string => new URLSearchParams(Object.fromEntries(names.map((name) => [name, payload]))).toString(); // prettier-ignore
const body = (payload: string): object => Object.fromEntries(names.map((name) => [name, payload]));
// A header holds no control characters and no letters beyond Latin.
const isHeader = (text: string): boolean => /^[\x21-\x7e][\x20-\x7e]*$/.test(text);
const forged = { host: 'evil.example.com', 'x-forwarded-host': 'evil.example.com', 'x-forwarded-proto': 'javascript', forwarded: 'host=evil.example.com' }; // prettier-ignore

function wrongWith(headers: Record<string, unknown>, text: string): string | undefined {
  const { location, refresh } = headers;
  if (refresh !== undefined) return `refresh ${String(refresh)}`;
  const target = location === undefined ? BASE : String(location);
  if (!URL.canParse(target, BASE) || new URL(target, BASE).origin !== BASE)
    return `location ${target}`;
  return /http-equiv=["']?refresh/i.test(text) ? 'it goes on by itself' : undefined;
}

/** Where a person may come without an API: pages, and what leads there. */
const doors = [...linesOf('open'), ...linesOf('link')].filter(({ path }) => !/cable|metrics/.test(path)); // prettier-ignore

test('no open route leads to where a parameter or a header wants', async () => {
  const wrong: string[] = [];
  const leading = new Set<string>();
  for (const { method, path } of doors) {
    const url = path.replace(/\{\w+\}/g, 'x');
    for (const payload of elsewhere) {
      const headers = {
        ...forged,
        accept: 'text/html',
        ...(isHeader(payload) ? { referer: payload, origin: payload } : {}),
      };
      const payloads = method === 'GET' ? {} : { payload: body(payload) };
      const answer = await app.inject({ method: method as 'GET', url: `${url}?${query(payload)}`, headers, ...payloads }); // prettier-ignore
      if (answer.headers.location !== undefined) leading.add(`${method} ${path}`);
      const complaint = wrongWith(answer.headers, answer.body);
      if (complaint !== undefined) wrong.push(`${method} ${url} with ${payload}: ${complaint}`);
    }
  }
  assert.deepEqual(wrong.slice(0, 10), [], `${wrong.length} lead elsewhere`);
  assert.deepEqual([...leading], ['GET /', 'GET /auth/sign_in', 'GET /installation/onboarding']);
});

test('an address that looks like another host is one of ours that there is not', async () => {
  const wrong: string[] = [];
  for (const payload of elsewhere) {
    const url = payload.startsWith('/') ? payload : `/${payload}`;
    for (const each of [url, `${url}/`, `${url}/..`, `/app/${payload}`, `/rails/active_storage/blobs/redirect/x/${encodeURIComponent(payload)}`]) {
      const answer = await app.inject({ url: each, headers: { accept: 'text/html' } });
      const complaint = wrongWith(answer.headers, '');
      if (complaint !== undefined) wrong.push(`${each}: ${complaint}`);
      if (answer.headers.location?.includes('evil') === true) wrong.push(`${each}: ${answer.headers.location}`);
    }
  }
  assert.deepEqual(wrong, []);
}); // prettier-ignore

test('the links of mails about passwords and addresses lead to us, whatever the request wants', async () => {
  // As many as one may ask for in an hour; a null byte is refused as a whole.
  const payloads = elsewhere.filter((each, n) => n % 20 === 1 && !each.includes('\0'));
  for (const payload of payloads) {
    const sent = await app.inject({
      method: 'POST',
      url: `/auth/password?${query(payload)}`,
      headers: forged,
      payload: { email: ben.email, ...body(payload) },
    });
    assert.equal(sent.statusCode, 200, sent.body);
    assert.equal((JSON.parse(sent.body) as Record<string, unknown>)['redirect_url'], undefined);
  }
  const change = { profile: { email: 'ben.new@example.com', ...body('//evil.example.com') } };
  assert.equal((await ben.put('/api/v1/profile', change)).status, 200);
  const mails = await accessMails(world);
  assert.equal(mails.length, payloads.length + 1);
  for (const mail of mails) {
    assert.ok(linkIn(mail).page.startsWith(`${BASE}/app/auth/`), mail.text);
    assert.doesNotMatch(`${mail.text}${mail.html}`, /evil/);
  }
});

test('a link that signs somebody in leads to us', async () => {
  const maker = await platformApp(world);
  const person = await maker.post('/users', { name: 'Ina', email: 'ina@example.com', password: 'Password1!' }); // prettier-ignore
  for (const payload of elsewhere) {
    const answer = await app.inject({
      url: `/platform/api/v1/users/${person.body.id}/login?${query(payload)}`,
      headers: { ...forged, api_access_token: maker.token },
    });
    if (answer.statusCode !== 200) {
      // A parameter with a null byte is refused as a whole.
      assert.ok(payload.includes('\0') && answer.statusCode < 500, `${payload}: ${answer.body}`);
      continue;
    }
    const { url } = JSON.parse(answer.body) as { url: string };
    assert.equal(new URL(url).origin + new URL(url).pathname, `${BASE}/app/login`);
    assert.deepEqual([...new URL(url).searchParams.keys()], ['email', 'sso_auth_token']);
  }
});

test('files are answered and not redirected to, and unsubscribing stays where it is', async () => {
  const { id } = await world.conversation();
  const blob = { filename: 'a.txt', byte_size: 1, checksum: 'DMF1ucDxtqgxw5niaXcmYQ==' };
  const announced = await ada.post(`/conversations/${id}/direct_uploads`, { blob });
  const put = new URL(announced.body.direct_upload.url);
  assert.equal(put.origin, BASE);
  await app.inject({ method: 'PUT', url: put.pathname, headers: { 'content-type': 'text/plain' }, payload: 'a' }); // prettier-ignore
  const sent = await ada.post(`/conversations/${id}/messages`, { attachments: [announced.body.signed_id] }); // prettier-ignore
  const file = new URL(sent.body.attachments[0].data_url);
  assert.equal(file.origin, BASE);
  for (const payload of elsewhere) {
    const answer = await app.inject({ url: `${file.pathname}?${query(payload)}`, headers: forged });
    assert.deepEqual([answer.statusCode, answer.headers.location], [200, undefined], payload);
  }
});
