import { invalidFields } from '../errors.ts';
import { isObject } from '../http/bag.ts';

export interface Frame {
  url: string;
  type: 'frame';
}

const MAX_FRAMES = 50;

/** The frames of a dashboard app: at least one, each a web page. Throws 422 (contract: platform §4.12). */
export function framesOf(content: unknown): Frame[] {
  const frames = Array.isArray(content) ? content.map(frameOf) : [];
  const good = frames.filter((frame) => frame !== undefined);
  if (frames.length === 0 || good.length < frames.length || frames.length > MAX_FRAMES) {
    throw invalidFields([['content', ': Invalid data']]);
  }
  return good;
}

function frameOf(given: unknown): Frame | undefined {
  if (!isObject(given) || given['type'] !== 'frame') return undefined;
  const { url } = given;
  return typeof url === 'string' && isWebAddress(url) ? { url, type: 'frame' } : undefined;
}

// It becomes the address of a frame. What parsers skip or read differently has no place in it.
const isWebAddress = (url: string): boolean =>
  url.length <= 2048 &&
  /^https?:\/\/[^\s\p{Cc}\\]+$/iu.test(url) &&
  URL.canParse(url) &&
  ['http:', 'https:'].includes(new URL(url).protocol);

/** The origin of a page as a policy can name it; undefined where a policy would read something else in it. */
export function originOf(url: string): string | undefined {
  const { origin } = new URL(url);
  // A host may hold `;` and `,`, with which a policy begins its next part.
  return /^https?:\/\/[\w.-]+(:\d+)?$/.test(origin) ? origin : undefined;
}

/** Whether a page is at one of these hosts, each with its port where that is not the usual one. */
export const isOwn = (url: string, hosts: readonly string[]): boolean =>
  hosts.some((host) => URL.canParse(`http://${host}`) && sameHost(new URL(url), host));

const sameHost = (page: URL, host: string): boolean =>
  new URL(`${page.protocol}//${host}`).host === page.host;
