import type { ContactActor } from '../auth/actor.ts';
import { lenientId, type Conversation } from '../conversations/queries.ts';
import type { Db } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { JsonText } from '../http/json.ts';
import { clientConversationJson, clientMessageJson, isForCustomer } from './present.ts';

const listed = (texts: { json: string }[]): JsonText =>
  new JsonText(`[${texts.map(({ json }) => json).join(',')}]`);

const list = `
  select (${clientConversationJson})::text as json
  from conversations c join contacts k on k.account_id = c.account_id and k.id = c.contact_id
  join contact_inboxes ci on ci.account_id = c.account_id and ci.id = c.contact_inbox_id
  where c.account_id = $1 and c.merged_into_id is null and (c.contact_inbox_id = $2 or c.contact_id = $3
    or exists (select from conversations stub
               join contact_inboxes way on way.account_id = $1 and way.id = $2 and way.claims is null
               where stub.account_id = $1 and stub.merged_into_id = c.id and stub.contact_inbox_id = $2))
  order by c.id`;

/** Every conversation that is the customer's, oldest first. */
export async function listOwnConversations(db: Db, visitor: ContactActor): Promise<JsonText> {
  const { account_id, contact_inbox_id, id, hmac_verified } = visitor;
  const values = [account_id, contact_inbox_id, hmac_verified ? id : null];
  return listed(await rows<{ json: string }>(db, list, values));
}

const show = `
  select (${clientConversationJson})::text as json
  from conversations c join contacts k on k.account_id = c.account_id and k.id = c.contact_id
  join contact_inboxes ci on ci.account_id = c.account_id and ci.id = c.contact_inbox_id
  where c.account_id = $1 and c.id = $2`;

/** A conversation as its customer sees it. */
export async function showOwnConversation(
  db: Db,
  { account_id, id }: Pick<Conversation, 'account_id' | 'id'>,
): Promise<JsonText> {
  const found = await row<{ json: string }>(db, show, [account_id, id]);
  return new JsonText(found?.json ?? 'null');
}

const page = `
  select (${clientMessageJson('m', 'c')})::text as json
  from (
    select * from messages m
    where m.account_id = $1 and m.conversation_id = $2 and ($3::bigint is null or m.id < $3)
      and ${isForCustomer('m')}
    order by m.id desc limit 20
  ) m
  join conversations c on c.account_id = m.account_id and c.id = m.conversation_id
  join contact_inboxes ci on ci.account_id = c.account_id and ci.id = c.contact_inbox_id
  order by m.id`;

/** The last 20 messages, or the 20 before an id, oldest first. */
export async function listOwnMessages(
  db: Db,
  { account_id, id }: Conversation,
  before: unknown,
): Promise<JsonText> {
  const isGiven = before !== undefined && before !== null && String(before).trim() !== '';
  // Garbage is an id before which there is nothing.
  const below = isGiven ? (lenientId(before) ?? 0) : null;
  return listed(await rows<{ json: string }>(db, page, [account_id, id, below]));
}

const showOne = `
  select (${clientMessageJson('m', 'c', '$3::json')})::text as json
  from messages m join conversations c on c.account_id = m.account_id and c.id = m.conversation_id
  join contact_inboxes ci on ci.account_id = c.account_id and ci.id = c.contact_inbox_id
  where m.account_id = $1 and m.id = $2`;

/** A message as its customer sees it; `echo` is the echo_id of this very request, if it had one. */
export async function showOwnMessage(
  db: Db,
  { account_id, id }: { account_id: number; id: number },
  echo?: unknown,
): Promise<JsonText> {
  const echoed = echo === undefined || echo === null ? null : JSON.stringify(echo);
  const found = await row<{ json: string }>(db, showOne, [account_id, id, echoed]);
  return new JsonText(found?.json ?? 'null');
}
