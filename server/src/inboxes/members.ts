import { touchCache } from '../accounts/cache-keys.ts';
import { agentJson } from '../agents/present.ts';
import { audit } from '../audit/audit.ts';
import type { Actor } from '../auth/actor.ts';
import type { Db, Tx } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import { invalidRecord } from '../errors.ts';
import { JsonText } from '../http/json.ts';
import { addInboxMembers } from './inboxes.ts';

interface Place {
  account_id: number;
  id: number;
}

const who = (condition: string): string => `
  select (${agentJson('u', 'm')})::text as json
  from memberships m join users u on u.id = m.user_id
  where m.account_id = $1 and m.removed_at is null and (${condition})
  order by lower(u.name), u.id`;

const isMember = `exists (select from inbox_members im
  where im.account_id = m.account_id and im.inbox_id = $2 and im.user_id = m.user_id)`;
const selectMembers = who(isMember);
const selectAssignable = who(`m.role = 'administrator' or ${isMember}`);

/** `{"payload":[AGENT]}`: those who work in the inbox. */
export const showMembers = async (db: Db, inbox: Place): Promise<JsonText> =>
  list(db, selectMembers, inbox);

/** Those to whom its conversations can be assigned: its members and every administrator. */
export const showAssignable = async (db: Db, inbox: Place): Promise<JsonText> =>
  list(db, selectAssignable, inbox);

async function list(db: Db, statement: string, { account_id, id }: Place): Promise<JsonText> {
  const found = await rows<{ json: string }>(db, statement, [account_id, id]);
  return new JsonText(`{"payload":[${found.map(({ json }) => json).join(',')}]}`);
}

/** Adds those who are not members yet. Throws 422 for somebody who is not of the account. */
export async function addMembers(
  tx: Tx,
  actor: Actor,
  { inbox, user_ids }: { inbox: Place; user_ids: readonly number[] },
): Promise<void> {
  await checkPeople(tx, inbox.account_id, user_ids);
  const present = await memberIds(tx, inbox);
  await change(tx, actor, { inbox, added: user_ids.filter((id) => !present.has(id)), removed: [] });
}

/** Makes these the members, and nobody else. Throws 422 for somebody who is not of the account. */
export async function replaceMembers(
  tx: Tx,
  actor: Actor,
  { inbox, user_ids }: { inbox: Place; user_ids: readonly number[] },
): Promise<void> {
  await checkPeople(tx, inbox.account_id, user_ids);
  const present = await memberIds(tx, inbox);
  await change(tx, actor, {
    inbox,
    added: user_ids.filter((id) => !present.has(id)),
    removed: [...present].filter((id) => !user_ids.includes(id)),
  });
}

/** Takes these out; who is no member is ignored. */
export async function removeMembers(
  tx: Tx,
  actor: Actor,
  { inbox, user_ids }: { inbox: Place; user_ids: readonly number[] },
): Promise<void> {
  const present = await memberIds(tx, inbox);
  await change(tx, actor, { inbox, added: [], removed: user_ids.filter((id) => present.has(id)) });
}

const selectIds = `
  select im.user_id from inbox_members im
  join memberships m on m.account_id = im.account_id and m.user_id = im.user_id and m.removed_at is null
  where im.account_id = $1 and im.inbox_id = $2`;

async function memberIds(tx: Tx, { account_id, id }: Place): Promise<Set<number>> {
  const found = await rows<{ user_id: number }>(tx, selectIds, [account_id, id]);
  return new Set(found.map(({ user_id }) => user_id));
}

const selectPeople = `
  select user_id from memberships
  where account_id = $1 and user_id = any($2::bigint[]) and removed_at is null`;

async function checkPeople(tx: Tx, accountId: number, ids: readonly number[]): Promise<void> {
  const found = await rows<{ user_id: number }>(tx, selectPeople, [accountId, ids]);
  const known = new Set(found.map(({ user_id }) => user_id));
  if (!ids.every((id) => known.has(id))) throw invalidRecord('User must exist', ['user']);
}

interface Difference {
  inbox: Place;
  added: readonly number[];
  removed: readonly number[];
}

async function change(tx: Tx, actor: Actor, difference: Difference): Promise<void> {
  const { account_id, id } = difference.inbox;
  const added = [...new Set(difference.added)];
  const removed = [...new Set(difference.removed)];
  if (added.length === 0 && removed.length === 0) return;
  await addInboxMembers(tx, { account_id, inbox_id: id, user_ids: added });
  await rows(
    tx,
    `delete from inbox_members where account_id = $1 and inbox_id = $2 and user_id = any($3::bigint[])`,
    [account_id, id, removed],
  );
  const note = async (action: 'create' | 'destroy', user_id: number) =>
    audit(tx, actor, {
      type: 'InboxMember',
      id: user_id,
      action,
      changes: { inbox_id: id, user_id },
      associated: { type: 'Inbox', id },
    });
  for (const user_id of added) await note('create', user_id);
  for (const user_id of removed) await note('destroy', user_id);
  await touchCache(tx, account_id, 'inbox');
}
