import { randomUUID } from 'node:crypto';
import { seesAll, type Actor } from '../auth/actor.ts';
import { viewLimit } from '../conversations/visibility.ts';
import type { Tx } from '../db/pool.ts';
import { row } from '../db/query.ts';
import { notFound, unprocessable } from '../errors.ts';

/** The tie between a contact and an inbox through which they write, as creating a conversation needs it. */
export interface ContactInbox {
  id: number;
  contact_id: number;
  inbox_id: number;
  muted: boolean;
  channel_type: string;
  lock_to_single_conversation: boolean;
  auto_assign: boolean;
  bot_active: boolean;
  source_id: string;
}

const columns = `
  ci.id, ci.contact_id, ci.inbox_id, ci.source_id, k.blocked as muted, i.channel_type,
  i.lock_to_single_conversation, i.enable_auto_assignment as auto_assign,
  exists (select from agent_bot_inboxes link where link.account_id = i.account_id
          and link.inbox_id = i.id and link.status = 'active') as bot_active`;

const sources = `
  from contact_inboxes ci
  join contacts k on k.account_id = ci.account_id and k.id = ci.contact_id
  join inboxes i on i.account_id = ci.account_id and i.id = ci.inbox_id`;

const visibleInbox = `i.deleted_at is null and ($3::bigint is null or exists (select from inbox_members im
  where im.account_id = i.account_id and im.inbox_id = i.id and im.user_id = $3))`;

const findInbox = `
  select i.id, i.channel_type from inboxes i where i.account_id = $1 and i.id = $2 and ${visibleInbox}`;

const findBySource = `
  select ${columns} ${sources} where ci.account_id = $1 and ci.source_id = $2 and ${visibleInbox}
    and ($4::bigint is null or ci.inbox_id = $4) and ($5::bigint is null or ci.contact_id = $5)
  order by ci.id limit 1`;

const findById = `select ${columns} ${sources} where ci.account_id = $1 and ci.id = $2`;

// Held, so that it is not merged into another one before the conversation refers to it.
const holdContact = `
  select id, email, phone_number from contacts
  where account_id = $1 and id = $2 and deleted_at is null for key share`;

interface Wanted {
  inbox_id?: number | null | undefined;
  contact_id?: number | null | undefined;
  source_id?: string | null | undefined;
  hmac_verified?: boolean | undefined;
}

/**
 * The contact inbox for a new conversation: found by its source id alone, or found or made for a
 * contact and an inbox (contract §4.5, §11). Throws 404 for anything the actor cannot see.
 */
export async function contactInboxFor(tx: Tx, actor: Actor, wanted: Wanted): Promise<ContactInbox> {
  const viewer = viewLimit(actor);
  const source = wanted.source_id ?? '';
  if (wanted.inbox_id == null || wanted.contact_id == null) {
    if (source === '') throw notFound();
    // The original ignores an inbox or contact that came alone, and may answer with another one's.
    const { inbox_id, contact_id } = wanted;
    return holdTie(tx, findBySource, [actor.account_id, source, viewer, inbox_id, contact_id]);
  }
  const place = [actor.account_id, wanted.inbox_id, viewer];
  const inbox = found(await row<{ id: number; channel_type: string }>(tx, findInbox, place));
  const contact = found(await row<Contact>(tx, holdContact, [actor.account_id, wanted.contact_id]));
  const source_id = source === '' ? sourceFor(inbox.channel_type, contact) : source;
  checkSource(source_id);
  const id = await findOrMake(tx, {
    account_id: actor.account_id,
    contact_id: contact.id,
    inbox,
    source_id,
    // A verified session sees the contact's conversations in every inbox: only who does so may say it is one.
    hmac_verified: wanted.hmac_verified === true && seesAll(actor),
  });
  return found(await row<ContactInbox>(tx, findById, [actor.account_id, id]));
}

/** The contact inbox with this id, which is known to exist. */
export async function contactInboxById(
  tx: Tx,
  { account_id, id }: { account_id: number; id: number },
): Promise<ContactInbox> {
  return holdTie(tx, findById, [account_id, id]);
}

/** The tie that the statement finds, with its contact held. */
async function holdTie(
  tx: Tx,
  statement: string,
  values: [accountId: number, ...unknown[]],
): Promise<ContactInbox> {
  const look = async (): Promise<ContactInbox> => found(await row(tx, statement, values));
  const hold = async ({ contact_id }: ContactInbox) =>
    row(tx, holdContact, [values[0], contact_id]);
  const tie = await look();
  if ((await hold(tie)) !== undefined) return tie;
  // While we waited the contact was merged into another one, and its ties with it.
  const again = await look();
  found(await hold(again));
  return again;
}

interface Contact {
  id: number;
  email: string | null;
}

function found<T>(record: T | undefined): T {
  if (record === undefined) throw notFound();
  return record;
}

function checkSource(source_id: string): void {
  if (source_id.length > 2048) {
    throw unprocessable('source_id is too long (maximum is 2048 characters)');
  }
}

/** API and website visitors get a new id each time; e-mail is its address (contract §11). */
function sourceFor(channelType: string, contact: Contact): string {
  if (channelType !== 'Channel::Email') return randomUUID();
  if (contact.email === null || contact.email === '') {
    throw unprocessable('param is missing or the value is empty: contact email');
  }
  return contact.email;
}

interface Tie {
  account_id: number;
  contact_id: number;
  inbox: { id: number; channel_type: string };
  source_id: string;
  hmac_verified: boolean;
}

async function findOrMake(tx: Tx, tie: Tie): Promise<number> {
  const { account_id, contact_id, inbox, source_id, hmac_verified } = tie;
  const made = await row<{ id: number }>(
    tx,
    `insert into contact_inboxes (account_id, contact_id, inbox_id, source_id, hmac_verified)
     values ($1, $2, $3, $4, $5) on conflict (account_id, inbox_id, source_id) do nothing returning id`,
    [account_id, contact_id, inbox.id, source_id, hmac_verified],
  );
  if (made !== undefined) return made.id;
  const existing = await row<{ id: number; contact_id: number }>(
    tx,
    `select id, contact_id from contact_inboxes
     where account_id = $1 and inbox_id = $2 and source_id = $3 for update`,
    [account_id, inbox.id, source_id],
  );
  if (existing?.contact_id === contact_id) return existing.id;
  if (existing === undefined || inbox.channel_type !== 'Channel::Email') {
    throw unprocessable('source_id should be unique');
  }
  // An address that moved to another contact: the older tie gives it up and keeps its history (contract §4.5).
  await row(
    tx,
    `update contact_inboxes set source_id = source_id || '+' || gen_random_uuid(), updated_at = now()
     where account_id = $1 and id = $2`,
    [account_id, existing.id],
  );
  return findOrMake(tx, tie);
}
