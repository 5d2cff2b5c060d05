import { readMessage, written, type Message } from '../protocol.ts';
import { parseUrl } from '../url.ts';
import { isFramed, parameters } from './globals.ts';

/** The origin of files on a disk or in an app, which cannot be named as the one that hears. */
const OPAQUE = 'null';

interface Host {
  window: Window;
  origin: string;
}

/**
 * The page that this one belongs to: the website around it, or the one that opened it. Our own script says
 * its origin in our address. A wrong one gains nothing: browsers deliver to nobody of another origin.
 */
function findHost(): Host | undefined {
  const near: Window | null = isFramed ? window.parent : (window.opener as Window | null);
  if (near === null) return undefined;
  const origin = originOf(parameters.get('host')) ?? (isFramed ? ancestor() : undefined);
  return origin === undefined ? undefined : { window: near, origin };
}

function originOf(text: string | null): string | undefined {
  const origin = text === OPAQUE ? OPAQUE : parseUrl(text)?.origin;
  return origin === OPAQUE && text !== OPAQUE ? undefined : origin;
}

/** For scripts of Chatwoot's own, which do not say where they are. */
function ancestor(): string | undefined {
  const { ancestorOrigins } = location as { ancestorOrigins?: DOMStringList };
  return originOf(ancestorOrigins?.[0] ?? document.referrer);
}

const host = findHost();

export const hasHost = host !== undefined;

/** Says it to the page that this one belongs to, and to nobody else. */
export function say(event: string, fields: object = {}): void {
  const target = host?.origin === OPAQUE ? '*' : host?.origin;
  if (target !== undefined) host?.window.postMessage(written(event, fields), target);
}

/** Says it to the app that shows this page, if one does. */
export function sayToApp(event: string, fields: object): void {
  window.ReactNativeWebView?.postMessage(written(event, fields));
}

export const isInApp = (): boolean => window.ReactNativeWebView !== undefined;

/** Apps that show this page write into it, so that what they say comes from itself. */
const isOfApp = ({ source }: MessageEvent): boolean =>
  !isFramed && (source === window || (source === null && isInApp()));

export function hear(act: (message: Message) => void): void {
  window.addEventListener('message', (said) => {
    const isOfHost = said.source === host?.window && said.origin === host?.origin;
    if (host !== undefined ? !isOfHost && !isOfApp(said) : !isOfApp(said)) return;
    const message = readMessage(said.data);
    if (message !== undefined) act(message);
  });
}
