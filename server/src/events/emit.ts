import type { QueryConfig } from 'pg';
import { afterCommit, beforeCommit, type Tx } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import { enqueuing } from '../jobs/enqueue.ts';
import type { Job } from '../jobs/queues.ts';
import { recordDeliveries, subscriptions } from '../subscriptions.ts';
import type { AnyEvent } from './events.ts';
import { ruleAtWork } from './rule-at-work.ts';
import { wakePublisher } from './wake.ts';

const insertEvents = `
  insert into events (account_id, name, conversation_id, payload)
  select $1, e.name, e.conversation_id, e.payload
  from unnest($2::text[], $3::bigint[], $4::jsonb[]) with ordinality as e (name, conversation_id, payload, ord)
  order by e.ord
  returning id, exists (select from automation_rules r
    where r.account_id = $1 and r.active and r.event_name = replace(events.name, '.', '_')) as awaited,
    exists (select from webhook_endpoints w where w.account_id = $1 and w.removed_at is null) as is_heard`;

interface Recorded extends Record<string, unknown> {
  id: number;
  awaited: boolean;
  is_heard: boolean;
}

interface Happened {
  event: AnyEvent;
  /** As it was when it was told, whatever becomes of it until it is recorded. */
  payload: string;
}

/**
 * Records what happened, in order, and enqueues what follows from it, in the caller's transaction: before it
 * commits, all at once. Only then does it get its ids, so that they are in the order of whatever lock it holds.
 */
export async function emit(tx: Tx, events: readonly AnyEvent[]): Promise<void> {
  const rule = ruleAtWork();
  const happened = events.map((each): Happened => {
    const event = { ...each, payload: { ...each.payload, ...rule } } as AnyEvent;
    return { event, payload: JSON.stringify(event.payload) };
  });
  if (happened.length > 0) await beforeCommit(tx, record, happened);
}

/** Returns what follows from it, which is sent together with the commit. */
async function record(tx: Tx, all: readonly Happened[]): Promise<QueryConfig[]> {
  const following: QueryConfig[] = [];
  for (const [account_id, happened] of Map.groupBy(all, ({ event }) => event.account_id)) {
    const recorded = await rows<Recorded>(tx, insertEvents, [
      account_id,
      happened.map(({ event }) => event.name),
      happened.map(({ event }) => event.conversation_id),
      happened.map(({ payload }) => payload),
    ]);
    const known = happened.map(({ event }, index) => ({
      ...event,
      ...(recorded[index] as Recorded),
    }));
    const jobs = known.flatMap((event) =>
      // The table is indexed by the event's own name, which TypeScript cannot see through the union.
      (subscriptions[event.name] as (event: AnyEvent & Recorded) => Job[])(event),
    );
    following.push(...(await enqueuing(tx, jobs)));
    // Most accounts tell nobody: they pay one look into an index.
    if (recorded[0]?.is_heard === true) following.push(...(await recordDeliveries(tx, known)));
  }
  afterCommit(tx, wakePublisher);
  return following;
}
