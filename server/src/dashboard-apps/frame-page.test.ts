import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createWorld } from '../../test/world.ts';

const world = await createWorld();
const { ada, ben, gil } = world;

const made = async (...urls: string[]): Promise<number> =>
  (await ben.post('/dashboard_apps', { title: 'Orders <&">', content: urls.map((url) => ({ url, type: 'frame' })) })).body.id as number; // prettier-ignore
const address = async (id: number): Promise<string> =>
  String((await ben.get(`/dashboard_apps/${id}/frame`)).body.url);
const load = async (url: string) => world.app.inject({ url });
const policy = (answer: Awaited<ReturnType<typeof load>>, name: string): string | undefined =>
  String(answer.headers['content-security-policy']).split('; ').find((each) => each.startsWith(`${name} `)); // prettier-ignore

test('the page around an app frames its pages, sandboxed, and names their origins and no other', async () => {
  const url = 'https://crm.example.com/frame?a=1&b=%22';
  const page = await load(await address(await made(url, 'http://shop.example.com:8080/x')));
  assert.equal(page.statusCode, 200);
  assert.equal(policy(page, 'frame-src'), 'frame-src https://crm.example.com http://shop.example.com:8080'); // prettier-ignore
  assert.equal(policy(page, 'default-src'), "default-src 'none'");
  assert.equal(policy(page, 'frame-ancestors'), "frame-ancestors 'self'");
  assert.equal(policy(page, 'script-src'), undefined);
  assert.match(page.body, /<iframe src="https:\/\/crm\.example\.com\/frame\?a=1&amp;b=%22" title="Orders &lt;&amp;&quot;&gt;" sandbox="/); // prettier-ignore
  const sandboxes = [...page.body.matchAll(/ sandbox="([^"]+)"/g)].map(([, each]) => each);
  assert.equal(sandboxes.length, 2);
  for (const each of sandboxes) {
    assert.match(String(each), /allow-scripts.*allow-same-origin/);
    assert.doesNotMatch(String(each), /top-navigation/);
  }
});

test('a page at our own address loses its origin, by whatever name we are reached', async () => {
  const { host } = new URL(world.platform.config.baseUrl);
  for (const each of [host, 'localhost:80']) {
    const page = await load(await address(await made(`http://${each}/x`)));
    assert.match(page.body, /sandbox="[^"]*allow-scripts/);
    assert.doesNotMatch(page.body, /allow-same-origin/, each);
  }
});

test('an address that a policy would read as something else is not framed', async () => {
  const page = await load(await address(await made('https://a.example;sandbox', "https://b'c.example", 'https://d,e.example'))); // prettier-ignore
  assert.equal(page.statusCode, 200);
  assert.equal(policy(page, 'frame-src'), "frame-src 'none'");
  assert.equal(String(page.headers['content-security-policy']).split('; ').length, 6);
});

test('who has no address from the API sees no app: not by its number, not with a changed one, not of another account', async () => {
  const id = await made('https://crm.example.com');
  const good = await address(id);
  assert.equal((await load(good)).statusCode, 200);
  const value = Buffer.from(`${world.acme.id}.${id}.9999999999`).toString('base64url');
  for (const url of [`/dashboard_apps/${id}`, `${good.slice(0, -1)}_`, `/dashboard_apps/${value}--${good.slice(-43)}`]) {
    const answer = await load(url);
    assert.equal(answer.statusCode, 404, url);
    assert.doesNotMatch(answer.body, /crm/);
  }
  assert.equal((await gil.get(`/dashboard_apps/${id}/frame`)).status, 404);
  await ada.delete(`/dashboard_apps/${id}`);
  assert.equal((await load(good)).statusCode, 404);
}); // prettier-ignore

test('an address serves for half a day', async (t) => {
  const good = await address(await made('https://crm.example.com'));
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 11 * 60 * 60 * 1000 });
  assert.equal((await load(good)).statusCode, 200);
  t.mock.timers.setTime(Date.now() + 2 * 60 * 60 * 1000);
  assert.equal((await load(good)).statusCode, 404);
});
