import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setStage } from './stage.ts';

const stage = await setStage();
const MOST = 200 * 1024;

test('the list of conversations loads at most 200 KB of compressed JavaScript, all of it from here', async () => {
  await stage.writes('Mia', 'Where is my order?');
  const { page } = await stage.open('/settings');
  const context = await stage.browser.newContext();
  await context.addInitScript(
    (held) => localStorage.setItem('confab.session', held),
    await page.evaluate(() => localStorage.getItem('confab.session') ?? ''),
  );
  const fresh = await context.newPage();
  const scripts: Promise<{ name: string; bytes: number }>[] = [];
  const strangers: string[] = [];
  fresh.on('requestfinished', (request) => {
    if (new URL(request.url()).origin !== stage.desk) strangers.push(request.url());
    if (request.resourceType() !== 'script') return;
    const name = request.url().split('/').at(-1) ?? '';
    scripts.push(request.sizes().then(({ responseBodySize: bytes }) => ({ name, bytes })));
  });
  await fresh.goto(`${stage.desk}/app/accounts/${stage.server.account_id}/conversations?tab=all`);
  await fresh.getByText('Where is my order?').waitFor();
  await fresh.waitForLoadState('networkidle');
  const loaded = await Promise.all(scripts);
  const total = loaded.reduce((sum, { bytes }) => sum + bytes, 0);
  assert.ok(loaded.length > 2 && total > 20_000, 'nothing was counted');
  const largest = loaded.toSorted((a, b) => b.bytes - a.bytes).slice(0, 8);
  assert.ok(total <= MOST, `${total} bytes: ${largest.map(({ name, bytes }) => `${name} ${bytes}`).join(', ')}`); // prettier-ignore
  assert.deepEqual(strangers, []);
});
