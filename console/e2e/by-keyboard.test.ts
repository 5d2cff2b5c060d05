import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { launchBrowser } from '../../server/test/chromium.ts';
import { startDemo } from './demo.ts';
import { findScreens, settled } from './screens.ts';

const demo = await startDemo();
const browser = await launchBrowser();

async function open(signedIn = true): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-US', reducedMotion: 'reduce' });
  if (signedIn) {
    await context.addInitScript(
      (held) => localStorage.setItem('confab.session', held),
      demo.session,
    );
  }
  return context.newPage();
}

const scout = await open();
const screens = await findScreens(scout, demo);
await scout.context().close();

const watchFocus = readFileSync(join(import.meta.dirname, 'focus-watch.mjs'), 'utf8');

/** Goes through a page with the Tab key until it has been everywhere; gives how many had the focus. */
async function tabThrough(page: Page): Promise<number> {
  let before = -1;
  for (let turn = 0; turn < 40; turn += 1) {
    for (let step = 0; step < 20; step += 1) await page.keyboard.press('Tab');
    const reached = await page.evaluate<number>('focusWatch.count()');
    if (reached === before) return reached;
    before = reached;
  }
  throw new Error('the Tab key comes to no end');
}

interface Missed {
  /** What can be used, and did not get the focus. */
  unreached: string[];
  /** What looks as if it could be clicked, and is nothing that a key could use. */
  clickable: string[];
  /** What had the focus, and did not show it. */
  unseen: string[];
}

for (const { name, path, outside } of screens) {
  test(`everything on ${name} is reached with the Tab key, and shows that it is`, async () => {
    const page = await open(outside !== true);
    await page.goto(demo.desk + path);
    await settled(page);
    await page.evaluate(watchFocus);
    const reached = await tabThrough(page);
    const missed = await page.evaluate<Missed>('focusWatch.missed()');
    assert.deepEqual(missed, { unreached: [], clickable: [], unseen: [] });
    assert.ok(reached >= 2, `only ${reached} elements were reached`);
    await page.context().close();
  });
}
