import { parseUrl } from '../url.ts';

/**
 * The address when it may be opened: pages, mail, telephone. Anything else that texts, cards and articles
 * bring is none, whatever it looks like: browsers read it as we do here, with the same parser.
 */
export function safeLink(text: unknown): string | undefined {
  return allowed(text, ['http:', 'https:', 'mailto:', 'tel:']);
}

/** The address when a picture, a film or a sound may be loaded from it. */
export function safeMedia(text: unknown): string | undefined {
  return allowed(text, ['http:', 'https:']);
}

function allowed(text: unknown, protocols: string[]): string | undefined {
  const url = parseUrl(text);
  return url !== undefined && protocols.includes(url.protocol) ? url.href : undefined;
}
