import { iso, jsonObject } from '../db/json.ts';

const account = jsonObject({
  id: 'a.id',
  name: 'a.name',
  active_at: iso('m.active_at'),
  role: 'm.role',
  locale: 'a.locale',
});

/** The accounts of a user as the answer to signing up has them. $1 is the user. */
export const newMemberships = `
  select coalesce(json_agg(${account} order by a.id), '[]') as accounts
  from memberships m join accounts a on a.id = m.account_id and a.deleted_at is null
  where m.user_id = $1 and m.removed_at is null`;

const keys = [
  'id', 'provider', 'uid', 'name', 'display_name', 'email', 'account_id', 'created_at', 'pubsub_token',
  'role', 'inviter_id', 'confirmed', 'avatar_url', 'access_token', 'accounts',
] as const; // prettier-ignore

/** What a new person is shown of themselves (contract: platform §3.1). */
export const presentSignedUp = (person: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(keys.map((key) => [key, person[key]]));
