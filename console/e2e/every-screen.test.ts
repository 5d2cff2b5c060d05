import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launchBrowser } from '../../server/test/chromium.ts';
import { startDemo } from './demo.ts';
import { findScreens, settled } from './screens.ts';
import { listenToComplaints, violationsOf } from './stage.ts';

const demo = await startDemo();
const browser = await launchBrowser();
const scout = await open('light');
const screens = await findScreens(scout, demo);
await scout.context().close();

async function open(colorScheme: 'light' | 'dark', signedIn = true) {
  const context = await browser.newContext({ colorScheme, locale: 'en-US' });
  if (signedIn) {
    await context.addInitScript(
      (held) => localStorage.setItem('confab.session', held),
      demo.session,
    );
  }
  return context.newPage();
}

test('the navigation leads to every part of the console', () => {
  const names = screens.map(({ name }) => name);
  for (const name of ['conversations', 'conversations-3', 'settings', 'settings-labels']) {
    assert.ok(names.includes(name), `${name} of ${names.join(', ')}`);
  }
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const { name, path, outside } of screens) {
    test(`${name} is accessible and without complaints in the ${colorScheme} theme`, async () => {
      const page = await open(colorScheme, outside !== true);
      const complaints = listenToComplaints(page);
      await page.goto(demo.desk + path);
      await settled(page);
      assert.deepEqual(await violationsOf(page), []);
      assert.deepEqual(complaints, []);
      await page.context().close();
    });
  }
}
