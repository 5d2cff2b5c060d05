import { randomUUID } from 'node:crypto';
import type { ContactActor, Website } from '../auth/actor.ts';
import { createContact } from '../contacts/contacts.ts';
import { randomName } from '../contacts/random-name.ts';
import type { Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';

const tie = `
  insert into contact_inboxes (account_id, inbox_id, contact_id, source_id)
  values ($1, $2, $3, $4) returning id`;

/** Somebody who visits the website for the first time: a contact with a name until we know better. */
export async function newVisitor(tx: Tx, { account_id, id }: Website): Promise<ContactActor> {
  const contact = await createContact(tx, { account_id, name: randomName() });
  const source_id = randomUUID();
  const made = await row<{ id: number }>(tx, tie, [account_id, id, contact.id, source_id]);
  return {
    type: 'Contact',
    id: contact.id,
    account_id,
    name: contact.name,
    inbox_id: id,
    contact_inbox_id: made?.id as number,
    source_id,
    hmac_verified: false,
  };
}

// What was said stays with the contact; the realtime connection of the session ends with it.
const revoke = `
  update contact_inboxes set revoked_at = clock_timestamp(), updated_at = clock_timestamp(),
    pubsub_token = encode(uuid_send(gen_random_uuid()), 'hex')
  where account_id = $1 and id = $2`;

/** From now on the token of this session is nobody's. */
export async function endSession(
  tx: Tx,
  { account_id, contact_inbox_id }: ContactActor,
): Promise<void> {
  await rows(tx, revoke, [account_id, contact_inbox_id]);
}
