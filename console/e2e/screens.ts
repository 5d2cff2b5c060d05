import type { Page } from 'playwright-core';

export interface DemoDesk {
  /** Where the server is. */
  desk: string;
  /** Of the administrator, as the console keeps it. */
  session: string;
  account_id: number;
}

interface FirstRun {
  account_id: number;
  email: string;
  password: string;
}

/** Signs in the administrator of a demo account, whose login stands in first-run.json. */
export async function signInDemo(desk: string, firstRun: string): Promise<DemoDesk> {
  const { account_id, email, password } = JSON.parse(firstRun) as FirstRun;
  const { headers } = await fetch(`${desk}/auth/sign_in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  const held = ['access-token', 'client', 'uid'].map((name) => [name, headers.get(name)]);
  return { desk, account_id, session: JSON.stringify(Object.fromEntries(held)) };
}

export interface Screen {
  name: string;
  path: string;
  /** Seen by who is not signed in. */
  outside?: true;
}

const outside: Screen[] = ['/app/login', '/app/auth/reset/password', '/app/auth/password/edit?reset_password_token=x'].map((path) => ({ name: nameOf(path), path, outside: true })); // prettier-ignore

function nameOf(path: string): string {
  const words = path.replace(/^\/app\/(accounts\/\d+\/)?/, '').replace(/\?.*$/, '');
  return words.replaceAll('/', '-') || 'home';
}

/**
 * Every screen that there is: those before signing in, and whatever the navigation and the overview of
 * the settings lead to, so that no new one is forgotten.
 */
export async function findScreens(page: Page, { desk, account_id }: DemoDesk): Promise<Screen[]> {
  const root = `/app/accounts/${account_id}`;
  const found = new Map<string, Screen>();
  const add = (path: string): void => {
    const name = nameOf(path);
    if (!found.has(name)) found.set(name, { name, path });
  };
  add(`${root}/conversations?tab=all`);
  add(`${root}/conversations/3?tab=all`);
  for (const start of ['conversations', 'settings', 'reports', 'contacts']) {
    await page.goto(`${desk}${root}/${start}`);
    await settled(page);
    const links = await page.locator(`a[href^="${root}/"]`).evaluateAll((all) => all.map((each) => each.getAttribute('href') ?? '')); // prettier-ignore
    const firstContact = links.find((path) => /\/contacts\/\d+/.test(path));
    if (start === 'contacts' && firstContact !== undefined) found.set('contact', { name: 'contact', path: firstContact }); // prettier-ignore
    for (const path of links) if (!/\/(conversations|contacts)\b/.test(path)) add(path);
    if (links.some((path) => path.startsWith(`${root}/contacts`))) add(`${root}/contacts`);
  }
  add(`${root}/search?q=order`);
  return [...outside, ...found.values()];
}

/** Waits until a screen shows what it is about. */
export async function settled(page: Page): Promise<void> {
  await page.locator('h1:visible, h2:visible').first().waitFor();
  await page.waitForLoadState('networkidle');
  await page.getByRole('status', { name: 'Loading…' }).first().waitFor({ state: 'detached' });
}
