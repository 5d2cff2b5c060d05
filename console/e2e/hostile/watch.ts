import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after } from 'node:test';
import type { Browser, BrowserContext, BrowserContextOptions, Frame, Page } from 'playwright-core';

export interface Watched {
  page: Page;
  /** What a text has done that it may not: it ran, was refused to, opened something, or left. */
  harm: string[];
  /** What others' servers were asked for. */
  asked: string[];
}

/**
 * Stands for all the other servers there are, so that asking one is quick and never leaves the machine. The browser
 * itself asks its maker now and then; what payloads name is below example.com.
 */
async function startWorld(): Promise<{ server: string; reached: string[] }> {
  const reached: string[] = [];
  const note = (what = ''): void => {
    if (/example\.com/.test(what)) reached.push(`reached ${what}`);
  };
  const world = createServer((request, response) => {
    note(request.url);
    response.writeHead(404).end();
  });
  world.on('connect', (request, socket) => {
    note(request.url);
    socket.destroy();
  });
  world.listen(0, '127.0.0.1');
  await once(world, 'listening');
  after(() => {
    world.closeAllConnections();
    world.close();
  });
  return { server: `http://127.0.0.1:${(world.address() as AddressInfo).port}`, reached };
}

interface Opening extends BrowserContextOptions {
  /** Where we are. */
  own: string;
  session?: string;
}

/** A page of a browser in which all that a hostile text could do is seen, also in frames and windows. */
export async function openWatched(
  browser: Browser,
  { own, session, ...options }: Opening,
): Promise<Watched> {
  const { server, reached: asked } = await startWorld();
  const harm: string[] = [];
  const context = await browser.newContext({
    locale: 'en-US',
    reducedMotion: 'reduce',
    viewport: { width: 1500, height: 900 },
    proxy: { server, bypass: '127.0.0.1' },
    ...options,
  });
  // A page of others in a frame has no part in it, and an empty one no storage.
  await context.addInitScript(`if (top === self && location.protocol !== 'about:' && ${session !== undefined})
    localStorage.setItem('confab.session', ${JSON.stringify(session ?? '')})`);
  await setTripwires(context, harm);
  watchRequests(context, { own, asked });
  context.on('page', (page) => {
    void page.opener().then((opener) => {
      if (opener !== null) harm.push(`opened: ${page.url()}`);
    });
    watchPage(page, { own, harm });
  });
  return { page: await context.newPage(), harm, asked };
}

async function setTripwires(context: BrowserContext, harm: string[]): Promise<void> {
  await context.exposeBinding('tripwire', (_source, number) => void harm.push(`ran: payload ${number}`)); // prettier-ignore
  await context.exposeBinding('refused', (_source, what) => void harm.push(`refused: ${what}`));
  // Where nothing may run the browser would call the listener itself a script that was stopped; the console of the
  // page tells of those frames.
  await context.addInitScript(`if (!window.frameElement?.hasAttribute('sandbox'))
    addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sourceFile }) => {
      const what = effectiveDirective + ' ' + blockedURI + ' ' + sourceFile;
      if (!${String(isSanitising)}(what)) window.refused(what);
    })`);
}

/**
 * Before a mail is framed, it is read and cleaned in a document that is never shown. The browser already speaks of
 * the handlers and the base in that one, though nothing there ever runs. That nothing of them is left is seen in the
 * frame itself, and that nothing runs where no policy helps.
 */
function isSanitising(what: string): boolean {
  return /\/packs\/console\/mail-frame-[\w-]+\.js/.test(what) && /script-src-attr inline|inline event handler|base-uri|base URI/.test(what); // prettier-ignore
}

/** Notes what is asked of others; not what a policy has stopped, which nobody hears of. */
function watchRequests(
  context: BrowserContext,
  { own, asked }: { own: string; asked: string[] },
): void {
  // prettier-ignore
  const isOurs = (url: string): boolean => !/^https?:/.test(url) || new URL(url).origin === own;
  context.on('request', (request) => {
    if (!isOurs(request.url())) asked.push(`${request.resourceType()} ${request.url()}`);
  });
  context.on('requestfailed', (request) => {
    if (!/csp/i.test(request.failure()?.errorText ?? '')) return;
    const index = asked.indexOf(`${request.resourceType()} ${request.url()}`);
    if (index >= 0) asked.splice(index, 1);
  });
}

function watchPage(page: Page, { own, harm }: { own: string; harm: string[] }): void {
  page.on('dialog', (dialog) => {
    // The console asks itself whether what was changed in a form is to be lost.
    if (dialog.type() === 'beforeunload') return void dialog.accept();
    harm.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('pageerror', (error) => harm.push(`error: ${error.message}`));
  page.on('framenavigated', (frame) => {
    const isOurs = frame.url().startsWith(`${own}/`) || /^about:(blank|srcdoc)$/.test(frame.url());
    if (!isOurs) harm.push(`left: ${frame.url()}`);
  });
  page.on('console', (line) => {
    const text = line.text();
    if (!/Content Security Policy|Refused to|Blocked |unsafe/i.test(text)) return;
    if (isHeldBack(text, line.location().url) || isSanitising(`${line.location().url} ${text}`))
      return;
    harm.push(`said: ${text.slice(0, 300)}`);
  });
}

/**
 * A mail may have pictures, styles and films elsewhere: they stay in it, so that its reader can want them, and
 * what says no is the policy of its own frame. That is the guard at work, not a text that got past one. Scripts,
 * handlers, forms and frames are excused nowhere, and neither is anything outside that frame.
 */
const isHeldBack = (text: string, url: string): boolean =>
  url === 'about:srcdoc' &&
  /\b(img-src|style-src(-elem|-attr)?|font-src|media-src|default-src)\b/.test(text) &&
  !/script|inline|frame|form|object|connect/i.test(text.replace(/directive:.*/s, ''));

/** What on the page is markup that only a hostile text brings, in every frame that is ours. */
export async function markupOf(page: Page): Promise<string[]> {
  const found = await Promise.all(page.frames().map(async (frame) => markupIn(frame)));
  return found.flat();
}

const markupIn = async (frame: Frame): Promise<string[]> =>
  frame.evaluate<string[]>(`(() => {
    // Of the browser itself: a page that did not come.
    if (location.protocol === 'chrome-error:') return [];
    const isMail = document.URL === 'about:srcdoc';
    const bad = [];
    for (const each of document.querySelectorAll('*')) {
      const say = (why) => bad.push(why + ': ' + each.outerHTML.slice(0, 160));
      for (const { name, value } of each.attributes) {
        if (/^on/i.test(name)) say(name);
        if (/^(href|src|action|formaction|xlink:href|data|poster|values|to|from)$/i.test(name)
          && /^[\\s\\x00-\\x20]*(javascript|vbscript|data:text)/i.test(value)
          // What we ourselves offer to be saved.
          && !value.startsWith('data:text/csv')) say(name);
      }
      const tag = each.localName;
      if (tag === 'script' && !/^\\/packs\\//.test(each.getAttribute('src') ?? '')) say(tag);
      if (/^(base|meta|link)$/.test(tag) && each.closest('body') !== null && !isMail) say(tag);
      if (isMail && /^(script|form|iframe|object|embed|link|input|button|noscript)$/.test(tag)) say(tag);
      if (isMail && tag === 'base' && each.hasAttribute('href')) say(tag);
      if (isMail && tag === 'meta' && each.httpEquiv === 'refresh') say(tag);
      if (!isMail && /^(object|embed|math|template)$/.test(tag)) say(tag);
      if (!isMail && tag === 'iframe' && !each.hasAttribute('sandbox') && !/^\\/(dashboard_apps|widget)/.test(each.getAttribute('src') ?? '')) say(tag);
    }
    return bad;
  })()`);

/** What a person can read in a part of the page, also in its fields. */
export const textOf = async (page: Page, part = 'body'): Promise<string> =>
  page.evaluate<string>(`(() => {
    const all = [...document.querySelectorAll(${JSON.stringify(part)})];
    const fields = all.flatMap((each) => [...each.querySelectorAll('input, textarea')]);
    return [...all.map((each) => each.innerText), ...fields.map(({ value }) => value)].join('\\n');
  })()`);
