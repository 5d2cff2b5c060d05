import type { ContactActor, Website } from '../auth/actor.ts';
import { isEmail } from '../contacts/rules.ts';
import { lenientId, lockConversationOfMessage } from '../conversations/queries.ts';
import { submitValues } from '../csat/csat.ts';
import type { Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { HttpError, missingParameter, notFound } from '../errors.ts';
import { recordUpdate } from '../messages/edit.ts';
import { CONTENT_TYPES } from '../messages/enums.ts';
import { lockMessage, type Message } from '../messages/queries.ts';
import { introduce } from './contacts.ts';

interface Visit {
  visitor: ContactActor;
  website: Website;
}

interface Answer {
  contact?: { email?: string | null | undefined; name?: string | null | undefined } | undefined;
  message?: { submitted_values?: unknown } | undefined;
}

const find = `
  select content_type from messages where account_id = $1 and id = $2 and not private and message_type <> 2`;

/**
 * Keeps what a visitor fills into a message of theirs: their address where the inbox asks for it, an
 * option, a form, a rating. Throws 404 for what is no message to them (contract: customer §3.5).
 */
export async function answerMessage(
  tx: Tx,
  { visitor, website }: Visit,
  { message_id, answer }: { message_id: unknown; answer: Answer },
): Promise<void> {
  const conversation = await lockConversationOfMessage(tx, visitor, message_id);
  const message = await lockMessage(tx, conversation, lenientId(message_id));
  const asked =
    message && (await row<{ content_type: number }>(tx, find, [message.account_id, message.id]));
  if (message === undefined || asked === undefined) throw notFound();
  if (CONTENT_TYPES[asked.content_type] === 'input_email') {
    await keepAddress(tx, { visitor, website }, { message, contact: answer.contact ?? {} });
    return;
  }
  const submitted_values = answer.message?.submitted_values;
  if (submitted_values === undefined) throw missingParameter('message');
  const submission = { actor: visitor, submitted_values, whenever: true };
  await submitValues(tx, { conversation, message }, submission);
}

const save = `
  update messages set content_attributes = $3, updated_at = clock_timestamp()
  where account_id = $1 and id = $2`;

interface Addressed {
  message: Message;
  contact: NonNullable<Answer['contact']>;
}

async function keepAddress(
  tx: Tx,
  { visitor, website }: Visit,
  { message, contact }: Addressed,
): Promise<void> {
  const email = contact.email?.trim() ? contact.email.toLowerCase() : null;
  if (email !== null && !isEmail(email)) throw invalidEmail();
  const before = message.content_attributes;
  const after = { ...before, submitted_email: email };
  await rows(tx, save, [message.account_id, message.id, JSON.stringify(after)]);
  const changes = [{ content_attributes: [before, after] as [unknown, unknown] }];
  await recordUpdate(tx, message, { actor: visitor, changes });
  await introduce(tx, { visitor, website }, { ...contact, email });
}

/** In the form that the window reads (contract: customer §3.5), which the original sends with a 500. */
const invalidEmail = (): HttpError =>
  new HttpError(422, {
    error: { email: ['Invalid email'] },
    message: 'Validation failed: Email Invalid email',
  });
