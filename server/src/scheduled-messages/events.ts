import type { Author } from '../auth/actor.ts';
import type { Tx } from '../db/pool.ts';
import { emit } from '../events/emit.ts';
import { performerOf } from '../events/performer.ts';
import { presentScheduled } from './queries.ts';

interface Happened {
  account_id: number;
  ids: readonly number[];
  actor: Author | null;
}

/** Records what happened to scheduled messages, with each as it is now. */
export async function recordScheduled(
  tx: Tx,
  name: 'scheduled_message.created' | 'scheduled_message.updated' | 'scheduled_message.deleted',
  { account_id, ids, actor }: Happened,
): Promise<void> {
  const presented = await presentScheduled(tx, account_id, ids);
  const performer = performerOf(actor);
  await emit(
    tx,
    presented.map(({ conversation_id, data }) => ({
      account_id,
      name,
      conversation_id,
      payload: { data, performer },
    })),
  );
}
