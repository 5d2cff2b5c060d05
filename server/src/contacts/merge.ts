import { audit, differences } from '../audit/audit.ts';
import type { Author } from '../auth/actor.ts';
import { recordContactChanged } from '../conversations/events.ts';
import { parseLabels } from '../conversations/rules.ts';
import type { Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { notFound } from '../errors.ts';
import { emit } from '../events/emit.ts';
import { performerOf } from '../events/performer.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { changeContact, type ContactChanges } from './change.ts';
import { contactSenderJson } from './present.ts';
import { lockContacts, type Contact } from './queries.ts';
import { mergedValues } from './rules.ts';

interface Merging {
  account_id: number;
  /** Who survives. */
  base_id: number;
  /** Who is no more afterwards. */
  mergee_id: number;
}

interface Pair {
  base: Contact;
  mergee: Contact;
}

/**
 * Makes one contact of two, in the caller's transaction: all that the mergee has becomes the base's
 * (contract: customer §1.10). Returns the base as it is afterwards; the same id twice changes nothing.
 * `actor` is null when nobody of the account asked for it. Throws 404 when there is not either of them.
 */
export async function mergeContacts(
  tx: Tx,
  actor: Author | null,
  { account_id, base_id, mergee_id }: Merging,
): Promise<Contact> {
  const contacts = await lockForMerging(tx, account_id, [base_id, mergee_id]);
  const [base, mergee] = [contacts.get(base_id), contacts.get(mergee_id)];
  if (base === undefined || mergee === undefined) throw notFound();
  return base === mergee ? base : mergeLocked(tx, actor, { base, mergee });
}

// Whoever writes a message holds the conversation before the contact: so do we, or each would wait for
// the other. In the order of the keys for the same reason.
const lockConversations = `
  select c.id from conversations c
  where c.account_id = $1 and c.contact_id = any($2::bigint[]) order by c.id for update`;

/** The contacts, held with all of their conversations until the transaction ends. */
export async function lockForMerging(
  tx: Tx,
  accountId: number,
  ids: readonly number[],
): Promise<Map<number, Contact>> {
  if (new Set(ids).size > 1) await rows(tx, lockConversations, [accountId, ids]);
  return lockContacts(tx, accountId, ids);
}

/**
 * Like mergeContacts, of two different contacts that `lockForMerging` gave. With `keepsBase` the base takes
 * over what the mergee did, and nothing of who they said to be.
 */
export async function mergeLocked(
  tx: Tx,
  actor: Author | null,
  { base, mergee, keepsBase = false }: Pair & { keepsBase?: boolean },
): Promise<Contact> {
  const { account_id } = base;
  const moved = await moveBelongings(tx, { base, mergee, keepsBase });
  const gone = await removeMergee(tx, mergee);
  const after = await changeContact(
    tx,
    keepsBase ? base : { ...base, avatar_url: base.avatar_url || mergee.avatar_url },
    keepsBase ? activityOf({ base, mergee }) : changesOf({ base, mergee }),
    { actor },
  );
  const performer = performerOf(actor);
  const left = await row<{ data: unknown }>(tx, present, [account_id, base.id]);
  await emit(tx, [
    {
      account_id,
      name: 'contact.deleted',
      conversation_id: null,
      payload: { contact_id: mergee.id, data: gone, performer },
    },
    {
      account_id,
      name: 'contact.merged',
      conversation_id: null,
      payload: { contact_id: base.id, data: left?.data, mergee_id: mergee.id, performer },
    },
  ]);
  await recordContactChanged(tx, { account_id, ids: moved, actor });
  // Nobody of the account: then it was the customer who said to be the base.
  const { id, name } = mergee;
  const by = actor ?? { type: 'Contact' as const, id, name, account_id };
  await auditMerge(tx, by, { base, after, mergee });
  return after;
}

const changesOf = (pair: Pair): ContactChanges => ({
  ...mergedValues(pair.base, pair.mergee),
  ...activityOf(pair),
});

function activityOf({ base, mergee }: Pair): ContactChanges {
  const active = [base.last_activity_at, mergee.last_activity_at].filter((time) => time !== null);
  const latest = active.toSorted((a, b) => b.getTime() - a.getTime())[0];
  return {
    labels: parseLabels([...base.labels, ...mergee.labels]),
    ...(latest === undefined ? {} : { last_activity_at: latest }),
  };
}

const present = `select ${contactSenderJson('k')} as data from contacts k where k.account_id = $1 and k.id = $2`;

// In turns, so that no statement runs into the limit on its time when somebody wrote a great deal.
const BATCH = 5000;

const moveMessages = `
  with batch as (
    select id from messages where account_id = $1 and sender_contact_id = $2 limit ${BATCH}
  ), moved as (
    update messages m set sender_contact_id = $3 from batch where m.account_id = $1 and m.id = batch.id
    returning 1
  )
  select count(*) as total from moved`;

const moveConversations = `
  update conversations set contact_id = $3, updated_at = clock_timestamp()
  where account_id = $1 and contact_id = $2 returning id`;

// One statement for each other table that refers to a contact. A test compares with the catalog.
const moveOthers = [
  'update contact_inboxes set contact_id = $3, updated_at = clock_timestamp() where account_id = $1 and contact_id = $2',
  'update notes set contact_id = $3 where account_id = $1 and contact_id = $2',
  'update csat_survey_responses set contact_id = $3 where account_id = $1 and contact_id = $2',
];

// The base's picture stays; without one it takes the mergee's.
const movePicture = [
  `update avatars set contact_id = $3 where account_id = $1 and contact_id = $2
     and not exists (select from avatars own where own.account_id = $1 and own.contact_id = $3)`,
  `update contacts base set avatar_url = mergee.avatar_url from contacts mergee
   where base.account_id = $1 and base.id = $3 and base.avatar_url = ''
     and mergee.account_id = $1 and mergee.id = $2`,
];

/** Returns the conversations that are the base's now, by primary key. */
async function moveBelongings(
  tx: Tx,
  { base, mergee, keepsBase }: Pair & { keepsBase: boolean },
): Promise<number[]> {
  const values = [base.account_id, mergee.id, base.id];
  const conversations = await rows<{ id: number }>(tx, moveConversations, values);
  for (let total = BATCH; total === BATCH;) {
    total = (await row<{ total: number }>(tx, moveMessages, values))?.total ?? 0;
  }
  const others = keepsBase ? moveOthers : [...moveOthers, ...movePicture];
  for (const statement of others) await rows(tx, statement, values);
  return conversations.map(({ id }) => id);
}

const remove = `
  with picture as (
    delete from avatars where account_id = $1 and contact_id = $2 returning key
  ), gone as (
    delete from contacts k where k.account_id = $1 and k.id = $2 returning ${contactSenderJson('k')} as data
  )
  select gone.data, picture.key from gone left join picture on true`;

/** Before the base takes its addresses, which only one contact can have. Returns it as it was. */
async function removeMergee(tx: Tx, { account_id, id }: Contact): Promise<unknown> {
  const gone = await row<{ data: unknown; key: string | null }>(tx, remove, [account_id, id]);
  if (gone?.key != null) {
    await enqueue(tx, [{ queue: 'remove_files', data: { keys: [gone.key] } }]);
  }
  return gone?.data;
}

const audited = [
  'name',
  'email',
  'phone_number',
  'identifier',
  'labels',
  'additional_attributes',
  'custom_attributes',
] as const;

async function auditMerge(
  tx: Tx,
  actor: Parameters<typeof audit>[1],
  { base, after, mergee }: Pair & { after: Contact },
): Promise<void> {
  const comment = `Merged contact ${mergee.id} into contact ${base.id}`;
  await audit(tx, actor, {
    type: 'Contact',
    id: base.id,
    action: 'update',
    changes: differences(base, after, audited),
    comment,
  });
  await audit(tx, actor, {
    type: 'Contact',
    id: mergee.id,
    action: 'destroy',
    changes: Object.fromEntries(audited.map((name) => [name, mergee[name]])),
    associated: { type: 'Contact', id: base.id },
    comment,
  });
}
