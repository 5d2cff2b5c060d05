import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { urlOf } from '../../src/http/mount.ts';
import { routes } from '../../src/routes.ts';
import { browserAt } from '../browser.ts';
import { addressOf } from '../ear.ts';
import { postParts } from '../files.ts';
import { createWorld } from '../world.ts';

// What holds for every answer, whatever was asked and by whom: a browser runs nothing in it that is not ours,
// nothing that was sent becomes a header, a file outside or a property of every object.

const world = await createWorld();
const { acme, ada, app, platform } = world;
const SCRIPT = '<script>alert(1)</script><img src=x onerror=alert(1)>';
const hostile = encodeURIComponent(SCRIPT);
const talk = await world.conversation();
const file = (await postParts(ada, `/conversations/${talk.id}/messages`, [{ filename: 'a.txt', bytes: 'A' }])).body.attachments[0].data_url as string; // prettier-ignore
const filePath = new URL(file).pathname;
const { website } = await browserAt(world);
const { uuid } = (await ada.get(`/conversations/${talk.id}`)).body as { uuid: string };

const pages = [
  '/', '/app', '/app/login', `/app/${hostile}`, `/app/accounts/${acme.id}/dashboard?x=${hostile}`,
  `/widget?website_token=${website}`, `/widget?website_token=${website}&locale=${hostile}&cw_conversation=${hostile}`,
  `/widget?website_token=${hostile}`, `/survey/responses/${uuid}`, `/survey/responses/${hostile}`, '/docs',
  `/docs?x=${hostile}`, `/public/api/v1/notification_mails/${hostile}`, '/installation/onboarding',
  `/auth/sign_in?x=${hostile}`, `/nowhere/${hostile}`, `/${hostile}`, `/packs/${hostile}`, '/%zz', '/%00', '/%ff',
  `/api/v1/accounts/${hostile}/conversations`, `/rails/active_storage/blobs/redirect/${hostile}/${hostile}`,
  `${filePath.replace(/[^/]+$/, '')}${hostile}`, filePath, `/packs/console/${hostile}`, `/packs/widget/${hostile}`,
  '/cable', '/health', '/ready', '/metrics', '/openapi.json', '/api', '/packs/js/sdk.js', '/packs/console/settings.js',
]; // prettier-ignore

/** Every path of every route, once with what is there and once with markup in the place of a name. */
const crawled = routes.flatMap((route) => {
  const filled = (value: string): string =>
    urlOf(route).replace(/:(\w+)/g, (_all, name: string) => (name === 'account_id' ? String(acme.id) : value)); // prettier-ignore
  const methods = [route.method].flat() as InjectOptions['method'][];
  return [filled('1'), filled(hostile)].flatMap((url) => methods.map((method) => ({ method, url })));
}); // prettier-ignore

const isHtml = ({ headers }: LightMyRequestResponse): boolean =>
  /html|xml|svg/.test(String(headers['content-type']));

/** Why a browser would not be safe with this answer. */
function danger(answer: LightMyRequestResponse): string | undefined {
  const { headers, body } = answer;
  if (headers['x-content-type-options'] !== 'nosniff') return 'a browser may guess its type';
  for (const [name, value] of Object.entries(headers)) {
    if (/[<>]/.test(String(value)) && name !== 'link') return `markup in ${name}`;
  }
  if (body !== '' && headers['content-type'] === undefined) return 'it has no type';
  if (!isHtml(answer)) return undefined;
  if (body.includes('<script>alert') || body.includes('<img src=x')) return 'it repeats markup';
  const policy = headers['content-security-policy'] ?? '';
  const scripts = /script-src ([^;]*)/.exec(policy)?.[1] ?? 'missing';
  if (!policy.includes("default-src 'none'")) return 'no policy, or a wide one';
  if (/unsafe|\*|https?:|data:|blob:|missing/.test(scripts)) return `scripts of ${scripts}`;
  if (!/base-uri 'none'/.test(policy)) return 'its base can be moved';
  if (headers['referrer-policy'] === undefined) return 'it tells where it was opened';
  return undefined;
}

test('in no answer of any route a browser runs what is not ours, errors included', async () => {
  let html = 0;
  const ask = async (asked: InjectOptions): Promise<void> => {
    const answer = await app.inject(asked);
    if (isHtml(answer)) html += 1;
    assert.equal(danger(answer), undefined, `${asked.method ?? 'GET'} ${String(asked.url)}: ${answer.statusCode} ${String(answer.headers['content-type'])}`); // prettier-ignore
  };
  for (const accept of ['text/html,*/*', 'application/json']) {
    for (const url of pages) {
      for (const method of ['GET', 'HEAD', 'POST', 'OPTIONS', 'TRACE'] as InjectOptions['method'][]) {
        await ask({ method, url, headers: { accept, origin: 'https://evil.example' } });
      }
    }
  }
  for (const { method, url } of crawled) {
    if (method === 'DELETE' || url.endsWith('/reset_access_token')) continue;
    await ask({ method, url, headers: { accept: 'text/html' } });
    await ask({ method, url, headers: { accept: 'text/html', api_access_token: ada.token } });
  }
  assert.ok(html > 10, `${html} pages`);
}); // prettier-ignore

test('a body that cannot be read is answered as safely', async () => {
  for (const [type, payload] of [
    ['application/json', `{"${SCRIPT}`], ['application/json', '['.repeat(100_000)], ['text/html', SCRIPT],
    ['multipart/form-data', SCRIPT], [`multipart/form-data; boundary=${SCRIPT}`, 'x'], ['application/xml', '<a/>'],
  ] as const) {
    for (const url of ['/auth/sign_in', `/api/v1/accounts/${acme.id}/contacts`, '/nowhere', '/api/v1/widget/config']) {
      const headers = { 'content-type': type, accept: 'text/html', api_access_token: ada.token };
      const answer = await app.inject({ method: 'POST', url, headers, payload });
      assert.equal(danger(answer), undefined, `${url} ${type}: ${answer.body.slice(0, 200)}`);
    }
  }
}); // prettier-ignore

// What must never be read: a file beside the stored ones, our own sources, the machine's.
const CANARY = 'canary-outside-of-every-root';
await writeFile(join(platform.config.dataDir, 'canary.txt'), CANARY);

const dots = [
  '..',
  '%2e%2e',
  '%2e.',
  '.%2e',
  '%252e%252e',
  '..%00',
  '..%0d',
  '%c0%ae%c0%ae',
  '%e0%80%ae%e0%80%ae',
  '．．',
  '....',
  '..;',
  '.%00.',
  '..%20',
  '%u002e%u002e',
  '..%ff',
  '…',
  '.../..',
];
const slashes = ['/', '%2f', '\\', '%5c', '%252f', '//', '/./', '%c0%af', '%5c/', ';/'];
const roots = ['/packs/console/', '/packs/widget/', '/app/', filePath.replace(/[^/]+$/, ''), '/rails/active_storage/disk/', '/']; // prettier-ignore
const targets: [up: number, target: string][] = [[12, 'etc/passwd'], [2, 'package.json'], [3, 'package.json'], [1, 'canary.txt']]; // prettier-ignore

test('no way of writing a path leads out of where files are served', async () => {
  const [host = '', port = ''] = (await addressOf(world)).split(':');
  const paths = roots.flatMap((root) =>
    dots.flatMap((dot) =>
      slashes.flatMap((slash) =>
        targets.map(
          ([up, target]) => `${root}${`${dot}${slash}`.repeat(up)}${target.replaceAll('/', slash)}`,
        ),
      ),
    ),
  );
  const absolute = targets.flatMap(([, target]) =>
    roots.flatMap((root) => [`${root}/${target}`, `${root}file:///${target}`, `${root}%2f${target.replaceAll('/', '%2f')}`, `${root}${platform.config.dataDir}/${target}`]),
  ); // prettier-ignore
  const all = [...paths, ...absolute].map((path) => Buffer.from(path, 'utf8').toString('latin1'));
  assert.ok(all.length > 4000, String(all.length));
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  // As they stand: a client that tidied them up would try nothing.
  const get = async (path: string): Promise<{ status: number; body: string }> =>
    new Promise((resolve, reject) => {
      request({ host, port, path, agent }, (answer) => {
        void text(answer).then((body) => resolve({ status: answer.statusCode ?? 0, body }), reject);
      })
        // Bytes that HTTP itself forbids end the connection.
        .on('error', () => resolve({ status: 400, body: '' }))
        .end();
    });
  const seen = new Map<number, number>();
  const visit = async (path: string): Promise<void> => {
    const { status, body } = await get(path);
    seen.set(status, (seen.get(status) ?? 0) + 1);
    const isFound = [CANARY, 'root:x:', '"workspaces"', '"dependencies"'].some((secret) => body.includes(secret)); // prettier-ignore
    assert.ok(!isFound && status < 500, `${status} for ${path}`);
  };
  for (let start = 0; start < all.length; start += 16) {
    await Promise.all(all.slice(start, start + 16).map(visit));
  }
  agent.destroy();
  assert.ok((seen.get(404) ?? 0) + (seen.get(400) ?? 0) > all.length * 0.7, JSON.stringify([...seen])); // prettier-ignore
});

const polluting = [
  '{"__proto__":{"polluted":1}}', '{"constructor":{"prototype":{"polluted":1}}}',
  '{"custom_attributes":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}}',
  '{"a":[{"__proto__":{"polluted":1}}],"__proto__":null,"payload":[{"__proto__":{"polluted":1}}]}',
  '{"name":"N","additional_attributes":{"__proto__":{"__proto__":{"polluted":1}}}}',
]; // prettier-ignore
const pollutingQuery =
  '__proto__[polluted]=1&__proto__.polluted=1&constructor[prototype][polluted]=1&a[__proto__][polluted]=1' +
  '&custom_attributes[__proto__][polluted]=1&a[][__proto__][polluted]=1&__proto__[]=1&[__proto__][polluted]=1';

test('nothing that is sent becomes a property of every object', async () => {
  const { webcrypto: _, ...before } = Object.getOwnPropertyDescriptors(Object.prototype);
  for (const { method, url } of crawled) {
    if (url.includes('%3C') || method === 'DELETE' || url.endsWith('/reset_access_token')) continue;
    const headers = { api_access_token: ada.token, 'content-type': 'application/json' };
    const answers = [await app.inject({ method, url: `${url}?${pollutingQuery}`, headers, payload: '{}' })];
    for (const payload of method === 'GET' ? [] : polluting) answers.push(await app.inject({ method, url, headers, payload }));
    if (method !== 'GET') {
      const form = { ...headers, 'content-type': 'application/x-www-form-urlencoded' };
      answers.push(await app.inject({ method, url, headers: form, payload: pollutingQuery }));
    }
    for (const { statusCode, body } of answers) assert.ok(statusCode < 500, `${method} ${url}: ${body}`);
    assert.equal(({} as { polluted?: unknown }).polluted, undefined, `${method} ${url}`);
  }
  assert.deepEqual(Object.keys(Object.getOwnPropertyDescriptors(Object.prototype)), Object.keys(before));
}); // prettier-ignore
