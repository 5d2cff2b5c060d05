import { audit } from '../audit/audit.ts';
import type { Actor } from '../auth/actor.ts';
import { changeConversation, type ConversationChanges } from '../conversations/change.ts';
import { recordConversation } from '../conversations/events.ts';
import { findConversation, lenientId, type Conversation } from '../conversations/queries.ts';
import type { Tx } from '../db/pool.ts';
import { unprocessable } from '../errors.ts';
import { writeActivities } from '../messages/insert.ts';
import { recordScheduled } from '../scheduled-messages/events.ts';
import { lockAll } from './lock.ts';
import {
  joinFollowers,
  moveMessages,
  moveScheduledMessages,
  repointStubs,
} from './moving-queries.ts';
import { areProven, closeAsStub, insertMerge, seenUntil } from './queries.ts';
import { united, valuesOf, type Values } from './rules.ts';

interface Merging {
  /** Number of the conversation that goes on. */
  target: unknown;
  /** Numbers of those that become part of it, as they were given. */
  sources: unknown;
}

/**
 * Makes one conversation of several of one customer: what was said in the sources is in the target from
 * now on, under the same ids and times, and each source is left as a resolved stub that says where it
 * went. What reports have counted stays counted. Returns the target's primary key.
 */
export async function mergeConversations(
  tx: Tx,
  actor: Actor,
  { target: asked, sources: given }: Merging,
): Promise<number> {
  const { display_id: number } = await findConversation(tx, actor, asked);
  const sources = parseSources(number, given);
  const locked = await lockAll(tx, actor, [number, ...sources]);
  let target = locked.get(number) as Conversation;
  const others = sources.map((each) => locked.get(each) as Conversation);
  if (target.merged_into !== null) throw elsewhere(target, 'conversation_id');
  const merging: Conversation[] = [];
  for (const source of others) {
    // Done before: nothing is left to do.
    if (source.merged_into_id === target.id) continue;
    await checkPair(tx, { target, source });
    merging.push(source);
  }
  for (const source of merging) target = await mergeOne(tx, actor, { target, source });
  return target.id;
}

/** So many become part of one in a request. */
const MOST = 25;

/** The numbers of the conversations that are to become part of `target`. Throws 422 for none, too many, or itself. */
function parseSources(target: number, given: unknown): number[] {
  const list = Array.isArray(given) ? given : given === undefined || given === null ? [] : [given];
  const ids = [...new Set(list.map(lenientId).filter((id) => id !== null))];
  if (list.length > MOST) {
    throw unprocessable(`source_ids has too many entries (maximum is ${MOST})`);
  }
  if (ids.length === 0) throw unprocessable('source_id must be the number of a conversation');
  if (ids.includes(target)) {
    throw unprocessable('source_id: a conversation cannot be merged into itself');
  }
  return ids;
}

interface Pair {
  target: Conversation;
  source: Conversation;
}

const elsewhere = ({ display_id, merged_into }: Conversation, field: string) =>
  unprocessable(`${field}: conversation #${display_id} was merged into #${merged_into} already`);

/**
 * Whoever has a way into one of two conversations has it into both once they are one. So they are of one
 * contact, and no session is among them that says by its word alone that it is that contact.
 */
async function checkPair(tx: Tx, { target, source }: Pair): Promise<void> {
  if (source.merged_into !== null) throw elsewhere(source, 'source_id');
  if (source.contact_id !== target.contact_id) {
    throw unprocessable(
      `source_id: conversation #${source.display_id} is with another contact; merge the contacts first`,
    );
  }
  const sessions = [target.contact_inbox_id, source.contact_inbox_id];
  if (sessions[0] === sessions[1] || (await areProven(tx, target.account_id, sessions))) return;
  throw unprocessable(
    `source_id: conversation #${source.display_id} and #${target.display_id} came by different sessions, of which one has not proven to be the contact`,
  );
}

async function mergeOne(tx: Tx, actor: Actor, { target, source }: Pair): Promise<Conversation> {
  const { account_id, inbox_id } = target;
  const place = { account_id, from: source.id, to: target.id };
  const seen = await seenUntil(tx, target, source.id);
  const message_ids = await moveMessages(tx, { ...place, inbox_id });
  const followers = await joinFollowers(tx, place);
  const scheduled_ids = await moveScheduledMessages(tx, place, null);
  const stub_ids = await repointStubs(tx, place, null);
  await closeAsStub(tx, source, target.id);
  const [target_before, source_before] = [valuesOf(target), valuesOf(source)];
  const changes = changesTo(target_before, united(target_before, source_before));
  const after = await changeConversation(tx, target, changes, { actor });
  await insertMerge(
    tx,
    {
      account_id,
      source_id: source.id,
      target_id: target.id,
      message_ids,
      scheduled_ids,
      stub_ids,
      ...followers,
      source_before,
      target_before,
      target_after: valuesOf(after),
    },
    seen,
  );
  await tell(tx, actor, { target: after, source });
  await recordScheduled(tx, 'scheduled_message.updated', { account_id, ids: scheduled_ids, actor });
  return { ...after, cancels_on_reply: target.cancels_on_reply || source.cancels_on_reply };
}

const dateOf = (text: string | null): Date | null => (text === null ? null : new Date(text));

/** Who opens it gives it to nobody but whom the source brings; then the rules of the inbox decide. */
function changesTo(before: Values, after: Values): ConversationChanges {
  const { status, priority, labels, custom_attributes, assignee_id, team_id } = after;
  const isTaken = assignee_id !== before.assignee_id || team_id !== before.team_id;
  return {
    status,
    priority,
    labels,
    custom_attributes,
    snoozed_until: dateOf(after.snoozed_until),
    waiting_since: dateOf(after.waiting_since),
    first_reply_created_at: dateOf(after.first_reply_created_at),
    ...(isTaken ? { assignee_id, team_id } : {}),
  };
}

/** The lines in both, and the events: of the source as what it is now, of the target, and of the merge itself. */
async function tell(tx: Tx, actor: Actor, { target, source }: Pair): Promise<void> {
  const { name } = actor;
  const [into, from] = [target.display_id, source.display_id];
  await writeActivities(tx, source, {
    actor,
    lines: [`${name} merged this conversation into #${into}`],
  });
  await writeActivities(tx, target, {
    actor,
    lines: [`${name} merged conversation #${from} into this one`],
  });
  const changes = {
    ...(source.status === 'resolved' ? {} : { status: [source.status, 'resolved'] as [string, string] }), // prettier-ignore
    merged_into: [null, into] as [null, number],
  };
  const isTaken = source.status === 'open' && source.assignee_id !== null;
  const updated = {
    name: 'conversation.updated' as const,
    changes,
    ...(isTaken ? { place_free_in: source.inbox_id } : {}),
  };
  const moved = { name: 'conversation.status_changed' as const, changes };
  const facts = source.status === 'resolved' ? [updated] : [moved, updated];
  await recordConversation(tx, source, { actor, facts });
  const merged = { name: 'conversation.merged' as const, source_ids: [from] };
  await recordConversation(tx, target, { actor, facts: [merged] });
  const comment = `Merged conversation #${from} into #${into}`;
  await audit(tx, actor, {
    type: 'Conversation',
    id: source.id,
    action: 'update',
    changes: { merged_into: [null, into] },
    comment,
  });
}
