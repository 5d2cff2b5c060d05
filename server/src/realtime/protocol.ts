import { createHash } from 'node:crypto';
import { decodeCursor } from '../events/cursor.ts';
import type { Place } from '../events/place.ts';
import type { Missed } from './channel.ts';

/** What clients of ActionCable say and hear (contract: platform §6.1, §6.2). */

export const PLAIN = 'actioncable-v1-json';
/** The same with places in the log, so that clients can ask for what they missed (docs/realtime.md). */
export const EXTENDED = 'actioncable-v1-ext-json';

export type Command =
  | { name: 'subscribe' | 'history'; identifier: string; missed: Missed | undefined }
  | { name: 'unsubscribe'; identifier: string }
  | { name: 'perform'; identifier: string; action: string; data: Record<string, unknown> };

/** The command in a frame; undefined for what is none, which nobody answers. */
export function parseCommand(text: string): Command | undefined {
  const { command, identifier, data, history } = parseObject(text);
  if (typeof identifier !== 'string') return undefined;
  if (command === 'unsubscribe') return { name: command, identifier };
  if (command === 'subscribe' || command === 'history') {
    return { name: command, identifier, missed: missedIn(history, streamOf(identifier)) };
  }
  if (command !== 'message' || typeof data !== 'string') return undefined;
  const said = parseObject(data);
  const { action } = said;
  return typeof action === 'string'
    ? { name: 'perform', identifier, action, data: said }
    : undefined;
}

/** The object that a text holds; an empty one when it holds none. */
export function parseObject(text: string): Record<string, unknown> {
  try {
    return objectIn(JSON.parse(text));
  } catch {
    return {};
  }
}

const objectIn = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

/** Every subscription is one stream. Clients keep places by stream, for all subscriptions together. */
export const streamOf = (identifier: string): string =>
  createHash('sha256').update(identifier).digest('base64url').slice(0, 16);

/** The place in its stream that a client knows, or the cursor of what it has read; else the instant since which it listens. */
function missedIn(history: unknown, stream: string): Missed | undefined {
  const { since, streams, cursor } = objectIn(history);
  const { epoch, offset } = objectIn(objectIn(streams)[stream]);
  if (typeof epoch === 'string' && Number.isSafeInteger(offset)) {
    return { epoch, position: offset as number };
  }
  if (typeof cursor === 'string') return placeOfCursor(cursor);
  return typeof since === 'number' && Number.isFinite(since) ? { since } : undefined;
}

// What is no cursor is a place in no epoch: whoever shows it is told that not everything can be had.
function placeOfCursor(cursor: string): Place {
  try {
    return decodeCursor(cursor);
  } catch {
    return { epoch: '', position: 0 };
  }
}

export const welcome = '{"type":"welcome"}';

/** Of the extended protocol. `restored` are the subscriptions that came back with a session. */
export const extendedWelcome = (sid: string, restored: readonly string[]): string =>
  JSON.stringify({
    type: 'welcome',
    sid,
    ...(restored.length === 0 ? {} : { restored: true, restored_ids: restored }),
  });

export const farewell = '{"type":"disconnect","reason":"server_restart","reconnect":true}';
/** Whoever does not read fast enough comes back and asks for the rest. */
export const tooSlow = '{"type":"disconnect","reason":"slow_client","reconnect":true}';
/** A right was lost; what is left of them is found out when they come back. */
export const revoked = '{"type":"disconnect","reason":"remote","reconnect":true}';

export const ping = (): string =>
  JSON.stringify({ type: 'ping', message: Math.floor(Date.now() / 1000) });

/** The identifier goes back as it came: clients compare it byte for byte. */
export const confirmation = (identifier: string): string =>
  JSON.stringify({ identifier, type: 'confirm_subscription' });

export const rejection = (identifier: string): string =>
  JSON.stringify({ identifier, type: 'reject_subscription' });

export const historyAnswer = (identifier: string, isComplete: boolean): string =>
  JSON.stringify({ identifier, type: isComplete ? 'confirm_history' : 'reject_history' });

/** `message` is JSON text, made once for everybody who hears it. */
export const delivery = (quoted: string, message: string): string =>
  `{"identifier":${quoted},"message":${message}}`;

export const placedDelivery = (
  { quoted, stream }: { quoted: string; stream: string },
  message: string,
  { epoch, position }: Place,
): string =>
  `{"identifier":${quoted},"message":${message},"stream_id":"${stream}","epoch":"${epoch}","offset":${position}}`;
