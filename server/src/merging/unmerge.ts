import { audit } from '../audit/audit.ts';
import type { Actor } from '../auth/actor.ts';
import { recordConversation } from '../conversations/events.ts';
import { findConversation, lenientId, type Conversation } from '../conversations/queries.ts';
import type { Tx } from '../db/pool.ts';
import { unprocessable } from '../errors.ts';
import type { Changes } from '../events/events.ts';
import { writeActivities } from '../messages/insert.ts';
import { recordScheduled } from '../scheduled-messages/events.ts';
import { lockAll } from './lock.ts';
import { moveBack, moveScheduledMessages, partFollowers, repointStubs } from './moving-queries.ts';
import {
  arrivedSince,
  endMerge,
  findLaterMerges,
  findMerge,
  numbersOf,
  restoreSeen,
  restoreValues,
  saveUnion,
  type Merge,
} from './queries.ts';
import { separated, valuesOf, type Values } from './rules.ts';

interface Unmerging {
  /** Number of the conversation that was merged, or of the one it was merged into. */
  conversation: unknown;
  /** Which one, when several were merged into that. */
  source: unknown;
}

/**
 * Undoes a merge of the last day: exactly the messages that moved go back, and what it changed in both is as
 * before, unless somebody has changed it since. What was written since then stays where it was written to,
 * in the target. Returns the source's primary key.
 */
export async function unmergeConversation(
  tx: Tx,
  actor: Actor,
  { conversation: number, source: given }: Unmerging,
): Promise<number> {
  const found = await findConversation(tx, actor, number);
  const merge = await findMerge(tx, found, lenientId(given));
  if (merge === undefined) {
    throw unprocessable(`conversation_id: conversation #${found.display_id} was not merged`);
  }
  const numbers = await numbersOf(tx, actor.account_id, [merge.source_id, merge.target_id]);
  const locked = [...(await lockAll(tx, actor, numbers)).values()];
  const [source, target] = [merge.source_id, merge.target_id].map((id) =>
    locked.find((each) => each.id === id),
  ) as [Conversation, Conversation];
  if (merge.settled) {
    throw unprocessable(
      `conversation_id: conversation #${source.display_id} was merged more than 24 hours ago`,
    );
  }
  if (target.merged_into !== null) {
    throw unprocessable(
      `conversation_id: conversation #${target.display_id} was merged into #${target.merged_into} since; undo that first`,
    );
  }
  // Somebody else was faster.
  if (!(await endMerge(tx, merge))) return source.id;
  await separate(tx, actor, { merge, source, target });
  return source.id;
}

interface Parting {
  merge: Merge;
  source: Conversation;
  target: Conversation;
}

async function separate(tx: Tx, actor: Actor, { merge, source, target }: Parting): Promise<void> {
  const { account_id, inbox_id } = source;
  const place = { account_id, from: target.id, to: source.id };
  await moveBack(tx, { ...place, inbox_id }, merge.message_ids);
  await repointStubs(tx, place, merge.stub_ids);
  const { status, snoozed_until, waiting_since, awaits_agent } = merge.source_before;
  const restored = { ...valuesOf(source), status, snoozed_until, waiting_since, awaits_agent };
  await restoreValues(tx, source, restored);
  const now = valuesOf(target);
  const { left, later } = separated({
    undone: merge,
    later: await findLaterMerges(tx, merge),
    now,
    arrived: (await arrivedSince(tx, target, merge.merged_at))?.toISOString() ?? null,
  });
  await restoreValues(tx, target, left);
  for (const each of later) await saveUnion(tx, each);
  await restoreSeen(tx, merge);
  await partFollowers(tx, merge);
  const ids = await moveScheduledMessages(tx, place, merge.scheduled_ids);
  await tell(tx, actor, {
    source,
    target,
    sourceChanges: {
      ...differences(valuesOf(source), restored),
      merged_into: [target.display_id, null],
    },
    targetChanges: differences(now, left),
  });
  await recordScheduled(tx, 'scheduled_message.updated', { account_id, ids, actor });
}

function differences(before: Values, after: Values): Changes {
  const names = Object.keys(before) as (keyof Values)[];
  return Object.fromEntries(
    names
      .filter((name) => name !== 'awaits_agent')
      .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
      .map((name) => [name === 'labels' ? 'label_list' : name, [before[name], after[name]]]),
  );
}

interface Telling {
  source: Conversation;
  target: Conversation;
  sourceChanges: Changes;
  targetChanges: Changes;
}

async function tell(
  tx: Tx,
  actor: Actor,
  { source, target, sourceChanges, targetChanges }: Telling,
): Promise<void> {
  const { name } = actor;
  const [into, from] = [target.display_id, source.display_id];
  await writeActivities(tx, source, {
    actor,
    lines: [`${name} took this conversation out of #${into} again`],
  });
  await writeActivities(tx, target, {
    actor,
    lines: [`${name} took conversation #${from} out of this one again`],
  });
  const factsOf = (changes: Changes) => [
    ...('status' in changes ? [{ name: 'conversation.status_changed' as const, changes }] : []),
    ...(Object.keys(changes).length === 0
      ? []
      : [{ name: 'conversation.updated' as const, changes }]),
  ];
  await recordConversation(tx, source, { actor, facts: factsOf(sourceChanges) });
  const unmerged = { name: 'conversation.unmerged' as const, source_ids: [from] };
  const facts = [...factsOf(targetChanges), unmerged];
  await recordConversation(tx, target, { actor, facts });
  await audit(tx, actor, {
    type: 'Conversation',
    id: source.id,
    action: 'update',
    changes: { merged_into: [into, null] },
    comment: `Took conversation #${from} out of #${into}`,
  });
}
