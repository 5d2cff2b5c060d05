import { existsSync } from 'node:fs';
import { after, afterEach, beforeEach } from 'node:test';
import { chromium, type Browser } from 'playwright-core';

const PLACES = [process.env['CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome']; // prettier-ignore

function findBrowser(): string {
  const found = PLACES.find((each) => each !== undefined && existsSync(each));
  if (found === undefined) {
    throw new Error('These tests need Chromium: install it (Debian: apt-get install chromium), or set CHROMIUM to its path'); // prettier-ignore
  }
  return found;
}

const quiet = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync']; // prettier-ignore

/** Milliseconds after which something that a test waits for has not come; a guard against hanging. */
const PATIENCE = 75_000;

/** A browser without a window, for whoever closes it. */
export async function startBrowser(): Promise<Browser> {
  const browser = await chromium.launch({ executablePath: findBrowser(), args: quiet });
  browser.on('context', (context) => context.setDefaultTimeout(PATIENCE));
  return browser;
}

/** A browser without a window; what a test has opened is closed after it, the browser after the file's tests. */
export async function launchBrowser(): Promise<Browser> {
  const browser = await startBrowser();
  // What stays open goes on working, and takes from the tests that follow.
  let before = browser.contexts();
  beforeEach(() => {
    before = browser.contexts();
  });
  afterEach(async () => {
    const opened = browser.contexts().filter((context) => !before.includes(context));
    await Promise.all(opened.map(async (context) => context.close()));
  });
  after(async () => browser.close());
  return browser;
}
