import type { Config } from '../config.ts';
import { escapeHtml } from '../http/escape-html.ts';
import { senderOf, type Mail } from '../mail/mailer.ts';
import { renderMarkdown } from '../mail/markdown.ts';
import { isMessage } from './mail-rules.ts';
import { withoutMentionLinks, type NotificationType } from './rules.ts';

/** Where something happened, as a mail names it. */
export interface Place {
  account_name: string;
  display_id: number;
  uuid: string;
  inbox_name: string;
  contact_name: string;
}

/** One thing to tell, with what was said. */
export interface Quoted {
  type: NotificationType;
  by_name: string | null;
  message: {
    id: number;
    sender_name: string | null;
    content: string | null;
    private: boolean;
    files: number;
  } | null;
}

interface News extends Place {
  email: string;
  /** Where they can have no more mails. */
  unsubscribe: string;
  account_id: number;
  mail_id: number;
  items: readonly Quoted[];
  /** How many more messages there were than were kept. */
  beyond: number;
}

/** What counts for more stands in the subject. */
const RANKS: readonly NotificationType[] = [
  'scheduled_message_failed',
  'conversation_mention',
  'conversation_assignment',
  'sla_missed_first_response',
  'sla_missed_next_response',
  'sla_missed_resolution',
  'conversation_creation',
  'assigned_conversation_new_message',
  'participating_conversation_new_message',
];

type Wording = (by: string | null, place: Place) => string;

const subjects: Record<NotificationType, Wording> = {
  conversation_creation: (_by, { contact_name, inbox_name }) =>
    `New conversation with ${contact_name} in ${inbox_name}`,
  conversation_assignment: (_by, { contact_name }) =>
    `The conversation with ${contact_name} is assigned to you`,
  assigned_conversation_new_message: (_by, { contact_name }) =>
    `New message in your conversation with ${contact_name}`,
  participating_conversation_new_message: (_by, { contact_name }) =>
    `New message in the conversation with ${contact_name}`,
  conversation_mention: (by, { contact_name }) =>
    `${by ?? 'Somebody'} mentioned you in the conversation with ${contact_name}`,
  sla_missed_first_response: (_by, { contact_name }) =>
    `The first response to ${contact_name} is late`,
  sla_missed_next_response: (_by, { contact_name }) =>
    `The next response to ${contact_name} is late`,
  sla_missed_resolution: (_by, { contact_name }) =>
    `The conversation with ${contact_name} should have been resolved`,
  scheduled_message_failed: (_by, { contact_name }) =>
    `Your scheduled message to ${contact_name} was not sent`,
};

const sentences: Record<NotificationType, Wording> = {
  conversation_creation: (_by, { contact_name, inbox_name }) =>
    `A conversation with ${contact_name} has begun in ${inbox_name}.`,
  conversation_assignment: (by, { contact_name, inbox_name }) =>
    by === null
      ? `The conversation with ${contact_name} in ${inbox_name} has been assigned to you.`
      : `${by} has assigned you the conversation with ${contact_name} in ${inbox_name}.`,
  assigned_conversation_new_message: (_by, { contact_name, inbox_name }) =>
    `There is news in your conversation with ${contact_name} in ${inbox_name}.`,
  participating_conversation_new_message: (_by, { contact_name, inbox_name }) =>
    `There is news in the conversation with ${contact_name} in ${inbox_name}, in which you take part.`,
  conversation_mention: (by, { contact_name, inbox_name }) =>
    `${by ?? 'Somebody'} mentioned you in the conversation with ${contact_name} in ${inbox_name}.`,
  sla_missed_first_response: (_by, { contact_name, inbox_name }) =>
    `The first response to ${contact_name} in ${inbox_name} is late.`,
  sla_missed_next_response: (_by, { contact_name, inbox_name }) =>
    `The next response to ${contact_name} in ${inbox_name} is late.`,
  sla_missed_resolution: (_by, { contact_name, inbox_name }) =>
    `The conversation with ${contact_name} in ${inbox_name} should have been resolved by now.`,
  scheduled_message_failed: (_by, { contact_name, inbox_name }) =>
    `The message that you scheduled for ${contact_name} in ${inbox_name} was not sent.`,
};

/** The mail about what happened in one conversation, in both forms. The same thing on every try. */
export function composeMail(news: News, { baseUrl, mailFrom }: Config): Mail {
  const { account_id, display_id, items } = news;
  const intro = [...new Set(items.map((item) => sentences[item.type](whoDid(item), news)))];
  const quotes = quotesOf(items);
  const url = `${baseUrl}/app/accounts/${account_id}/conversations/${display_id}`;
  const settings = `${baseUrl}/app/accounts/${account_id}/profile/settings`;
  const why = `You get this mail because of your notification settings in ${news.account_name}.`;
  const rest = news.beyond === 0 ? [] : [`… and ${news.beyond} more.`];
  const subject = subjectOf(news);
  return {
    id: `notification/${account_id}/${news.mail_id}`,
    thread: `conversation/${news.uuid}`,
    unsubscribe: news.unsubscribe,
    from: senderOf(mailFrom),
    to: news.email,
    subject,
    text: `${[...intro, ...quotes.map(quoteText), ...rest, `Open the conversation: ${url}`, `${why}\nChange them: ${settings}\nNo more mails: ${news.unsubscribe}`].join('\n\n')}\n`,
    html: [
      `<!doctype html>\n<html><head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>\n<body>`,
      ...intro.map((sentence) => `<p>${escapeHtml(sentence)}</p>`),
      ...quotes.map(quoteHtml),
      ...rest.map((sentence) => `<p>${escapeHtml(sentence)}</p>`),
      `<p>${link(url, `Open conversation #${display_id}`)}</p>`,
      `<p style="color:#60666c;font-size:90%">${escapeHtml(why)} ${link(settings, 'Change them')} · ${link(news.unsubscribe, 'No more mails')}</p>`,
      '</body></html>\n',
    ].join('\n'),
  };
}

function subjectOf(news: News): string {
  const { display_id, items, beyond } = news;
  const [first] = items.toSorted((a, b) => RANKS.indexOf(a.type) - RANKS.indexOf(b.type));
  if (first === undefined) throw new Error('a mail tells something');
  const texts = items.filter(isMessage).length + beyond;
  const wording = subjects[first.type](whoDid(first), news);
  return isMessage(first) && texts > 1
    ? `[#${display_id}] ${texts} ${wording.replace('New message', 'new messages')}`
    : `[#${display_id}] ${wording}`;
}

/** Who mentions somebody is who wrote it. */
const whoDid = ({ type, by_name, message }: Quoted): string | null =>
  type === 'conversation_mention' ? (message?.sender_name ?? null) : by_name;

/** Each message once: a person may have been told of it for two reasons. */
function quotesOf(items: readonly Quoted[]): NonNullable<Quoted['message']>[] {
  const messages = items.flatMap(({ message }) => (message === null ? [] : [message]));
  return [...new Map(messages.map((message) => [message.id, message])).values()].toSorted(
    (a, b) => a.id - b.id,
  );
}

type Quote = NonNullable<Quoted['message']>;

const heading = ({ sender_name, private: isNote }: Quote): string =>
  `${sender_name ?? 'Somebody'}${isNote ? ' (private note)' : ''}:`;

function remarks({ files }: Quote): string[] {
  if (files === 0) return [];
  return [files === 1 ? '(1 attachment)' : `(${files} attachments)`];
}

const contentOf = ({ content }: Quote): string => withoutMentionLinks(content ?? '').trim();

function quoteText(quote: Quote): string {
  const lines = contentOf(quote).split('\n');
  const said = lines.length === 1 && lines[0] === '' ? [] : lines;
  return [heading(quote), ...[...said, ...remarks(quote)].map((line) => `> ${line}`)].join('\n');
}

function quoteHtml(quote: Quote): string {
  const files = remarks(quote).map((remark) => `<p>${escapeHtml(remark)}</p>`);
  return `<p><b>${escapeHtml(heading(quote))}</b></p>\n<blockquote>${renderMarkdown(contentOf(quote))}${files.join('')}</blockquote>`;
}

const link = (url: string, label: string): string =>
  `<a href="${escapeHtml(url)}">${escapeHtml(label)}</a>`;
