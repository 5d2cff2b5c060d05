/**
 * Takes a picture of every screen of the console with the demo account: both themes, desktop and phone.
 *
 *   npm run screenshots [-- --into screenshots --only conversations]
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readOptions } from '../../bin/options.ts';
import type { Browser, Page } from 'playwright-core';
import { startBrowser } from '../../server/test/chromium.ts';
import { findScreens, settled, signInDemo, type DemoDesk } from '../e2e/screens.ts';
import '../build.ts';

const { values: options } = readOptions(import.meta.filename, {
  options: { into: { type: 'string', default: 'screenshots' }, only: { type: 'string' } },
});
const sizes = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };
const root = join(import.meta.dirname, '../..');

const dataDir = mkdtempSync(join(tmpdir(), 'confab-screenshots-'));
const PORT = '3987';
const desk = `http://127.0.0.1:${PORT}`;
const server = spawn(process.execPath, [join(root, 'server/src/cli/main.ts'), 'start'], {
  env: { PATH: process.env['PATH'] ?? '', DATA_DIR: join(dataDir, 'data'), HOST: '127.0.0.1', PORT, BASE_URL: desk, RATE_LIMIT: '0', LOG_LEVEL: 'warn' },
  stdio: ['ignore', 'pipe', 'inherit'],
}); // prettier-ignore
const browser = await startBrowser();
try {
  await new Promise<void>((resolve, reject) => {
    server.stdout.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('Confab is listening')) resolve();
    });
    server.once('exit', () => reject(new Error('the server did not start')));
  });
  const demo = await signInDemo(desk, readFileSync(join(dataDir, 'data/first-run.json'), 'utf8'));
  await takeAll(browser, demo);
} finally {
  await browser.close();
  server.kill();
  await new Promise((resolve) => server.once('exit', resolve));
  rmSync(dataDir, { recursive: true, force: true });
}

async function takeAll(chromium: Browser, demo: DemoDesk): Promise<void> {
  const folder = join(root, options.into);
  mkdirSync(folder, { recursive: true });
  const scout = await openPage(chromium, demo, { colorScheme: 'light', viewport: sizes.desktop });
  const all = await findScreens(scout, demo);
  const screens = all.filter(({ name }) => options.only === undefined || name === options.only);
  for (const [device, viewport] of Object.entries(sizes)) {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await openPage(chromium, demo, { colorScheme, viewport });
      const visitor = await openPage(chromium, undefined, { colorScheme, viewport });
      for (const { name, path, outside } of screens) {
        const shown = outside === true ? visitor : page;
        await shown.goto(desk + path);
        await settled(shown);
        await shown.screenshot({ path: join(folder, `${name}-${colorScheme}-${device}.png`) });
      }
      await page.context().close();
      await visitor.context().close();
    }
  }
  console.log(`${screens.length} screens, ${screens.length * 4} pictures in ${folder}`);
}

async function openPage(
  chromium: Browser,
  demo: DemoDesk | undefined,
  look: { colorScheme: 'light' | 'dark'; viewport: { width: number; height: number } },
): Promise<Page> {
  const context = await chromium.newContext({ ...look, locale: 'en-US', reducedMotion: 'reduce' });
  if (demo !== undefined) {
    await context.addInitScript(
      (held) => localStorage.setItem('confab.session', held),
      demo.session,
    );
  }
  return context.newPage();
}
