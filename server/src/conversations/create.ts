import { assigneeAfterOpening, assigneeAfterTeamChange } from '../assignment/settle.ts';
import type { Actor, ContactActor } from '../auth/actor.ts';
import { contactInboxFor, type ContactInbox } from '../contacts/contact-inboxes.ts';
import type { Tx } from '../db/pool.ts';
import { row } from '../db/query.ts';
import { without } from '../failpoint.ts';
import { writeActivities } from '../messages/insert.ts';
import { sendMessage } from '../messages/messages.ts';
import type { MessageInput } from '../messages/schema.ts';
import { addParticipants } from '../participants/queries.ts';
import type { Platform } from '../platform.ts';
import { parseInstant } from '../scheduled-messages/rules.ts';
import { scheduleMessage } from '../scheduled-messages/schedule.ts';
import { linesOf } from './change.ts';
import { STATUSES, type Status } from './enums.ts';
import { recordConversation } from './events.ts';
import {
  findConversation,
  findOwnConversation,
  lockConversationById,
  type Conversation,
} from './queries.ts';
import {
  checkAttributes,
  cleanAdditionalAttributes,
  parseSnoozedUntil,
  parseStatus,
  statusAtCreation,
} from './rules.ts';
import type { CreateInput } from './schema.ts';

/** Rules open no conversations. */
type Opener = Actor | ContactActor;

interface Creation<A extends Opener = Actor> {
  actor: A;
  input: CreateInput;
  platform: Platform;
}

/**
 * Opens a conversation, with its first message when there is one (contract §4.5). An inbox that keeps
 * one conversation per contact answers with that one. Returns the primary key.
 */
export async function createConversation(tx: Tx, creation: Creation): Promise<number> {
  const { actor, input } = creation;
  const contactInbox = async () => contactInboxFor(tx, actor, input);
  return openConversation(tx, { ...creation, contactInbox });
}

/** The same through a contact inbox that is found or made once the input is known to be good. */
export async function openConversation(
  tx: Tx,
  {
    actor,
    input,
    platform,
    contactInbox: find,
  }: Creation<Opener> & { contactInbox: () => Promise<ContactInbox> },
): Promise<number> {
  const requested = parseStatus(input.status);
  // An end without a snooze means nothing, not even when it makes no sense.
  const snoozed_until = requested === 'snoozed' ? parseSnoozedUntil(input.snoozed_until) : null;
  const custom_attributes = input.custom_attributes ?? {};
  checkAttributes(custom_attributes, 'custom_attributes');
  const contactInbox = await find();
  const id =
    (await onlyConversation(tx, actor, contactInbox)) ??
    (await insertConversation(tx, {
      actor,
      contactInbox,
      input,
      status: statusAtCreation(contactInbox, requested),
      snoozed_until,
      custom_attributes,
    }));
  if (input.message !== undefined && Object.keys(input.message).length > 0) {
    const conversation = (await lockConversationById(tx, actor.account_id, id)) as Conversation;
    await writeFirst(tx, { conversation, actor, input: input.message, platform });
  }
  return id;
}

/** What a conversation is opened with may be said later; customers say things when they say them. */
async function writeFirst(
  tx: Tx,
  writing: Pick<Creation<Opener>, 'actor' | 'platform'> & {
    conversation: Conversation;
    input: MessageInput;
  },
): Promise<void> {
  const { actor, input } = writing;
  const at = actor.type === 'Contact' ? undefined : parseInstant(input.scheduled_at);
  if (at === undefined || actor.type === 'Contact') await sendMessage(tx, writing);
  else await scheduleMessage(tx, { ...writing, actor, at });
}

const holdTie = `
  select 1 from contact_inboxes where account_id = $1 and id = $2 for no key update`;

/** The conversation that a locking inbox already has with this contact. */
async function onlyConversation(
  tx: Tx,
  actor: Opener,
  { id, lock_to_single_conversation }: ContactInbox,
): Promise<number | undefined> {
  if (!lock_to_single_conversation) return undefined;
  // Two first messages at once: the second waits here and then finds the first one's conversation.
  if (!without('firsts-wait')) await row(tx, holdTie, [actor.account_id, id]);
  const found = await row<{ display_id: number }>(
    tx,
    `select goes_on.display_id from conversations c
     join conversations goes_on on goes_on.account_id = c.account_id and goes_on.id = coalesce(c.merged_into_id, c.id)
     where c.account_id = $1 and c.contact_inbox_id = $2 order by c.id desc limit 1`,
    [actor.account_id, id],
  );
  // A custom role may keep its holder from the one there is.
  if (found === undefined) return undefined;
  const { id: only } =
    actor.type === 'Contact'
      ? await findOwnConversation(tx, actor, found.display_id)
      : await findConversation(tx, actor, found.display_id);
  return only;
}

interface Insertion {
  actor: Opener;
  contactInbox: ContactInbox;
  input: CreateInput;
  status: Status;
  snoozed_until: Date | null;
  custom_attributes: Record<string, unknown>;
}

// An id that is no member or team of the account is no assignment, as the answer to it always showed.
const insert = `
  insert into conversations (account_id, inbox_id, contact_id, contact_inbox_id, status, snoozed_until,
    assignee_id, team_id, additional_attributes, custom_attributes, created_at, updated_at, last_activity_at, waiting_since)
  select $1, $2, $3, $4, $5, $6,
    (select user_id from memberships where account_id = $1 and user_id = $7 and removed_at is null),
    (select id from teams where account_id = $1 and id = $8 and removed_at is null),
    $9, $10, instant.now, instant.now, instant.now, instant.now
  from (select clock_timestamp() as now) instant
  returning id`;

async function insertConversation(tx: Tx, insertion: Insertion): Promise<number> {
  const { actor, contactInbox, input, status, snoozed_until, custom_attributes } = insertion;
  const inserted = await row<{ id: number }>(tx, insert, [
    actor.account_id,
    contactInbox.inbox_id,
    contactInbox.contact_id,
    contactInbox.id,
    STATUSES.indexOf(status),
    status === 'snoozed' ? snoozed_until : null,
    input.assignee_id ?? null,
    input.team_id ?? null,
    JSON.stringify(cleanAdditionalAttributes(input.additional_attributes)),
    JSON.stringify(custom_attributes),
  ]);
  const { id } = inserted as { id: number };
  const created = (await lockConversationById(tx, actor.account_id, id)) as Conversation;
  await settleCreation(tx, created, actor);
  return id;
}

const settleAssignment = `
  update conversations set assignee_id = $3, awaits_agent = $4 where account_id = $1 and id = $2`;

/** Assigns, records and comments on a conversation that was just made. */
async function settleCreation(tx: Tx, created: Conversation, actor: Opener): Promise<void> {
  const blank: Conversation = { ...created, assignee_id: null, team_id: null };
  const after: Conversation = { ...created };
  after.assignee_id = await assigneeAfterTeamChange(tx, after);
  if (after.status === 'open') after.assignee_id = await assigneeAfterOpening(tx, after);
  const { account_id, id, assignee_id } = after;
  const awaits = after.status === 'open' && after.auto_assign && assignee_id === null;
  if (assignee_id !== created.assignee_id || awaits) {
    await row(tx, settleAssignment, [account_id, id, assignee_id, awaits]);
  }
  if (after.assignee_id !== null) await addParticipants(tx, after, [after.assignee_id]);
  const snoozed = after.snoozed_until?.toISOString();
  await recordConversation(tx, after, {
    actor,
    facts: [
      {
        name: 'conversation.created',
        ...(snoozed === undefined ? {} : { changes: { snoozed_until: [null, snoozed] } }),
      },
      ...(after.assignee_id === null ? [] : [{ name: 'assignee.changed' as const }]),
      ...(after.team_id === null ? [] : [{ name: 'team.changed' as const }]),
    ],
  });
  const lines = await linesOf(tx, { before: blank, after, by: { actor } });
  await writeActivities(tx, after, { actor, lines });
}
