import type { Message } from '../conversation-data.ts';

/** Whom a mail goes to; addresses by comma. */
export interface Recipients {
  to: string;
  cc: string;
  bcc: string;
}

interface Mail {
  from?: unknown;
  to?: unknown;
  cc?: unknown;
}

const listOf = (value: unknown): string[] =>
  (Array.isArray(value) ? value : typeof value === 'string' ? value.split(',') : [])
    .filter((each): each is string => typeof each === 'string')
    .map((each) => each.trim())
    .filter((each) => each !== '');

/**
 * Whom an answer goes to unless somebody says otherwise: whoever wrote last, with all who got it, too, but not
 * the inbox itself. After a mail of ours, the same as that one.
 */
export function recipientsOf(
  messages: readonly Message[],
  { contact, inbox }: { contact: string | null; inbox: string | null },
): Recipients {
  const last = messages.findLast(({ message_type, private: isNote }) => message_type < 2 && !isNote); // prettier-ignore
  const none = { to: contact ?? '', cc: '', bcc: '' };
  if (last === undefined) return none;
  const { email, to_emails, cc_emails, bcc_emails } = last.content_attributes;
  if (last.message_type === 1) {
    return {
      to: listOf(to_emails).join(', ') || none.to,
      cc: listOf(cc_emails).join(', '),
      bcc: listOf(bcc_emails).join(', '),
    };
  }
  const mail = Object(email) as Mail;
  const [from = none.to] = listOf(mail.from);
  const known = new Set([from, inbox ?? ''].map((each) => each.toLowerCase()));
  const others = [...listOf(mail.to), ...listOf(mail.cc)].filter((each) => {
    const isNew = !known.has(each.toLowerCase());
    known.add(each.toLowerCase());
    return isNew;
  });
  return { to: from, cc: others.join(', '), bcc: '' };
}

/** The first of the addresses that is none. */
export const wrongAddress = (addresses: string): string | undefined =>
  listOf(addresses).find((each) => !/^[^\s@,]+@[^\s@,]+\.[^\s@,]+$/.test(each));
