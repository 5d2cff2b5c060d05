import type { ContactActor } from '../auth/actor.ts';
import { lockConversationById, type Conversation } from '../conversations/queries.ts';
import type { Db, Tx } from '../db/pool.ts';
import { row } from '../db/query.ts';
import { notFound, unauthorized, unprocessable } from '../errors.ts';
import { isObject } from '../http/bag.ts';
import { JsonText } from '../http/json.ts';
import { lockMessage, type Message } from '../messages/queries.ts';
import { submitValues } from './csat.ts';
import { surveyJson } from './present.ts';

const source = `
  from conversations c
  join accounts a on a.id = c.account_id and a.deleted_at is null
  join inboxes i on i.account_id = c.account_id and i.id = c.inbox_id and i.deleted_at is null
  join lateral (select * from messages q where q.account_id = c.account_id and q.conversation_id = c.id
    and q.content_type = 9 order by q.id desc limit 1) m on true
  left join csat_survey_responses r on r.account_id = m.account_id and r.message_id = m.id
  where c.uuid = $1::uuid`;

const show = `select a.status, (${surveyJson})::text as json ${source}`;

const find = `
  select a.status, c.account_id, c.id as conversation_id, m.id as message_id ${source}`;

const isUuid = (text: unknown): text is string =>
  typeof text === 'string' && /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text);

async function open<R extends Record<string, unknown>>(
  db: Db,
  statement: string,
  uuid: unknown,
): Promise<R> {
  const found = isUuid(uuid) ? await row<R & { status: string }>(db, statement, [uuid]) : undefined;
  if (found === undefined) throw notFound();
  if (found.status === 'suspended') throw unauthorized('Account is suspended');
  return found;
}

/** The question that the conversation's customer was asked, with their answer if there is one. */
export async function showSurvey(db: Db, uuid: unknown): Promise<JsonText> {
  const { json } = await open<{ json: string }>(db, show, uuid);
  return new JsonText(json);
}

const findCustomer = `
  select 'Contact' as type, k.id, k.account_id, k.name, ci.inbox_id, ci.id as contact_inbox_id, ci.source_id,
         ci.hmac_verified
  from contact_inboxes ci join contacts k on k.account_id = ci.account_id and k.id = ci.contact_id
  where ci.account_id = $1 and ci.id = $2`;

/**
 * Keeps the answer of whoever has the address of the survey, who counts as the customer. Throws 404 when
 * nobody was asked, 422 for what is no rating or comes too late.
 */
export async function answerSurvey(
  tx: Tx,
  uuid: unknown,
  submitted_values: unknown,
): Promise<JsonText> {
  const { account_id, conversation_id, message_id } = await open<{
    account_id: number;
    conversation_id: number;
    message_id: number;
  }>(tx, find, uuid);
  const conversation = await lockConversationById(tx, account_id, conversation_id);
  if (conversation === undefined) throw notFound();
  const message = (await lockMessage(tx, conversation, message_id)) as Message;
  if (!isObject(submitted_values) || !('csat_survey_response' in submitted_values)) {
    throw unprocessable('submitted_values must be an object with csat_survey_response');
  }
  const actor = await customerOf(tx, conversation);
  await submitValues(tx, { conversation, message }, { actor, submitted_values });
  return showSurvey(tx, uuid);
}

async function customerOf(tx: Tx, conversation: Conversation): Promise<ContactActor> {
  const { account_id, contact_inbox_id } = conversation;
  return (await row<ContactActor & Record<string, unknown>>(tx, findCustomer, [
    account_id,
    contact_inbox_id,
  ])) as ContactActor;
}
