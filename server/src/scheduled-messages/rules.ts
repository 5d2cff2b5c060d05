import { unprocessable } from '../errors.ts';
import { readInstant } from '../instant.ts';
import type { MessageInput } from '../messages/schema.ts';

export const STATES = ['scheduled', 'sent', 'held', 'failed', 'cancelled'] as const;
export type State = (typeof STATES)[number];

/** Why a message was not sent. */
export const REASONS = [
  'customer_replied',
  'conversation_moved_on',
  'author_left',
  'no_access',
  'conversation_deleted',
  'refused',
] as const;
export type Reason = (typeof REASONS)[number];

/** So many wait in one conversation at most. */
export const MOST = 100;

const YEAR = 366 * 24 * 60 * 60 * 1000;

/**
 * When a message is to be sent, to the second: in the future, and within a year. Undefined when it is
 * to be sent at once. Throws 422 for anything else.
 */
export function parseInstant(value: unknown, now = new Date()): Date | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const at = readInstant(value, 'scheduled_at');
  if (at.getTime() <= now.getTime()) throw unprocessable('scheduled_at must be in the future');
  if (at.getTime() - now.getTime() > YEAR) {
    throw unprocessable('scheduled_at must be within a year');
  }
  return new Date(Math.ceil(at.getTime() / 1000) * 1000);
}

/** Only what the team says can wait: a customer's words are there or they are not. */
export function checkKind({ message_type }: MessageInput): void {
  if (['outgoing', 1, undefined, null, ''].includes(message_type as string)) return;
  throw unprocessable('scheduled_at is only for messages whose message_type is outgoing');
}

/** Whether it can be sent or changed: one that was sent is a message, and no plan any more. */
export function checkWaits({ state }: { state: State }): void {
  if (state === 'sent') throw unprocessable('The scheduled message was sent already');
}
