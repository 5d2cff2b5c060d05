import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { setStage, violationsOf } from './stage.ts';

const stage = await setStage();
const { api } = stage;

/** An app as somebody may have written it: it shows what it is told, and asks when its button is pressed. */
const APP = `<!doctype html><html lang="en"><title>App</title><main><h1>Orders</h1>
  <button>Ask</button> <a href="/second">Second page</a> <p id="count">0</p><pre id="told" style="height:4em;overflow:hidden"></pre></main>
  <script>
    let count = 0;
    addEventListener('message', ({ data, origin }) => {
      document.querySelector('#count').textContent = String((count += 1));
      document.querySelector('#told').textContent = JSON.stringify({ origin, ...JSON.parse(data) });
    });
    document.querySelector('button').addEventListener('click', () =>
      parent.postMessage('chatwoot-dashboard-app:fetch-info', '*'));
    try { top.location.href = '/gone'; } catch { /* as it should be */ }
  </script>`;
const theirs = createServer((_request, response) => {
  response.setHeader('content-type', 'text/html').end(APP);
});
await new Promise<void>((resolve) => {
  theirs.listen(0, '127.0.0.1', resolve);
});
after(() => theirs.close());
const url = `http://localhost:${(theirs.address() as AddressInfo).port}`;

const tab = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Messages and apps' }).getByRole('button', { name, exact: true }); // prettier-ignore
const inside = (page: Page) => page.frameLocator('iframe[title=Orders]').frameLocator('iframe');
const told = async (page: Page) => JSON.parse(await inside(page).locator('#told').innerText()) as Told; // prettier-ignore

interface Told {
  origin: string;
  event: string;
  data: {
    conversation: { id: number; status: string; messages: { content: string }[] };
    contact: { id: number; name: string; email: string };
    currentAgent: Record<string, unknown>;
  };
}

const first = await stage.writes('Mia', 'Where is my order?');

test('where an account has no apps, a conversation has no tabs', async () => {
  const { page } = await stage.open(`/conversations/${first}?tab=all`);
  await page.getByRole('log').getByText('Where is my order?').waitFor();
  assert.equal(await page.getByRole('navigation', { name: 'Messages and apps' }).count(), 0);
});

test('an app that is added while the console is open has its tab, and is told of the conversation, the contact and the agent', async () => {
  const { page, complaints } = await stage.open(`/conversations/${first}?tab=all`);
  await page.getByRole('log').getByText('Where is my order?').waitFor();
  await api('POST', '/dashboard_apps', { title: 'Orders', content: [{ url, type: 'frame' }] });
  await tab(page, 'Orders').click();
  await inside(page).getByText('appContext').waitFor();
  assert.equal(await page.getByRole('log').isVisible(), false);
  const { origin, event, data } = await told(page);
  assert.deepEqual([origin, event], [stage.desk, 'appContext']);
  assert.deepEqual([data.conversation.id, data.conversation.status], [first, 'open']);
  assert.deepEqual(data.conversation.messages.map(({ content }) => content), ['Where is my order?']); // prettier-ignore
  assert.equal(data.contact.name, 'Mia');
  const { id, name, email } = stage.ada;
  assert.deepEqual(data.currentAgent, { id, name, email });
  assert.match(
    page.url(),
    new RegExp(`/conversations/${first}`),
    'an app leads the console nowhere',
  );
  assert.deepEqual(complaints, []);
});

test('an app is told again when something changes, when it asks, and when it goes to another page of its own', async () => {
  const { page } = await stage.open(`/conversations/${first}?tab=all`);
  await tab(page, 'Orders').click();
  await inside(page).getByText('appContext').waitFor();
  await stage.answers(first, 'And my money?');
  await inside(page).getByText('And my money?').waitFor();
  const count = inside(page).locator('#count');
  const before = Number(await count.innerText());
  await inside(page).getByRole('button', { name: 'Ask' }).click();
  await count.getByText(String(before + 1), { exact: true }).waitFor();
  await inside(page).getByRole('link', { name: 'Second page' }).click();
  await count.getByText('1', { exact: true }).waitFor();
  await inside(page).getByText('And my money?').waitFor();
  await tab(page, 'Messages').click();
  await page.getByRole('log').getByText('And my money?').waitFor();
  await api('POST', `/conversations/${first}/toggle_status`, { status: 'pending' });
  await inside(page).locator('#told', { hasText: '"status":"pending"' }).waitFor({ state: 'attached' }); // prettier-ignore
});

test('an app that leads elsewhere is stopped there, and nothing is told to where it led', async () => {
  const stranger = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end(APP.replace('Orders', 'Stranger'));
  });
  await new Promise<void>((resolve) => {
    stranger.listen(0, '127.0.0.1', resolve);
  });
  after(() => stranger.close());
  const elsewhere = `http://localhost:${(stranger.address() as AddressInfo).port}`;
  const leading = createServer((_request, response) => {
    response.writeHead(302, { location: elsewhere }).end();
  });
  await new Promise<void>((resolve) => {
    leading.listen(0, '127.0.0.1', resolve);
  });
  after(() => leading.close());
  const start = `http://localhost:${(leading.address() as AddressInfo).port}`;
  await api('POST', '/dashboard_apps', { title: 'Leads away', content: [{ url: start, type: 'frame' }] }); // prettier-ignore
  const { page, complaints } = await stage.open(`/conversations/${first}?tab=all`);
  await tab(page, 'Leads away').click();
  const forbidden = page.waitForEvent('console', (line) => /frame-src/.test(line.text()));
  await forbidden;
  assert.equal(page.frames().some((frame) => frame.url().startsWith(elsewhere)), false); // prettier-ignore
  assert.ok(complaints.length > 0);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the tabs of apps are accessible in the ${colorScheme} theme, also on a phone and in Spanish`, async () => {
    for (const context of [{ colorScheme }, { colorScheme, viewport: { width: 390, height: 844 } }]) {
      const { page } = await stage.open(`/conversations/${first}?tab=all`, { context });
      await tab(page, 'Orders').click();
      await inside(page).getByText('appContext').waitFor();
      assert.deepEqual(await violationsOf(page), []);
    }
    const { page } = await stage.open(`/conversations/${first}?tab=all`, { context: { colorScheme, locale: 'es-ES' } });
    await page.getByRole('navigation', { name: 'Mensajes y aplicaciones' }).getByRole('button', { name: 'Mensajes' }).waitFor();
  }); // prettier-ignore
}
