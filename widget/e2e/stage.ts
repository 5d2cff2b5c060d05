import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after } from 'node:test';
import type { Browser, BrowserContext, FrameLocator, Page } from 'playwright-core';
import { launchBrowser } from '../../server/test/chromium.ts';
import { runServer, type RunningServer } from '../../server/test/running-server.ts';

export interface Stage {
  server: RunningServer;
  /** Where the desk is; not the origin of the website. */
  desk: string;
  inbox: Inbox;
  browser: Browser;
  /** Calls the API as an administrator; paths start below the account. */
  api<T = Record<string, unknown>>(method: string, path: string, body?: object): Promise<T>;
  /** Somebody of the team writes into the newest conversation of the inbox, whose number is returned. */
  answer(message: object): Promise<number>;
  /** A website with the chat in it, as a new visitor sees it. */
  visit(options?: Visit): Promise<Visitor>;
}

interface List {
  data: { payload: { id: number }[] };
}

interface Inbox {
  id: number;
  website_token: string;
  hmac_token: string;
  web_widget_script: string;
}

interface Visit {
  settings?: object;
  context?: Parameters<Browser['newContext']>[0];
  /** HTML after the snippet. */
  more?: string;
}

export interface Visitor {
  context: BrowserContext;
  page: Page;
  /** What stands in the frame. */
  chat: FrameLocator;
  site: string;
  /** What browsers have complained about: errors, and what a security policy has forbidden. */
  complaints: string[];
}

/** A server with a website inbox, a website on another origin that embeds its chat, and a browser. */
export async function setStage(channel: object = {}): Promise<Stage> {
  const port = await freePort();
  const desk = `http://127.0.0.1:${port}`;
  const server = await runServer({ PORT: String(port), BASE_URL: desk });
  const call = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`${desk}/api/v1/accounts/${server.account_id}${path}`, {
      method,
      headers: { api_access_token: server.token, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
  const api = call as Stage['api'];
  const inbox = await api<Inbox & Record<string, unknown>>('POST', '/inboxes', {
    name: 'Acme Shop',
    channel: { type: 'web_widget', website_url: 'https://shop.example.com', welcome_title: 'Hello!', welcome_tagline: 'How can we help?', ...channel },
  }); // prettier-ignore
  const answer = async (message: object): Promise<number> => {
    const { data } = await api<List>('GET', `/conversations?inbox_id=${inbox.id}&status=all`);
    const id = Math.max(...data.payload.map((each) => each.id));
    await api('POST', `/conversations/${id}/messages`, message);
    return id;
  };
  const browser = await launchBrowser();
  return {
    server,
    desk,
    inbox,
    browser,
    api,
    answer,
    visit: async (visit = {}) => open({ browser, inbox }, visit),
  };
}

async function open(
  { browser, inbox }: Pick<Stage, 'browser' | 'inbox'>,
  { settings = {}, context: options, more = '' }: Visit,
): Promise<Visitor> {
  const site =
    await serve(`<!doctype html><html lang="en"><head><meta name="viewport" content="width=device-width"><title>Shop</title>
<script>window.chatwootSettings = ${JSON.stringify(settings)};
window.heard = [];
for (const name of ['ready', 'error', 'on-message', 'opened', 'closed', 'on-start-conversation', 'postback']) {
  window.addEventListener('chatwoot:' + name, (event) => window.heard.push([name, event.detail]));
}</script></head><body><main><h1>Shop</h1><a href="#">Link</a></main>${inbox.web_widget_script}${more}</body></html>`);
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (line) => {
    if (/Content Security Policy|Refused to/.test(line.text())) complaints.push(line.text());
  });
  await page.goto(site);
  return { context, page, chat: page.frameLocator('#chatwoot_live_chat_widget'), site, complaints };
}

/** A site of its own: another origin than the desk. */
export async function serve(html: string): Promise<string> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(html);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://localhost:${(server.address() as AddressInfo).port}/`;
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
