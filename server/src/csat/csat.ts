import type { Author } from '../auth/actor.ts';
import type { Conversation } from '../conversations/queries.ts';
import type { Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { notFound, unprocessable } from '../errors.ts';
import { recordUpdate } from '../messages/edit.ts';
import type { Message } from '../messages/queries.ts';
import { parseSubmission, type Rating } from './rules.ts';

interface Answering {
  actor: Author | null;
  /** As the request gave it. */
  submitted_values: unknown;
  /** Answers are taken however long ago the question was asked. */
  whenever?: boolean;
}

interface Asked {
  is_survey: boolean;
  is_closed: boolean;
}

const LOCK_DAYS = 14;

// Days of the calendar, as the original counts them (contract: customer §2.4).
const findAsked = `
  select content_type = 9 as is_survey, current_date - created_at::date > ${LOCK_DAYS} as is_closed
  from messages where account_id = $1 and id = $2 and not private and message_type <> 2`;

const save = `
  update messages set content_attributes = $3, updated_at = clock_timestamp()
  where account_id = $1 and id = $2`;

/**
 * Keeps what the customer filled into a (locked) message of theirs: an option, a form, a rating. The
 * rating is recorded in the same transaction. Throws 404 for what is no message to them, and 422 when
 * the values cannot be read or the survey is over.
 */
export async function submitValues(
  tx: Tx,
  { conversation, message }: { conversation: Conversation; message: Message },
  { actor, submitted_values, whenever = false }: Answering,
): Promise<void> {
  const { account_id, id } = message;
  const asked = await row<Asked & Record<string, unknown>>(tx, findAsked, [account_id, id]);
  if (asked === undefined) throw notFound();
  if (asked.is_survey && asked.is_closed && !whenever) {
    throw unprocessable(`You cannot update the CSAT survey after ${LOCK_DAYS} days`);
  }
  const submission = parseSubmission(submitted_values);
  const before = message.content_attributes;
  const after = { ...before, submitted_values: submission };
  await rows(tx, save, [account_id, id, JSON.stringify(after)]);
  if (asked.is_survey && Array.isArray(submission)) {
    throw unprocessable('submitted_values must be an object with csat_survey_response');
  }
  if (asked.is_survey && !Array.isArray(submission)) {
    await recordRating(tx, { conversation, message }, submission.csat_survey_response);
  }
  await recordUpdate(tx, message, { actor, changes: [{ content_attributes: [before, after] }] });
}

// One answer per question. Whom it is about stays as it was when the customer first answered.
const upsert = `
  insert into csat_survey_responses as r (account_id, conversation_id, message_id, contact_id,
    assigned_agent_id, rating, feedback_message)
  values ($1, $2, $3, $4, $5, $6, $7)
  on conflict (account_id, message_id) do update
    set rating = excluded.rating, updated_at = clock_timestamp(),
      feedback_message = case when $8 then excluded.feedback_message else r.feedback_message end`;

/** Without a rating there is nothing to count: what was said stands in the message alone. */
async function recordRating(
  tx: Tx,
  { conversation, message }: { conversation: Conversation; message: Message },
  { rating, feedback_message }: Rating,
): Promise<void> {
  if (rating === null) return;
  await rows(tx, upsert, [
    message.account_id,
    message.conversation_id,
    message.id,
    conversation.contact_id,
    conversation.assignee_id,
    rating,
    feedback_message ?? null,
    feedback_message !== undefined,
  ]);
}
