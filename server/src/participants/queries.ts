import type { Db, Tx } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import { unprocessable } from '../errors.ts';
import { presentParticipants } from './present.ts';

const insert = `
  insert into conversation_participants (account_id, conversation_id, user_id)
  select $1, $2, unnest($3::bigint[]) on conflict do nothing returning user_id`;

/** Adds members of the account as participants; returns those who were not yet. */
export async function addParticipants(
  tx: Tx,
  { account_id, id }: { account_id: number; id: number },
  userIds: readonly number[],
): Promise<number[]> {
  const added = await rows<{ user_id: number }>(tx, insert, [account_id, id, userIds]);
  return added.map(({ user_id }) => user_id);
}

const findEligible = `
  select m.user_id, m.removed_at is null and (m.role = 'administrator' or exists (
    select from inbox_members im where im.account_id = $1 and im.inbox_id = $2 and im.user_id = m.user_id)) as eligible
  from memberships m where m.account_id = $1 and m.user_id = any($3::bigint[])`;

/**
 * Those of the users who may take part: members of the inbox and administrators. Throws 422 for an id
 * that is no user of the account.
 */
export async function eligible(
  tx: Tx,
  { account_id, inbox_id }: { account_id: number; inbox_id: number },
  userIds: readonly number[],
): Promise<number[]> {
  const found = await rows<{ user_id: number; eligible: boolean }>(tx, findEligible, [
    account_id,
    inbox_id,
    userIds,
  ]);
  const known = new Set(found.map(({ user_id }) => user_id));
  const unknown = userIds.find((id) => !known.has(id));
  if (unknown !== undefined) throw unprocessable(`user_ids contains an unknown user: ${unknown}`);
  return found.filter((user) => user.eligible).map(({ user_id }) => user_id);
}

const remove = `
  delete from conversation_participants
  where account_id = $1 and conversation_id = $2 and (user_id = any($3::bigint[])) = $4`;

/** Removes these participants, or all but the ones to keep. */
export async function removeParticipants(
  tx: Tx,
  { account_id, id }: { account_id: number; id: number },
  which: { remove: number[] } | { keep: number[] },
): Promise<void> {
  const removes = 'remove' in which;
  await rows(tx, remove, [account_id, id, removes ? which.remove : which.keep, removes]);
}

/** The participants as Agents, or those of them with these ids. */
export async function participantTexts(
  db: Db,
  { account_id, id }: { account_id: number; id: number },
  only: readonly number[] | null = null,
): Promise<string[]> {
  const found = await rows<{ json: string }>(db, presentParticipants, [account_id, id, only]);
  return found.map(({ json }) => json);
}
