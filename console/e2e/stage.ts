import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import axe from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { createUser } from '../../server/src/agents/agents.ts';
import { openVault } from '../../server/src/auth/vault.ts';
import { transaction } from '../../server/src/db/pool.ts';
import { launchBrowser } from '../../server/test/chromium.ts';
import { runServer, SECRET, type RunningServer } from '../../server/test/running-server.ts';

export interface Person {
  id: number;
  name: string;
  email: string;
  token: string;
}

export const PASSWORD = 'Password1!';

export interface Stage {
  server: RunningServer;
  /** Where the server is; the console is below /app. */
  desk: string;
  browser: Browser;
  /** The administrator that is there from the beginning. */
  ada: Person;
  /** One more of the team, a member of the inbox that is there. */
  person(name: string, role?: 'agent' | 'administrator'): Promise<Person>;
  /** Calls the API, as Ada unless somebody else is named; paths start below the account. */
  api<T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: object,
    as?: Person,
  ): Promise<T>;
  /** A customer of this name writes; gives the number of the new conversation. */
  writes(name: string, content: string): Promise<number>;
  /** The customer of a conversation writes again. */
  answers(conversation: number, content: string): Promise<void>;
  /** The console in a browser of its own, signed in, at a path below the account. */
  open(path: string, options?: Opening): Promise<Console>;
}

export interface Opening {
  as?: Person;
  /** Where the browser finds the server, if not where it is. */
  desk?: string;
  /** A session of its own: the others of a person share one, as a person may sign in only so often. */
  apart?: boolean;
  /** Before anything is loaded. */
  prepare?: (context: BrowserContext) => Promise<unknown>;
  context?: Parameters<Browser['newContext']>[0];
}

export interface Console {
  context: BrowserContext;
  page: Page;
  /** What the browser has complained about: errors, and what a security policy has forbidden. */
  complaints: string[];
}

interface Profile {
  id: number;
  name: string;
  email: string;
}

/** A server with an account, its administrator and an inbox, and a browser to look at it. */
export async function setStage(settings: NodeJS.ProcessEnv = {}): Promise<Stage> {
  const port = await freePort();
  const desk = `http://127.0.0.1:${port}`;
  const server = await runServer({ PORT: String(port), BASE_URL: desk, ...settings });
  const { account_id, inbox_id, token, pool } = server;
  const call = async (
    method: string,
    path: string,
    body?: object,
    as?: Person,
  ): Promise<unknown> => {
    const response = await fetch(`${desk}${path}`, {
      method,
      headers: { api_access_token: as?.token ?? token, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
  const below = `/api/v1/accounts/${account_id}`;
  const api = (async (method, path, body, as) =>
    call(method, below + path, body, as)) as Stage['api'];
  const ada = { ...((await call('GET', '/api/v1/profile')) as Profile), token };
  // Whoever is not of the inbox would lose a conversation to one who is, when it opens again.
  await api('POST', '/inbox_members', { inbox_id, user_ids: [ada.id] });
  const browser = await launchBrowser();
  const sessions = new Map<string, string>();
  return {
    server,
    desk,
    browser,
    ada,
    api,
    async person(name, role = 'agent') {
      const email = `${name.toLowerCase()}@acme.example.com`;
      const made = await transaction(pool, async (tx) =>
        createUser(tx, openVault(SECRET), { account_id, name, email, password: PASSWORD, role }),
      );
      await api('POST', '/inbox_members', { inbox_id, user_ids: [made.id] });
      return { id: made.id, name, email, token: made.access_token };
    },
    async writes(name, content) {
      const email = `${name.toLowerCase().replaceAll(/\W+/g, '.')}-${Date.now()}@example.com`;
      const { payload } = await api<{ payload: { contact: { id: number } } }>('POST', '/contacts', { name, email }); // prettier-ignore
      const { id } = await api<{ id: number }>('POST', '/conversations', {
        inbox_id,
        contact_id: payload.contact.id,
        message: { content, message_type: 'incoming' },
      });
      return id;
    },
    async answers(conversation, content) {
      await api('POST', `/conversations/${conversation}/messages`, { content, message_type: 'incoming' }); // prettier-ignore
    },
    open: async (path, opening = {}) =>
      open({ desk, browser, path: `/app/accounts/${account_id}${path}`, ada, sessions }, opening),
  };
}

interface Place extends Pick<Stage, 'desk' | 'browser' | 'ada'> {
  path: string;
  /** By e-mail. */
  sessions: Map<string, string>;
}

async function open(
  { browser, path, ada, sessions, ...stage }: Place,
  { as = ada, context: options, desk = stage.desk, apart = false, prepare }: Opening,
): Promise<Console> {
  const context = await browser.newContext({
    locale: 'en-US',
    reducedMotion: 'reduce',
    ...options,
  });
  const held = apart ? undefined : await lastingSession(stage.desk, sessions.get(as.email));
  const session = held ?? (await signIn(stage.desk, as));
  if (!apart) sessions.set(as.email, session);
  await context.addInitScript((held) => {
    // A page of others in a frame has no part in it, and perhaps no storage.
    const { top, self } = globalThis as unknown as Record<string, unknown>;
    if (top !== self) return;
    // Once: whoever signs out in this tab stays so.
    if (sessionStorage.getItem('staged') === null) localStorage.setItem('confab.session', held);
    sessionStorage.setItem('staged', 'yes');
  }, session);
  await prepare?.(context);
  const page = await context.newPage();
  const complaints = listenToComplaints(page);
  await page.goto(desk + path);
  return { context, page, complaints };
}

/** A session as the console keeps it, made without the form: signing in is a journey of its own. */
async function signIn(desk: string, { email }: Person): Promise<string> {
  const { ok, status, headers } = await fetch(`${desk}/auth/sign_in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: PASSWORD }),
  });
  if (!ok) throw new Error(`${email} cannot sign in: ${status}`);
  const held = ['access-token', 'client', 'uid'].map((name) => [name, headers.get(name)]);
  return JSON.stringify(Object.fromEntries(held));
}

/** The session if it has not been ended since. */
async function lastingSession(desk: string, session?: string): Promise<string | undefined> {
  if (session === undefined) return undefined;
  const headers = JSON.parse(session) as Record<string, string>;
  const { ok } = await fetch(`${desk}/auth/validate_token`, { headers });
  return ok ? session : undefined;
}

export function listenToComplaints(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (line) => {
    if (/Content Security Policy|Refused to|Warning:|unique "key"/.test(line.text())) {
      complaints.push(line.text());
    }
  });
  return complaints;
}

interface Found {
  violations: { id: string; nodes: { html: string; failureSummary: string }[] }[];
  passes: unknown[];
}

/** What axe finds wrong with a page, a line each; throws when it looked at nothing. */
export async function violationsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations, passes } = await page.evaluate<Found>('axe.run()');
  if (passes.length < 3) throw new Error('axe saw an empty page');
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
  );
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return port;
}
