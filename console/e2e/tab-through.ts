import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

const watchFocus = readFileSync(join(import.meta.dirname, 'focus-watch.mjs'), 'utf8');

interface Missed {
  /** What can be used, and did not get the focus. */
  unreached: string[];
  /** What looks as if it could be clicked, and is nothing that a key could use. */
  clickable: string[];
  /** What had the focus, and did not show it. */
  unseen: string[];
}

/** Goes through a page with the Tab key until it has been everywhere; gives how many had the focus, and what did not. */
export async function tabThrough(page: Page): Promise<{ reached: number; missed: Missed }> {
  await page.evaluate(watchFocus);
  let before = -1;
  for (let turn = 0; turn < 40; turn += 1) {
    for (let step = 0; step < 20; step += 1) await page.keyboard.press('Tab');
    const reached = await page.evaluate<number>('focusWatch.count()');
    if (reached === before) {
      return { reached, missed: await page.evaluate<Missed>('focusWatch.missed()') };
    }
    before = reached;
  }
  throw new Error('the Tab key comes to no end');
}
