import type { Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';

const findAssignable = `
  select 1 from memberships m
  where m.account_id = $1 and m.user_id = $3 and m.removed_at is null
    and (m.role = 'administrator' or exists (
      select from inbox_members im
      where im.account_id = m.account_id and im.inbox_id = $2 and im.user_id = m.user_id))`;

/** Whether this user may get conversations of the inbox: its members and administrators. */
export async function isAssignable(
  tx: Tx,
  { account_id, inbox_id }: { account_id: number; inbox_id: number },
  userId: number | null,
): Promise<boolean> {
  return (await row(tx, findAssignable, [account_id, inbox_id, userId])) !== undefined;
}

const findTeam = 'select 1 from teams where account_id = $1 and id = $2 and removed_at is null';

export async function isTeam(tx: Tx, accountId: number, id: number | null): Promise<boolean> {
  return (await row(tx, findTeam, [accountId, id])) !== undefined;
}

// Each address once, however many of the teams somebody is in.
const teamMails = `
  select distinct u.email from team_members tm
  join teams t on t.account_id = tm.account_id and t.id = tm.team_id and t.removed_at is null
  join memberships m on m.account_id = tm.account_id and m.user_id = tm.user_id and m.removed_at is null
  join users u on u.id = tm.user_id
  where tm.account_id = $1 and tm.team_id = any($2::bigint[]) order by u.email`;

/** The addresses of everybody in these teams. */
export async function findTeamMails(
  tx: Tx,
  accountId: number,
  teamIds: readonly number[],
): Promise<string[]> {
  const found = await rows<{ email: string }>(tx, teamMails, [accountId, teamIds]);
  return found.map(({ email }) => email);
}

export interface OwnedFile extends Record<string, unknown> {
  key: string;
  filename: string;
  content_type: string;
}

const findFile = `
  select key, filename, content_type from blobs
  where account_id = $1 and id = $2 and not pending and claimed_by in ('macro', 'automation_rule')`;

/** A file that a macro or rule keeps to send. */
export async function findOwnedFile(
  tx: Tx,
  accountId: number,
  id: number,
): Promise<OwnedFile | undefined> {
  return row<OwnedFile>(tx, findFile, [accountId, id]);
}

/** What keeps files to send. */
export type FileOwner = 'macro' | 'automation_rule';

interface Keeping {
  account_id: number;
  owner: FileOwner;
}

// An upload that nobody has yet becomes its owner's. Of two that want it at once one finds it taken.
const claim = `
  update blobs b set claimed_by = $3
  where b.account_id = $1 and b.id = $2 and not b.pending and coalesce(b.claimed_by, 'upload') = 'upload'
    and not exists (select from attachments a where a.account_id = b.account_id and a.blob_id = b.id)
  returning b.id`;

/** False when there is no such file, or something else has it. */
export async function claimFile(
  tx: Tx,
  { account_id, owner }: Keeping,
  id: number,
): Promise<boolean> {
  return (await row(tx, claim, [account_id, id, owner])) !== undefined;
}

// The sweep takes what nothing claims.
const release = `
  update blobs set claimed_by = null where account_id = $1 and id = any($2::bigint[]) and claimed_by = $3`;

export async function releaseFiles(
  tx: Tx,
  { account_id, owner }: Keeping,
  ids: readonly number[],
): Promise<void> {
  if (ids.length > 0) await rows(tx, release, [account_id, ids, owner]);
}
