import type { NotificationType } from './rules.ts';

/** Whom a mail is for, as they are when it is sent. */
export interface Addressee {
  email: string | null;
  confirmed: boolean;
  /** A member of the account who may open the conversation. */
  may_open: boolean;
  /** The types that they want by mail. */
  flags: readonly string[];
  /** The customer is blocked. */
  blocked: boolean;
  /** A browser or phone of theirs is connected. */
  connected: boolean;
}

export interface Item {
  type: NotificationType;
  seen: boolean;
  /** Its message was deleted. */
  gone: boolean;
}

const MESSAGES: readonly NotificationType[] = [
  'assigned_conversation_new_message',
  'participating_conversation_new_message',
];
export const isMessage = ({ type }: { type: NotificationType }): boolean => MESSAGES.includes(type);

/** Why nothing may be mailed to somebody, or null. */
export function whyNobody(addressee: Addressee | undefined, hasServer: boolean): string | null {
  if (!hasServer) return 'SMTP_URL is not set';
  if (addressee?.may_open !== true) return 'they may not open the conversation any more';
  if (addressee.email === null) return 'they have no e-mail address';
  return addressee.confirmed ? null : 'their e-mail address is not confirmed';
}

/** Why something is not worth a mail any more, or null (contract: conversations §10.5). */
export function whyNot(item: Item, { flags, blocked, connected }: Addressee): string | null {
  if (item.seen) return 'they have seen it';
  if (item.gone) return 'the message was deleted';
  if (!flags.includes(item.type)) return 'they have switched it off';
  if (blocked && item.type !== 'conversation_mention') return 'the customer is blocked';
  return connected && isMessage(item) ? 'they were online' : null;
}
