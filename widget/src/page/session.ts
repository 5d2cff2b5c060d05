import { get, post, Refusal } from './api.ts';
import { channel, isFramed } from './globals.ts';
import { say, sayToApp } from './host.ts';
import { contact, conversation, messages, session, type Session } from './state.ts';

interface Config {
  website_channel_config: { auth_token: string };
  contact: { pubsub_token: string };
}

const KEPT = `cw_session_${channel.websiteToken}`;

/** What a window of its own remembers until it is closed. A frame keeps nothing: the website does. */
export function rememberedToken(): string {
  try {
    return isFramed ? '' : (sessionStorage.getItem(KEPT) ?? '');
  } catch {
    return '';
  }
}

function remember(token: string): void {
  try {
    if (!isFramed) sessionStorage.setItem(KEPT, token);
  } catch {
    // A browser that keeps nothing.
  }
}

/** The visitor is this one from now on, and the website or app is told. */
export function adopt(one: Session): void {
  session.value = one;
  remember(one.token);
  say('setAuthCookie', { data: { widgetAuthToken: one.token } });
  sayToApp('loaded', { config: { authToken: one.token, channelConfig: channel } });
}

/** Lets the visitor in whose token it is; without one, somebody new. */
export async function openSession(token?: string): Promise<Session> {
  const { website_channel_config, contact } = await post<Config>('config', undefined, {
    token: token ?? '',
  });
  const opened = {
    token: website_channel_config.auth_token,
    pubsub_token: contact.pubsub_token,
  };
  adopt(opened);
  return opened;
}

let opening: Promise<Session> | undefined;

/** The visitor's session, made when they first do something: who only passes by is nobody. */
export async function ensureSession(): Promise<Session> {
  const known = session.peek();
  if (known !== undefined) return known;
  opening ??= openSession().finally(() => {
    opening = undefined;
  });
  return opening;
}

/** The token is nobody's any more. */
export function forgetSession(): void {
  session.value = undefined;
  contact.value = undefined;
  conversation.value = undefined;
  messages.value = [];
  remember('');
}

/** Does it as the visitor; when their session was ended meanwhile, as a new one. */
export async function asVisitor<T>(act: () => Promise<T>): Promise<T> {
  await ensureSession();
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 404 || !(await isGone())) throw error;
    forgetSession();
    await ensureSession();
    return act();
  }
}

/** A call that only a visitor may make says whether there is one: 404 may mean something else. */
async function isGone(): Promise<boolean> {
  try {
    await get('contact');
    return false;
  } catch (error) {
    return error instanceof Refusal && error.status === 404;
  }
}
