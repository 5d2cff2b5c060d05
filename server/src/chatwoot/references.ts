import { rows } from '../db/query.ts';
import { memberKey } from './conversion.ts';
import { findCopied, keyOf, type Known } from './identities.ts';
import type { Kind } from './kind.ts';
import type { Row } from './rules.ts';
import type { Run } from './run.ts';

/** Kinds whose rows are few enough to be kept in mind, and are named by almost every other row. */
const FEW = new Set(['accounts', 'users', 'inboxes', 'teams', 'agent_bots', 'custom_roles']);

/** Where the rows went that these rows refer to, by `keyOf`. */
export async function findReferences(
  run: Run,
  kind: Kind,
  chunk: Row[],
): Promise<Map<string, Known>> {
  const named = new Map<string, readonly [string, number]>();
  for (const row of chunk) {
    const all = [['accounts', row['account_id']] as const, ...(kind.references?.(row) ?? [])];
    for (const [of, id] of all) {
      if (typeof id === 'number') named.set(keyOf(of, id), [of, id]);
    }
  }
  const unknown = [...named].filter(([key]) => !run.few.has(key)).map(([, each]) => each);
  const found = run.dryRun ? await findInSource(run, unknown) : await findHere(run, unknown);
  for (const [key, known] of found) {
    if (FEW.has(key.split(' ')[0] as string)) run.few.set(key, known);
  }
  for (const key of named.keys()) {
    const known = run.few.get(key);
    if (known !== undefined) found.set(key, known);
  }
  return found;
}

type Wanted = (readonly [string, number])[];

async function findHere(run: Run, wanted: Wanted): Promise<Map<string, Known>> {
  const found = await findCopied(run.platform.pool, run.sourceId, wanted);
  const accounts = [...found].filter(([key]) => key.startsWith('accounts '));
  if (accounts.length === 0) return found;
  // An account that was deleted here stays deleted, and nothing of it comes back.
  const there = await rows<{ id: number }>(
    run.platform.pool,
    'select id from accounts where id = any ($1::bigint[]) and deleted_at is null',
    [accounts.map(([, { id }]) => id)],
  );
  const ids = new Set(there.map(({ id }) => id));
  for (const [key, { id }] of accounts) if (!ids.has(id)) found.delete(key);
  return found;
}

/** A dry run has nowhere to look but in the source: what is there, and was not left out, would be here. */
async function findInSource(run: Run, wanted: Wanted): Promise<Map<string, Known>> {
  const found = new Map<string, Known>();
  for (const kind of run.kinds) {
    const ids = wanted.filter(([name]) => name === kind.name).map(([, id]) => id);
    if (ids.length === 0 || !run.source.has(kind.table)) continue;
    const there = await run.source.query<Known & Record<string, unknown>>(
      `select t.id, ${kind.account ?? 't.account_id'} as account_id from ${kind.table} t
       where t.id = any ($1::bigint[])`,
      [ids],
    );
    for (const known of there) {
      const elsewhere =
        known.account_id !== null && run.accounts?.includes(known.account_id) === false;
      const key = keyOf(kind.name, known.id);
      if (!elsewhere && !run.leftOut.has(key)) found.set(key, known);
    }
  }
  return found;
}

/** Who is, or was, a member of which account. */
export async function loadMembers(run: Run): Promise<void> {
  if (run.dryRun) {
    const members = await run.source.query<{ account_id: number; user_id: number }>(
      'select account_id, user_id from account_users where account_id is not null and user_id is not null',
    );
    for (const { account_id, user_id } of members)
      run.members.set(memberKey(account_id, user_id), true);
    return;
  }
  const members = await rows<{ account_id: number; user_id: number; current: boolean }>(
    run.platform.pool,
    `select m.account_id, m.user_id, m.removed_at is null as current from memberships m
     where m.account_id in (select new_id from import_ids where source_id = $1 and kind = 'accounts')`,
    [run.sourceId],
  );
  for (const { account_id, user_id, current } of members) {
    run.members.set(memberKey(account_id, user_id), current);
  }
}
