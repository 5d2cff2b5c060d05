import { escapeHtml } from '../http/escape-html.ts';
import { HopelessJobError } from '../jobs/jobs.ts';
import { MailRefusedError, senderOf, type Mail, type Mailer } from './mailer.ts';

/** A short mail of ours to one person: a few paragraphs, and perhaps one thing to do. */
export interface Notice {
  to: string;
  subject: string;
  paragraphs: string[];
  action?: { label: string; url: string };
}

interface Sender {
  mailer: Mailer;
  mailFrom: string;
}

/**
 * Sends it. `id` names the mail on every try. Throws HopelessJobError when the mail server refuses
 * it for good; anything else is worth another try.
 */
export async function sendNotice(
  { mailer, mailFrom }: Sender,
  notice: Notice,
  id: string,
): Promise<void> {
  try {
    await mailer.send(composeNotice(notice, { id, mailFrom }));
  } catch (error) {
    if (!(error instanceof MailRefusedError)) throw error;
    throw new HopelessJobError(error.message, { cause: error });
  }
}

function composeNotice(
  { to, subject, paragraphs, action }: Notice,
  { id, mailFrom }: { id: string; mailFrom: string },
): Mail {
  const texts =
    action === undefined ? paragraphs : [...paragraphs, `${action.label}: ${action.url}`];
  const link =
    action === undefined
      ? ''
      : `<p><a href="${escapeHtml(action.url)}">${escapeHtml(action.label)}</a></p>\n`;
  const body = paragraphs.map((text) => `<p>${escapeHtml(text)}</p>\n`).join('');
  return {
    id,
    from: senderOf(mailFrom),
    to,
    subject,
    html: `<!doctype html>\n<html><head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>\n<body>\n${body}${link}</body></html>\n`,
    text: `${texts.join('\n\n')}\n`,
  };
}
