import { escapeHtml } from '../http/escape-html.ts';
import { renderMarkdown } from '../mail/markdown.ts';
import type { TranscriptHead, TranscriptMessage } from './transcript-queries.ts';

/** One message, or a remark, in both of a mail's forms. */
export interface Part {
  html: string;
  text: string;
}

const CUT = 'This conversation is long: only its newest messages are in this transcript.';

/** What stands above the messages when older ones were left out. */
export const cutRemark: Part = { html: `<p><em>${CUT}</em></p>`, text: CUT };

const grey = 'color:#60666c;font-size:90%';

/** A message as the transcript shows it: who, what, when (contract §10.5). */
export function presentTranscriptMessage(
  message: TranscriptMessage,
  { channel_type, timezone }: Pick<TranscriptHead, 'channel_type' | 'timezone'>,
): Part {
  const name = message.sender_name ?? '';
  const lines = channel_type === 'Channel::Email' ? mailLines(message) : [];
  const time = shortTime(message.created_at, timezone);
  const content = message.content ?? '';
  return {
    html: [
      `<div style="margin-bottom:32px"><b>${escapeHtml(name)}</b>`,
      ...lines.map((line) => `<div style="${grey}">${escapeHtml(line)}</div>`),
      renderMarkdown(content),
      message.attachments.length === 0 ? '' : '<p>Attachments:</p>',
      ...message.attachments.map((each) => `<p>${link(each)}</p>`),
      `<div style="${grey}">${escapeHtml(time)}</div></div>`,
    ].join('\n'),
    text: [
      name,
      ...lines,
      content,
      ...message.attachments.map((each) => `${each.name}: ${each.url}`),
      time,
    ]
      .filter((line) => line !== '')
      .join('\n'),
  };
}

function link({ name, url }: { name: string; url: string }): string {
  const safe = /^https?:\/\//i.test(url);
  return safe ? `<a href="${escapeHtml(url)}">${escapeHtml(name)}</a>` : escapeHtml(name);
}

/** The head of the mail that a message came from or left as. */
function mailLines({ content_attributes, sender_email }: TranscriptMessage): string[] {
  const mail = content_attributes['email'] as Record<string, unknown> | null | undefined;
  const lists: [string, unknown][] = [
    ['From', filled(mail?.['from']) ?? sender_email],
    ['Subject', mail?.['subject']],
    ['To', filled(content_attributes['to_emails']) ?? mail?.['to']],
    ['CC', filled(content_attributes['cc_emails']) ?? mail?.['cc']],
    ['BCC', filled(content_attributes['bcc_emails']) ?? mail?.['bcc']],
  ];
  return lists.flatMap(([label, value]) => {
    const text = strings(value).join(', ').replace(/\s+/g, ' ');
    return text === '' ? [] : [`${label}: ${text}`];
  });
}

const filled = (value: unknown): unknown => (strings(value).length === 0 ? undefined : value);

const strings = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter(
    (each): each is string => typeof each === 'string' && each !== '',
  );

/** `Jan 31, 10:00 AM UTC` in the inbox's time zone; in UTC when that is not one. */
export function shortTime(time: Date, timezone: string): string {
  const parts = new Map(
    formatter(timezone)
      .formatToParts(time)
      .map((p) => [p.type, p.value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
  return `${part('month')} ${part('day')}, ${part('hour')}:${part('minute')} ${part('dayPeriod')} ${part('timeZoneName')}`;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(timeZone: string): Intl.DateTimeFormat {
  let found = formatters.get(timeZone);
  if (found === undefined) {
    found = createFormatter(timeZone);
    formatters.set(timeZone, found);
  }
  return found;
}

function createFormatter(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      month: 'short',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h12',
      timeZoneName: 'short',
      timeZone,
    });
  } catch {
    // An inbox may carry a zone that this machine does not know; the name in the line tells which is meant.
    return formatter('UTC');
  }
}
