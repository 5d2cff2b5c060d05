/** What a website and the chat in its frame say to each other (contract: customer §3.12): this, then JSON. */
const PREFIX = 'chatwoot-widget:';

export type Message = { event: string } & Record<string, unknown>;

export const written = (event: string, fields: object = {}): string =>
  PREFIX + JSON.stringify({ event, ...fields });

/** What was said; undefined for anything that is no message of ours. */
export function readMessage(data: unknown): Message | undefined {
  if (typeof data !== 'string' || !data.startsWith(PREFIX)) return undefined;
  try {
    const message: unknown = JSON.parse(data.slice(PREFIX.length));
    const isOurs = typeof message === 'object' && message !== null && 'event' in message;
    return isOurs && typeof message.event === 'string' ? (message as Message) : undefined;
  } catch {
    return undefined;
  }
}
