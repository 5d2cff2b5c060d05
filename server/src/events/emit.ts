import type { Tx } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import { enqueue } from '../jobs/enqueue.ts';
import type { Job } from '../jobs/queues.ts';
import { subscriptions } from '../subscriptions.ts';
import type { AnyEvent } from './events.ts';

const insertEvents = `
  insert into events (account_id, name, conversation_id, payload)
  select $1, e.name, e.conversation_id, e.payload
  from unnest($2::text[], $3::bigint[], $4::jsonb[]) with ordinality as e (name, conversation_id, payload, ord)
  order by e.ord`;

/** Records what happened, in order, and enqueues what follows from it, in the caller's transaction. */
export async function emit(tx: Tx, events: readonly AnyEvent[]): Promise<void> {
  const [first] = events;
  if (first === undefined) return;
  await rows(tx, insertEvents, [
    first.account_id,
    events.map((event) => event.name),
    events.map((event) => event.conversation_id),
    events.map((event) => JSON.stringify(event.payload)),
  ]);
  const jobs = events.flatMap((event) =>
    // The table is indexed by the event's own name, which TypeScript cannot see through the union.
    (subscriptions[event.name] as (event: AnyEvent) => Job[])(event),
  );
  await enqueue(tx, jobs);
}
