import { setImmediate as breathe } from 'node:timers/promises';
import type { Author } from '../auth/actor.ts';
import type { Tx } from '../db/pool.ts';
import { tooManyRequests, unprocessable } from '../errors.ts';
import { emit } from '../events/emit.ts';
import { performerOf } from '../events/performer.ts';
import { takeFromAllowance } from '../http/allowance.ts';
import { HopelessJobError } from '../jobs/jobs.ts';
import {
  MailRefusedError,
  senderOf,
  type Address,
  type Mail,
  type Mailer,
} from '../mail/mailer.ts';
import { escapeHtml } from '../http/escape-html.ts';
import type { Platform } from '../platform.ts';
import type { Conversation } from './queries.ts';
import { cutRemark, presentTranscriptMessage, type Part } from './transcript-page.ts';
import { findTranscriptHead, transcriptPage, type TranscriptHead } from './transcript-queries.ts';

const PER_HOUR = 30;
const VISITOR_PER_HOUR = 5;

/** Asks for the conversation to be mailed to `email` (contract §4.16); a job does it after the commit. */
export async function requestTranscript(
  tx: Tx,
  conversation: Conversation,
  { actor, email }: { actor: Author; email: string },
): Promise<void> {
  if (email.trim() === '') throw unprocessable('email param missing');
  if (email.length > 255) {
    throw unprocessable('email is too long (maximum is 255 characters)');
  }
  // Anything else is for the mail server to judge, but a line break would be a header of its own.
  if (/\p{Cc}/u.test(email)) throw unprocessable('email must be on one line');
  const { account_id, id: conversation_id } = conversation;
  // A visitor cannot use up what the team has, nor send many mails to an address that they made up.
  const budget =
    actor.type === 'Contact'
      ? { name: `visitor transcripts ${actor.contact_inbox_id}`, limit: VISITOR_PER_HOUR }
      : { name: 'transcripts', limit: PER_HOUR };
  const allowance = { account_id, ...budget, windowSeconds: 3600 };
  const { allowed, retryAfterSeconds } = await takeFromAllowance(tx, allowance);
  if (!allowed) throw tooManyRequests(retryAfterSeconds);
  const payload = { email: email.trim(), performer: performerOf(actor) };
  const name = 'conversation.transcript_requested';
  await emit(tx, [{ account_id, name, conversation_id, payload }]);
}

interface Order {
  account_id: number;
  conversation_id: number;
  email: string;
  /** The job's id: the same mail on every try. */
  id: string;
}

/**
 * Mails a transcript. While SMTP_URL is not set, or the mail server cannot take it, the job fails and
 * is tried again for about a day; a mail that the server refuses for good is set aside at once. Both
 * show as failed jobs in /metrics and the log.
 */
export async function sendTranscript(
  { platform, mailer }: { platform: Platform; mailer: Mailer },
  order: Order,
): Promise<void> {
  const head = await findTranscriptHead(platform.pool, order);
  if (head === undefined) return; // deleted meanwhile, and nothing is left to send
  const mail = composeTranscript(head, await readParts(platform, order, head), {
    sender: senderOf(platform.config.mailFrom),
    order,
  });
  try {
    await mailer.send(mail);
  } catch (error) {
    if (!(error instanceof MailRefusedError)) throw error;
    throw new HopelessJobError(error.message, { cause: error });
  }
}

const PAGE = 200;

async function readParts({ pool }: Platform, order: Order, head: TranscriptHead): Promise<Part[]> {
  const parts: Part[] = head.cut ? [cutRemark] : [];
  for (let from = head.first_id; from !== null;) {
    const page = await transcriptPage(pool, order, { from, limit: PAGE });
    for (const message of page) {
      parts.push(presentTranscriptMessage(message, head));
      // Rendering is our own work: between two messages the process answers others.
      await breathe();
    }
    const last = page.at(-1);
    from = last === undefined || page.length < PAGE ? null : last.id + 1;
  }
  return parts;
}

function composeTranscript(
  head: TranscriptHead,
  parts: readonly Part[],
  { sender, order }: { sender: Address; order: Order },
): Mail {
  const subject = `[#${head.display_id}] Conversation Transcript`;
  const body = parts.map((part) => part.html).join('\n');
  return {
    id: `transcript/${order.id}`,
    from: { name: displayName(head), address: head.support_email ?? sender.address },
    to: order.email,
    subject,
    html: `<!doctype html>\n<html><head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>\n<body>\n${body}\n</body></html>\n`,
    text: `${parts.map((part) => part.text).join('\n\n')}\n`,
  };
}

/** `Ada from Acme`, or the business alone, as the inbox wants it (contract §10.5). */
function displayName(head: TranscriptHead): string {
  const business = head.business_name ?? head.inbox_name.replace(/[\\/<>@"]/g, '').trim();
  return head.sender_name_type === 'professional'
    ? business
    : `${head.agent_name ?? 'Notifications'} from ${business}`;
}
