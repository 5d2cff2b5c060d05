import type { Db, Tx } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import { emit } from '../events/emit.ts';

/** What clients keep copies of. */
export type CachedModel = 'label' | 'inbox' | 'team';
export type CacheKeys = Record<CachedModel, string>;

// A client compares for equality: two changes within a second must not have the same key.
const touch = `
  insert into cache_keys as k (account_id, model, changed_at)
  values ($1, $2, floor(extract(epoch from clock_timestamp()))::bigint)
  on conflict (account_id, model) do update set changed_at = greatest(excluded.changed_at, k.changed_at + 1)`;

/** Tells every client of the account that its copies of the labels, inboxes or teams are stale. */
export async function touchCache(tx: Tx, accountId: number, model: CachedModel): Promise<void> {
  await rows(tx, touch, [accountId, model]);
  await emit(tx, [
    {
      account_id: accountId,
      name: 'account.cache_invalidated',
      conversation_id: null,
      payload: { cache_keys: await cacheKeys(tx, accountId) },
    },
  ]);
}

const NEVER = '0000000000';

/** Unix seconds of the last changes as text; zeros for never (contract: platform §3.2). */
export async function cacheKeys(db: Db, accountId: number): Promise<CacheKeys> {
  const found = await rows<{ model: CachedModel; changed_at: number }>(
    db,
    'select model, changed_at from cache_keys where account_id = $1',
    [accountId],
  );
  const keys: CacheKeys = { label: NEVER, inbox: NEVER, team: NEVER };
  for (const { model, changed_at } of found) keys[model] = String(changed_at);
  return keys;
}
