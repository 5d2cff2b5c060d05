import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { launchBrowser } from '../../server/test/chromium.ts';
import { startDemo } from './demo.ts';
import { findScreens, settled } from './screens.ts';
import { listenToComplaints, violationsOf } from './stage.ts';
import { tabThrough } from './tab-through.ts';

const demo = await startDemo();
const browser = await launchBrowser();
const scout = await open('light');
const screens = await findScreens(scout, demo);
await scout.context().close();

async function open(colorScheme: 'light' | 'dark', signedIn = true) {
  const context = await browser.newContext({
    colorScheme,
    locale: 'en-US',
    reducedMotion: 'reduce',
  });
  if (signedIn) {
    await context.addInitScript(
      (held) => localStorage.setItem('confab.session', held),
      demo.session,
    );
  }
  return context.newPage();
}

/** One page for all screens: what the browser has loaded and understood need not be loaded again. */
async function place(colorScheme: 'light' | 'dark', signedIn: boolean) {
  const page = await open(colorScheme, signedIn);
  return { page, complaints: listenToComplaints(page) };
}
const places = {
  light: { inside: await place('light', true), outside: await place('light', false) },
  dark: { inside: await place('dark', true), outside: await place('dark', false) },
};

test('the navigation leads to every part of the console', () => {
  const names = screens.map(({ name }) => name);
  for (const name of ['conversations', 'conversations-3', 'settings', 'settings-labels']) {
    assert.ok(names.includes(name), `${name} of ${names.join(', ')}`);
  }
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const { name, path, outside } of screens) {
    const side = outside === true ? 'outside' : 'inside';
    test(`${name} is accessible${colorScheme === 'light' ? ', by keyboard too,' : ''} and without complaints in the ${colorScheme} theme`, async () => {
      const { page, complaints } = places[colorScheme][side];
      await page.goto(demo.desk + path);
      await settled(page);
      assert.deepEqual(await violationsOf(page), []);
      if (colorScheme === 'light') await allByKeyboard(page);
      assert.deepEqual(complaints.splice(0), []);
    });
  }
}

/** The Tab key leads to everything that can be used, and what it leads to is seen. */
async function allByKeyboard(page: Page): Promise<void> {
  const { reached, missed } = await tabThrough(page);
  assert.deepEqual(missed, { unreached: [], clickable: [], unseen: [] });
  assert.ok(reached >= 2, `only ${reached} elements were reached`);
}
