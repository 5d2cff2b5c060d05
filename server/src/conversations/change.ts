import { isDeepStrictEqual } from 'node:util';
import { assigneeAfterOpening, assigneeAfterTeamChange } from '../assignment/settle.ts';
import type { Author, ContactActor } from '../auth/actor.ts';
import type { Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import type { Changes as EventChanges } from '../events/events.ts';
import { writeActivities } from '../messages/insert.ts';
import { askForRating } from '../messages/rating.ts';
import { addParticipants } from '../participants/queries.ts';
import { recordOpening, recordResolution } from '../reports/facts.ts';
import {
  assigneeLine,
  labelLines,
  priorityLine,
  statusLine,
  teamLine,
  type Cause,
} from './activities.ts';
import { PRIORITIES, STATUSES } from './enums.ts';
import { recordConversation } from './events.ts';
import type { Conversation } from './queries.ts';

const changeable = [
  'status',
  'snoozed_until',
  'priority',
  'assignee_id',
  'assignee_agent_bot_id',
  'team_id',
  'labels',
  'custom_attributes',
  'waiting_since',
  'first_reply_created_at',
] as const;

type Attribute = (typeof changeable)[number];

/** New values; what is absent stays. */
export type ConversationChanges = Partial<Pick<Conversation, Attribute | 'awaits_agent'>>;

interface By {
  actor: Author | null;
  /** When the line about the status is not the actor's. */
  cause?: Cause;
}

/**
 * The one way in which a conversation changes: applies what the lifecycle makes of the change
 * (contract §8), saves it, and records its events and activity lines, all in the caller's transaction.
 * Returns the conversation as it is afterwards. A change to what it already is does nothing.
 */
export async function changeConversation(
  tx: Tx,
  before: Conversation,
  changes: ConversationChanges,
  by: By,
): Promise<Conversation> {
  const after = await settle(tx, before, changes);
  const changed = changeable.filter((name) => !isDeepStrictEqual(before[name], after[name]));
  if (changed.length === 0) return before;
  await save(tx, after);
  if (changed.includes('status')) await countStatus(tx, after);
  if (changed.includes('assignee_id') && after.assignee_id !== null) {
    await addParticipants(tx, after, [after.assignee_id]);
  }
  await recordConversation(tx, after, { actor: by.actor, facts: factsOf(before, after, changed) });
  await writeActivities(tx, after, {
    actor: by.actor,
    lines: await linesOf(tx, { before, after, by }),
  });
  if (changed.includes('status') && after.status === 'resolved') await askForRating(tx, after);
  return after;
}

export function causeOf(actor: Author | null): Cause {
  if (actor === null) return { by: 'system' };
  const { type, id, name } = actor;
  return type === 'Contact' ? { by: 'customer', name } : { by: 'actor', id, name, type };
}

/** What the change means for the rest of the conversation. */
async function settle(
  tx: Tx,
  before: Conversation,
  changes: ConversationChanges,
): Promise<Conversation> {
  const after: Conversation = { ...before, ...changes };
  // What was merged goes on elsewhere; here nothing opens any more.
  if (after.merged_into_id !== null) after.status = 'resolved';
  if (changes.assignee_agent_bot_id != null) after.assignee_id = null;
  if (after.team_id !== before.team_id)
    after.assignee_id = await assigneeAfterTeamChange(tx, after);
  if (after.status !== 'snoozed') after.snoozed_until = null;
  if (after.status !== before.status && after.status === 'resolved') after.waiting_since = null;
  if (
    after.status !== before.status &&
    after.status === 'open' &&
    changes.assignee_id === undefined
  ) {
    after.assignee_id = await assigneeAfterOpening(tx, after);
  }
  // Whoever chose the agent, the caller, a team or the round: the bot steps back (contract §8.7).
  if (after.assignee_id !== null && after.assignee_id !== before.assignee_id) {
    after.assignee_agent_bot_id = null;
  }
  after.awaits_agent = awaitsAgent(before, after, changes);
  return after;
}

/**
 * Whoever looked for an agent and found none goes on looking, until it is over; a team that does not assign
 * by itself is asked when there is somebody to give it to. Taken from somebody by hand, it stays free.
 */
function awaitsAgent(
  before: Conversation,
  after: Conversation,
  changes: ConversationChanges,
): boolean {
  const isFree = after.assignee_id === null && after.assignee_agent_bot_id === null;
  if (after.status !== 'open' || !isFree) return false;
  if (changes.awaits_agent !== undefined) return changes.awaits_agent;
  const looked = before.status !== 'open' || before.team_id !== after.team_id;
  return before.awaits_agent || (looked && after.auto_assign);
}

async function countStatus(tx: Tx, after: Conversation): Promise<void> {
  if (after.status === 'resolved') await recordResolution(tx, after);
  if (after.status === 'open') await recordOpening(tx, after);
}

const update = `
  update conversations set status = $3, snoozed_until = $4, priority = $5, assignee_id = $6,
    assignee_agent_bot_id = $7, team_id = $8, labels = $9, custom_attributes = $10, waiting_since = $11,
    first_reply_created_at = $12, awaits_agent = $13, updated_at = clock_timestamp()
  where account_id = $1 and id = $2`;

async function save(tx: Tx, after: Conversation): Promise<void> {
  await rows(tx, update, [
    after.account_id,
    after.id,
    STATUSES.indexOf(after.status),
    after.snoozed_until,
    after.priority === null ? null : PRIORITIES.indexOf(after.priority),
    after.assignee_id,
    after.assignee_agent_bot_id,
    after.team_id,
    after.labels,
    JSON.stringify(after.custom_attributes),
    after.waiting_since,
    after.first_reply_created_at,
    after.awaits_agent,
  ]);
}

/** The events of the change, in the contract's order (§10.1). */
function factsOf(before: Conversation, after: Conversation, changed: readonly Attribute[]) {
  const changes: EventChanges = Object.fromEntries(
    changed.map((name) => [name === 'labels' ? 'label_list' : name, [before[name], after[name]]]),
  );
  const facts: Parameters<typeof recordConversation>[2]['facts'][number][] = [];
  if (changed.includes('status')) {
    if (after.status === 'open') facts.push({ name: 'conversation.opened', changes });
    if (after.status === 'resolved') facts.push({ name: 'conversation.resolved', changes });
    facts.push({ name: 'conversation.status_changed', changes });
  }
  // Dates travel as text from here on: the wake-up of a snooze reads the new value.
  facts.push({
    name: 'conversation.updated',
    changes: JSON.parse(JSON.stringify(changes)) as EventChanges,
    ...(freesPlace(before, after) ? { place_free_in: after.inbox_id } : {}),
  });
  if (changed.includes('assignee_id') || changed.includes('assignee_agent_bot_id')) {
    facts.push({ name: 'assignee.changed' });
  }
  if (changed.includes('team_id')) facts.push({ name: 'team.changed' });
  return facts;
}

/** Whether an agent whose number of conversations is limited has one less. */
const freesPlace = (before: Conversation, after: Conversation): boolean =>
  before.assignment_limit !== null &&
  before.status === 'open' &&
  before.assignee_id !== null &&
  (after.status !== 'open' || after.assignee_id !== before.assignee_id);

interface Sides {
  before: Conversation;
  after: Conversation;
}

/** The activity lines about the change, in the order in which the original writes them. */
export async function linesOf(
  tx: Tx,
  { before, after, by: { actor, cause } }: Sides & { by: By },
): Promise<string[]> {
  const lines: string[] = [];
  if (before.status !== after.status) {
    lines.push(statusLine(after.status, cause ?? causeOf(actor)) ?? '');
  }
  // What follows from what a customer does is nobody's choice, and leaves no line of theirs.
  if (actor !== null && actor.type !== 'Contact') {
    if (before.priority !== after.priority) {
      lines.push(priorityLine({ before: before.priority, after: after.priority }, actor.name));
    }
    lines.push(...labelLines({ before: before.labels, after: after.labels }, actor.name));
    lines.push(...(await assignmentLines(tx, { before, after, actor })));
  }
  return lines.filter((line) => line !== '');
}

const findNames = `
  select (select name from teams where account_id = $1 and id = $2) as team_before,
         (select name from teams where account_id = $1 and id = $3) as team_after,
         (select coalesce(nullif(display_name, ''), name) from users where id = $4) as assignee`;

async function assignmentLines(
  tx: Tx,
  { before, after, actor }: Sides & { actor: Exclude<Author, ContactActor> },
): Promise<string[]> {
  const reassigned = before.assignee_id !== after.assignee_id;
  if (!reassigned && before.team_id === after.team_id) return [];
  const names = await row<{ team_before: string; team_after: string; assignee: string }>(
    tx,
    findNames,
    [after.account_id, before.team_id, after.team_id, after.assignee_id],
  );
  const person =
    after.assignee_id === null ? null : { id: after.assignee_id, name: names?.assignee ?? '' };
  if (before.team_id !== after.team_id) {
    const team = { before: names?.team_before ?? null, after: names?.team_after ?? null };
    return [teamLine(team, reassigned ? person : null, actor.name)];
  }
  // A bot that takes over leaves no line (contract §9).
  if (person === null && after.assignee_agent_bot_id !== null) return [];
  return [assigneeLine(person, actor)];
}
