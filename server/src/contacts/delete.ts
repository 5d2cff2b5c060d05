import { audit } from '../audit/audit.ts';
import type { Actor } from '../auth/actor.ts';
import { removeAvatar } from '../avatars/avatars.ts';
import { deleteConversation } from '../conversations/delete.ts';
import { lockConversationById } from '../conversations/queries.ts';
import { transaction, type Pool, type Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { HttpError } from '../errors.ts';
import { emit } from '../events/emit.ts';
import { performerOf } from '../events/performer.ts';
import { enqueue } from '../jobs/enqueue.ts';
import type { Queues } from '../jobs/queues.ts';
import { isPresent } from '../presence.ts';
import { contactSenderJson } from './present.ts';
import type { Contact } from './queries.ts';

const look = `
  select ${contactSenderJson('k')} as data, exists (
    select from presence p where p.account_id = k.account_id and p.kind = 'Contact' and p.id = k.id
      and ${isPresent('p')}) as online
  from contacts k where k.account_id = $1 and k.id = $2`;

const hide = `
  update contacts set deleted_at = clock_timestamp(), updated_at = clock_timestamp(), name = '', email = null,
    phone_number = null, identifier = null, additional_attributes = '{}', custom_attributes = '{}',
    labels = '{}', location = null, country_code = null
  where account_id = $1 and id = $2`;

// Nobody comes back by them, and somebody else may have them.
const freeSources = `
  update contact_inboxes set source_id = 'deleted:' || gen_random_uuid(), updated_at = clock_timestamp(),
    pubsub_token = encode(uuid_send(gen_random_uuid()), 'hex')
  where account_id = $1 and contact_id = $2`;

/**
 * Deletes a (locked) contact: from now on nobody sees it, and its addresses are free. A job removes
 * what hangs on it (contract: customer §1.7). Throws 422 while they have the chat open.
 */
export async function deleteContact(tx: Tx, contact: Contact, actor: Actor): Promise<void> {
  const { account_id, id } = contact;
  const found = await row<{ data: unknown; online: boolean }>(tx, look, [account_id, id]);
  if (found?.online === true) {
    throw new HttpError(422, {
      message: `${capitalised(contact.name)} is Online, please try again later`,
    });
  }
  await removeAvatar(tx, { account_id, contact_id: id });
  await rows(tx, hide, [account_id, id]);
  await rows(tx, freeSources, [account_id, id]);
  await rows(tx, 'delete from notes where account_id = $1 and contact_id = $2', [account_id, id]);
  const payload = { contact_id: id, data: found?.data, performer: performerOf(actor) };
  await emit(tx, [{ account_id, name: 'contact.deleted', conversation_id: null, payload }]);
  const { name, email, phone_number, identifier } = contact;
  const changes = { name, email, phone_number, identifier };
  await audit(tx, actor, { type: 'Contact', id, action: 'destroy', changes });
  await enqueue(tx, [{ queue: 'remove_contact', data: { account_id, contact_id: id } }]);
}

const capitalised = (name: string): string =>
  name.charAt(0).toUpperCase() + name.slice(1).toLowerCase();

const BATCH = 20;
// Then the next job goes on: one that ran for ever would be taken for dead.
const BATCHES = 25;

/** Removes the conversations of a deleted contact, some at a time, and in the end the contact. */
export async function removeContact(pool: Pool, data: Queues['remove_contact']): Promise<void> {
  for (let batch = 1; batch <= BATCHES; batch += 1) {
    if (await transaction(pool, async (tx) => removeSome(tx, data))) return;
  }
  await transaction(pool, async (tx) => enqueue(tx, [{ queue: 'remove_contact', data }]));
}

const findConversations = `
  select c.id from conversations c join contacts k on k.account_id = c.account_id and k.id = c.contact_id
  where c.account_id = $1 and c.contact_id = $2 and k.deleted_at is not null order by c.id limit ${BATCH}`;

/** Whether that was all. */
async function removeSome(
  tx: Tx,
  { account_id, contact_id }: Queues['remove_contact'],
): Promise<boolean> {
  const found = await rows<{ id: number }>(tx, findConversations, [account_id, contact_id]);
  for (const { id } of found) {
    const conversation = await lockConversationById(tx, account_id, id);
    if (conversation !== undefined) await deleteConversation(tx, conversation, null);
  }
  if (found.length === BATCH) return false;
  await rows(
    tx,
    'delete from contacts where account_id = $1 and id = $2 and deleted_at is not null',
    [account_id, contact_id],
  );
  return true;
}
