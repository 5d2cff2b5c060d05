import type { Actor } from '../auth/actor.ts';
import { changeConversation, type ConversationChanges } from '../conversations/change.ts';
import { lenientId, lockConversationById, type Conversation } from '../conversations/queries.ts';
import { parseLabels, parseSnoozedUntil, parseStatus } from '../conversations/rules.ts';
import { mayOpenText, viewLimit } from '../conversations/visibility.ts';
import type { Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { unprocessable } from '../errors.ts';
import { isObject } from '../http/bag.ts';

export interface BulkInput {
  ids?: unknown;
  fields?: Record<string, unknown> | undefined;
  labels?: Record<string, unknown> | undefined;
  snoozed_until?: unknown;
}

const MAX_IDS = 1000;

// In the order of the keys, so that two bulk changes at once wait for each other instead of deadlocking.
const findVisible = (actor: Actor): string => `
  select c.id from conversations c
  where c.account_id = $1 and c.display_id = any($2::bigint[]) and ${mayOpenText(actor, 3)}
  order by c.id`;

/** Applies one change to many conversations, as the caller, in one transaction (contract §7.6). */
export async function changeMany(tx: Tx, actor: Actor, input: BulkInput): Promise<void> {
  const change = await parseChange(tx, actor, input);
  const found = await rows<{ id: number }>(tx, findVisible(actor), [
    actor.account_id,
    parseIds(input.ids),
    viewLimit(actor),
  ]);
  // All are locked before the first is changed: a change may wait for its turn in assigning agents,
  // and whoever has that turn must not wait for one of ours.
  const locked: Conversation[] = [];
  for (const { id } of found) {
    const conversation = await lockConversationById(tx, actor.account_id, id);
    if (conversation !== undefined) locked.push(conversation);
  }
  for (const conversation of locked) {
    await changeConversation(tx, conversation, changesOf(conversation, change), { actor });
  }
}

/** Ids as a request brings them. Throws 422 when there are too many. */
export function parseIds(value: unknown): number[] {
  const ids = Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
  if (ids.length > MAX_IDS) throw unprocessable(`ids has too many entries (maximum is ${MAX_IDS})`);
  return ids.map(lenientId).filter((id) => id !== null);
}

interface Change {
  fields: ConversationChanges;
  add: string[];
  remove: string[];
}

async function parseChange(tx: Tx, { account_id }: Actor, input: BulkInput): Promise<Change> {
  const { status, assignee_id, team_id } = input.fields ?? {};
  const fields: ConversationChanges = {};
  const named = parseStatus(status);
  if (named !== undefined) fields.status = named;
  const until = parseSnoozedUntil(input.snoozed_until);
  if (until !== null) fields.snoozed_until = until;
  if (assignee_id !== undefined) {
    fields.assignee_id = await idOf(
      tx,
      'select user_id as id from memberships where account_id = $1 and user_id = $2 and removed_at is null',
      [account_id, lenientId(assignee_id)],
    );
  }
  if (team_id !== undefined) {
    fields.team_id = await idOf(
      tx,
      'select id from teams where account_id = $1 and id = $2 and removed_at is null',
      [account_id, lenientId(team_id)],
    );
  }
  const labels = isObject(input.labels) ? input.labels : {};
  return { fields, add: parseLabels(labels['add']), remove: parseLabels(labels['remove']) };
}

async function idOf(tx: Tx, statement: string, values: (number | null)[]): Promise<number | null> {
  return (await row<{ id: number }>(tx, statement, values))?.id ?? null;
}

function changesOf(
  conversation: Conversation,
  { fields, add, remove }: Change,
): ConversationChanges {
  if (add.length + remove.length === 0) return fields;
  const kept = conversation.labels.filter((label) => !remove.includes(label));
  return { ...fields, labels: parseLabels([...kept, ...add]) };
}
