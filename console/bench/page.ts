import type { Browser, Page } from 'playwright-core';

interface Opening {
  url: string;
  /** The session as the console keeps it. */
  held: string;
  slow: number;
}

/** Opens the list in a fresh browser; `firstRow`: milliseconds until the first line of it is there. */
export async function openList(
  browser: Browser,
  { url, held, slow }: Opening,
): Promise<{ page: Page; firstRow: number }> {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
  await context.addInitScript((text) => localStorage.setItem('confab.session', text), held);
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: slow });
  const began = performance.now();
  await page.goto(`${url}/app/accounts/1/conversations?tab=all&status=all`);
  await page.locator('[data-conversation]').first().waitFor();
  return { page, firstRow: performance.now() - began };
}

/** Scrolls down until nothing more comes, or so many lines are there; gives their number. */
export async function scrollToTheEnd(page: Page, wanted: number): Promise<number> {
  return page.evaluate(async (most) => {
    const row = document.querySelector<HTMLElement>('[data-conversation]');
    const list = row?.closest('ul');
    const scroller = list?.parentElement;
    const line = row?.closest('li')?.offsetHeight ?? 0;
    if (list == null || scroller == null || line === 0) throw new Error('there is no list');
    let quiet = 0;
    while (list.offsetHeight / line < most && quiet < 100) {
      const before = list.offsetHeight;
      scroller.scrollTop = scroller.scrollHeight;
      await new Promise((resolve) => {
        setTimeout(resolve, 30);
      });
      quiet = list.offsetHeight === before ? quiet + 1 : 0;
    }
    return Math.round(list.offsetHeight / line);
  }, wanted);
}

interface Frames {
  perSecond: number;
  /** Milliseconds. */
  longest: number;
}

/** The frames that the page draws while something is done. */
export async function framesWhile(page: Page, act: () => Promise<void>): Promise<Frames> {
  await page.evaluate(() => {
    const times: number[] = [];
    const draw = (time: number): void => {
      times.push(time);
      if (Reflect.get(window, 'frames_end') !== true) requestAnimationFrame(draw);
    };
    Reflect.set(window, 'frames_end', false);
    Reflect.set(window, 'frames_at', times);
    requestAnimationFrame(draw);
  });
  await act();
  const times = await page.evaluate(() => {
    Reflect.set(window, 'frames_end', true);
    return Reflect.get(window, 'frames_at') as number[];
  });
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time));
  const total = gaps.reduce((sum, gap) => sum + gap, 0);
  return { perSecond: (gaps.length / total) * 1000, longest: Math.max(...gaps) };
}

/** Opens two conversations in turn that have both been open before: milliseconds from the click to the paint. */
export async function openCached(
  page: Page,
  times: number,
): Promise<{ median: number; nineOfTen: number; worst: number }> {
  const ids = await page
    .locator('[data-conversation]')
    .evaluateAll((rows) =>
      rows.slice(2, 4).map((row) => (row as HTMLElement).dataset['conversation'] ?? ''),
    );
  const open = async (id: string): Promise<number> =>
    page.evaluate(async (wanted) => {
      const row = document.querySelector<HTMLElement>(`[data-conversation="${wanted}"]`);
      const began = performance.now();
      row?.click();
      const isThere = (): boolean =>
        location.pathname.endsWith(`/${wanted}`) &&
        // Those that were open before are in the page as well, out of sight.
        document
          .querySelector(`[data-messages-of="${wanted}"] [data-message]`)
          ?.checkVisibility() === true;
      while (!isThere()) await new Promise((resolve) => requestAnimationFrame(resolve));
      // One frame more: what was in the page at this one is painted then.
      await new Promise((resolve) => requestAnimationFrame(resolve));
      return performance.now() - began;
    }, id);
  for (const id of ids) await open(id);
  await page.waitForLoadState('networkidle');
  const took: number[] = [];
  for (let turn = 0; turn < times; turn += 1) took.push(await open(ids[turn % 2] ?? ''));
  took.sort((a, b) => a - b);
  const at = (share: number): number => took[Math.ceil(took.length * share) - 1] ?? 0;
  return { median: at(0.5), nineOfTen: at(0.9), worst: at(1) };
}
