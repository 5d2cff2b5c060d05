import type { Tx } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import { emit } from '../events/emit.ts';

/** What clients keep copies of, besides what has cache keys (cache-keys.ts). */
export type SettingsKind =
  | 'account'
  | 'agents'
  | 'canned_responses'
  | 'custom_attributes'
  | 'custom_roles'
  | 'dashboard_apps';

/** Tells every client of the account that something of this kind was made, changed or removed: read it again. */
export async function tellOfSettings(
  tx: Tx,
  account_id: number,
  changed: { kind: SettingsKind; id: number },
): Promise<void> {
  await emit(tx, [
    { account_id, name: 'settings.changed', conversation_id: null, payload: changed },
  ]);
}

const accountsOf = `
  select account_id from memberships where user_id = $1 and removed_at is null order by account_id`;

/** The same in every account where somebody works: they are called something else, or have begun. */
export async function tellOfPerson(tx: Tx, user_id: number): Promise<void> {
  const accounts = await rows<{ account_id: number }>(tx, accountsOf, [user_id]);
  for (const { account_id } of accounts) {
    await tellOfSettings(tx, account_id, { kind: 'agents', id: user_id });
  }
}
