import { watchAddress } from './address.ts';
import { openCalls } from './calls.ts';
import { addStyle } from './elements.ts';
import { createFrame, FRAME_ID } from './frame.ts';
import { createHolder } from './holder.ts';
import { createBubble } from './bubble.ts';
import { hear, type Parts } from './hear.ts';
import { openPopout } from './popout.ts';
import { openKeeper } from './session.ts';
import { readSettings, type Given, type Settings } from './settings.ts';
import style from './style.css';

export interface Place {
  websiteToken: string;
  /** Where the desk is; its origin is all that counts. */
  baseUrl: string;
}

const SMALL = 668;

/** What websites find as `window.$chatwoot`. */
export interface State extends Settings {
  baseUrl: string;
  websiteToken: string;
  hasLoaded: boolean;
  isOpen: boolean;
  resetTriggered: boolean;
  identifier: string | number | undefined;
  user: Record<string, unknown> | undefined;
}

/** Puts the chat into the page. Throws when the address of the desk is none. */
export function startChat({ websiteToken, baseUrl }: Place, given: Given = {}) {
  const settings = readSettings(given);
  const { origin, protocol } = new URL(baseUrl);
  if (!/^https?:$/.test(protocol)) throw new Error('baseUrl should start with https://');
  const state: State = {
    ...settings,
    baseUrl: origin,
    websiteToken,
    hasLoaded: false,
    isOpen: false,
    resetTriggered: false,
    identifier: undefined,
    user: undefined,
  };
  const keeper = openKeeper(websiteToken, settings.baseDomain);
  const addressOf = (): string => {
    // It says who hands the session over, which is in no address.
    const query = new URLSearchParams({ website_token: websiteToken, host: window.origin });
    if (state.locale !== undefined) query.set('locale', state.locale);
    return `${origin}/widget?${query}`;
  };
  const frame = createFrame({ url: addressOf(), origin, hear: (message) => hear(parts, message) });
  const holder = createHolder(settings, frame.element);
  const bubble = createBubble(settings, { controls: FRAME_ID, toggle: () => toggle() });
  const popout = openPopout({ addressOf, origin, websiteToken, keeper, state, frame });
  const parts: Parts = { state, keeper, frame, holder, bubble, popout, toggle, introduce };
  const small = window.matchMedia(`(max-width: ${SMALL}px)`);

  function introduce(): void {
    frame.send('change-url', { referrerURL: location.href, referrerHost: location.host });
    frame.send('toggle-close-button', { isMobile: small.matches });
  }

  function toggle(to?: unknown): void {
    const isOpen = to === undefined ? !state.isOpen : to === 'open';
    if (isOpen === state.isOpen) return;
    const hasFocus = [holder.element, bubble.holder].some((each) => each.contains(document.activeElement)); // prettier-ignore
    state.isOpen = isOpen;
    holder.setOpen(isOpen);
    bubble.setOpen(isOpen);
    bubble.holder.classList.toggle('cw-open', isOpen);
    if (isOpen) handOver(parts);
    frame.send('toggle-open', { isOpen });
    if (isOpen) {
      bubble.setUnread(false);
      frame.send('push-event', { eventName: 'webwidget.triggered' });
      frame.element.focus();
    } else if (hasFocus) bubble.focus();
    window.dispatchEvent(new CustomEvent(isOpen ? 'chatwoot:opened' : 'chatwoot:closed'));
  }

  addStyle(style);
  const put = (body: HTMLElement): void => body.append(holder.element, bubble.holder);
  whenThereIsABody(() => {
    put(document.body);
    watchAddress(introduce);
    small.addEventListener('change', introduce);
    for (const [target, name] of [[document, 'visibilitychange'], [window, 'focus']] as const) target.addEventListener(name, () => handOver(parts)); // prettier-ignore
    stayInPage(put);
  });
  return Object.assign(state, openCalls(parts));
}

/** Another tab of the website may have begun a session since this page was loaded: here nobody else begins one. */
function handOver({ keeper, frame }: Parts): void {
  const session = keeper.session();
  if (session !== '' && document.visibilityState === 'visible')
    frame.send('config-set', { session });
}

function whenThereIsABody(act: () => void): void {
  if (document.readyState === 'loading' && document.body === null) {
    document.addEventListener('DOMContentLoaded', act, { once: true });
  } else act();
}

/** Libraries that change pages without loading them throw away what stands in the old one. */
function stayInPage(put: (body: HTMLElement) => void): void {
  for (const name of ['turbo:before-render', 'turbolinks:before-render']) {
    document.addEventListener(name, (event) => {
      const { newBody } = (event as CustomEvent<{ newBody?: HTMLElement }>).detail ?? {};
      if (newBody !== undefined) put(newBody);
    });
  }
  document.addEventListener('astro:after-swap', () => put(document.body));
}
