/** The kinds of inboxes that can be made. */
export const channels = ['website', 'email', 'api'] as const;
export type Channel = (typeof channels)[number];

/** The parts of the page of one inbox. */
export const parts = [
  'general',
  'look',
  'form',
  'mailbox',
  'people',
  'hours',
  'rating',
  'connect',
] as const;
export type Part = (typeof parts)[number];

/** Those that an inbox of this kind has. */
export const partsOf = (channel: Channel): Part[] =>
  parts.filter((part) => {
    if (part === 'look' || part === 'form') return channel === 'website';
    return part !== 'mailbox' || channel === 'email';
  });

/** Reads which part of the page an address means. */
export function readPart(search: Record<string, unknown>): { part?: Part } {
  const part = parts.find((each) => each === search['part']);
  return part === undefined ? {} : { part };
}

/** Reads which kind of inbox is being made. */
export function readChannel(search: Record<string, unknown>): { channel?: Channel } {
  const channel = channels.find((each) => each === search['channel']);
  return channel === undefined ? {} : { channel };
}
