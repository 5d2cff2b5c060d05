import { assigneeAfterOpening, assigneeAfterTeamChange } from '../assignment/settle.ts';
import type { Actor } from '../auth/actor.ts';
import { contactInboxFor, type ContactInbox } from '../contacts/contact-inboxes.ts';
import type { Tx } from '../db/pool.ts';
import { row } from '../db/query.ts';
import { writeActivities } from '../messages/insert.ts';
import { sendMessage } from '../messages/messages.ts';
import { addParticipants } from '../participants/queries.ts';
import type { Platform } from '../platform.ts';
import { linesOf } from './change.ts';
import { STATUSES, type Status } from './enums.ts';
import { recordConversation } from './events.ts';
import { lockConversationById, type Conversation } from './queries.ts';
import {
  checkAttributes,
  cleanAdditionalAttributes,
  parseSnoozedUntil,
  parseStatus,
  statusAtCreation,
} from './rules.ts';
import type { CreateInput } from './schema.ts';

interface Creation {
  actor: Actor;
  input: CreateInput;
  platform: Platform;
}

/**
 * Opens a conversation, with its first message when there is one (contract §4.5). An inbox that keeps
 * one conversation per contact answers with that one. Returns the primary key.
 */
export async function createConversation(
  tx: Tx,
  { actor, input, platform }: Creation,
): Promise<number> {
  const requested = parseStatus(input.status);
  // An end without a snooze means nothing, not even when it makes no sense.
  const snoozed_until = requested === 'snoozed' ? parseSnoozedUntil(input.snoozed_until) : null;
  const custom_attributes = input.custom_attributes ?? {};
  checkAttributes(custom_attributes, 'custom_attributes');
  const contactInbox = await contactInboxFor(tx, actor, input);
  const id =
    (await onlyConversation(tx, actor.account_id, contactInbox)) ??
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
    await sendMessage(tx, { conversation, actor, input: input.message, platform });
  }
  return id;
}

/** The conversation that a locking inbox already has with this contact. */
async function onlyConversation(
  tx: Tx,
  accountId: number,
  { id, lock_to_single_conversation }: ContactInbox,
): Promise<number | undefined> {
  if (!lock_to_single_conversation) return undefined;
  // Two first messages at once: the second waits here and then finds the first one's conversation.
  await row(
    tx,
    'select 1 from contact_inboxes where account_id = $1 and id = $2 for no key update',
    [accountId, id],
  );
  const found = await row<{ id: number }>(
    tx,
    'select id from conversations where account_id = $1 and contact_inbox_id = $2 order by id desc limit 1',
    [accountId, id],
  );
  return found?.id;
}

interface Insertion {
  actor: Actor;
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
    (select id from teams where account_id = $1 and id = $8),
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

/** Assigns, records and comments on a conversation that was just made. */
async function settleCreation(tx: Tx, created: Conversation, actor: Actor): Promise<void> {
  const blank: Conversation = { ...created, assignee_id: null, team_id: null };
  const after: Conversation = { ...created };
  after.assignee_id = await assigneeAfterTeamChange(tx, after);
  if (after.status === 'open') after.assignee_id = await assigneeAfterOpening(tx, after);
  if (after.assignee_id !== created.assignee_id) {
    await row(tx, 'update conversations set assignee_id = $3 where account_id = $1 and id = $2', [
      after.account_id,
      after.id,
      after.assignee_id,
    ]);
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
