import type { Message } from '../conversation-data.ts';

export const headNames = ['from', 'to', 'cc', 'bcc', 'subject', 'date'] as const;
export type HeadName = (typeof headNames)[number];

interface Mail {
  head: readonly (readonly [HeadName, string])[];
  subject: string | undefined;
  /** The address of who wrote it, in small letters; undefined where it is not said. */
  sender: string | undefined;
  /** As it was written, with whatever markup its writer liked. */
  html: string | undefined;
  /** Of its text what is new; empty where that is not known. */
  fresh: string;
}

type Loose = Record<string, unknown>;

/** Attributes are what whoever sent them has put there: only what is a text counts. */
const texts = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter(
    (each): each is string => typeof each === 'string' && each.trim() !== '',
  );

const looseOf = (value: unknown): Loose =>
  typeof value === 'object' && value !== null ? (value as Loose) : {};

/** What a message says about the mail it came as or went as; undefined for one that is none. */
export function mailOf({ content_attributes: given }: Message): Mail | undefined {
  if (typeof given['email'] !== 'object' || given['email'] === null) return undefined;
  const mail = looseOf(given['email']);
  const first = (...candidates: unknown[]): string[] =>
    candidates.map(texts).find((each) => each.length > 0) ?? [];
  const [date] = texts(mail['date']);
  const lists: Record<HeadName, string[]> = {
    from: texts(mail['from']),
    to: first(given['to_emails'], mail['to']),
    cc: first(given['cc_emails'], mail['cc'], given['cc_email']),
    bcc: first(given['bcc_emails'], mail['bcc'], given['bcc_email']),
    subject: texts(mail['subject']).slice(0, 1),
    date: date !== undefined && !Number.isNaN(Date.parse(date)) ? [date] : [],
  };
  return {
    head: headNames.flatMap((name) => {
      const said = lists[name].join(', ');
      return said === '' ? [] : [[name, said] as const];
    }),
    subject: lists.subject[0],
    sender: lists.from[0]?.toLowerCase(),
    html: texts(looseOf(mail['html_content'])['full'])[0],
    fresh: texts(looseOf(mail['text_content'])['quoted'])[0] ?? '',
  };
}
