import type { QueryConfig } from 'pg';
import { afterCommit, beforeCommit, type Tx } from '../db/pool.ts';
import { prepared } from '../db/query.ts';
import { enqueuing } from '../jobs/enqueue.ts';
import type { Job } from '../jobs/queues.ts';
import { recordDeliveries, subscriptions } from '../subscriptions.ts';
import type { AnyEvent, RecordedEvent } from './events.ts';
import { foresee, type Prospects } from './foresee.ts';
import { ruleAtWork } from './rule-at-work.ts';
import { wakePublisher } from './wake.ts';

const insertEvents = `
  insert into events (account_id, id, name, conversation_id, payload) overriding system value
  select $1, e.id, e.name, e.conversation_id, e.payload
  from unnest($2::bigint[], $3::text[], $4::bigint[], $5::jsonb[]) as e (id, name, conversation_id, payload)`;

interface Happened {
  event: AnyEvent;
  /** As it was when it was told, whatever becomes of it until it is recorded. */
  payload: string;
  prospects: Promise<Prospects> | undefined;
}

/**
 * Records what happened, in order, and enqueues what follows from it, in the caller's transaction: together with
 * its commit, all at once. `prospects` have been asked for if there was something to ask for besides.
 */
export async function emit(
  tx: Tx,
  events: readonly AnyEvent[],
  prospects?: Promise<Prospects>,
): Promise<void> {
  const rule = ruleAtWork();
  const happened = events.map((each): Happened => {
    const event = { ...each, payload: { ...each.payload, ...rule } } as AnyEvent;
    return { event, payload: JSON.stringify(event.payload), prospects };
  });
  if (happened.length > 0) await beforeCommit(tx, record, happened);
}

async function record(tx: Tx, all: readonly Happened[]): Promise<QueryConfig[]> {
  const statements: QueryConfig[] = [];
  for (const [account_id, happened] of Map.groupBy(all, ({ event }) => event.account_id)) {
    const { rules, is_heard, ids } = await prospectsOf(tx, account_id, happened);
    const recorded = happened.map(({ event }, index) => ({
      ...event,
      id: ids[index] as number,
      awaited: rules.includes(event.name.replaceAll('.', '_')),
    }));
    statements.push(
      prepared(insertEvents, [
        account_id,
        recorded.map(({ id }) => id),
        recorded.map(({ name }) => name),
        recorded.map(({ conversation_id }) => conversation_id),
        happened.map(({ payload }) => payload),
      ]),
    );
    const jobs = recorded.flatMap((event) =>
      // The table is indexed by the event's own name, which TypeScript cannot see through the union.
      (subscriptions[event.name] as (event: RecordedEvent<never>) => Job[])(event as never),
    );
    statements.push(...(await enqueuing(tx, jobs)));
    // Most accounts tell nobody.
    if (is_heard) statements.push(...(await recordDeliveries(tx, recorded)));
  }
  afterCommit(tx, wakePublisher);
  return statements;
}

/** With an id for each of what happened. */
async function prospectsOf(
  tx: Tx,
  account_id: number,
  happened: readonly Happened[],
): Promise<Prospects> {
  const known = await happened.find(({ prospects }) => prospects !== undefined)?.prospects;
  const missing = happened.length - (known?.ids.length ?? 0);
  if (known !== undefined && missing <= 0) return known;
  const asked = await foresee(tx, account_id, missing);
  return { ...asked, ids: [...(known?.ids ?? []), ...asked.ids] };
}
