import type { Origin, PlatformApp } from '../auth/actor.ts';
import type { Tx } from '../db/pool.ts';
import { rows } from '../db/query.ts';

/** One line of the audit log (contract: platform §4.22). */
export interface Audited {
  /** The kind of record in the original's names: Inbox, Team, AccountUser, Label … */
  type: string;
  id: number;
  action: 'create' | 'update' | 'destroy' | 'sign_in' | 'sign_out';
  /** On update `{attribute: [before, after]}`, else `{attribute: value}`. Secrets are left out here. */
  changes?: Record<string, unknown>;
  /** The record it belongs to, when it is not the account's directly. */
  associated?: { type: string; id: number };
  comment?: string;
}

/** Whoever did it: somebody of the account, a customer, or a program of the operator's. */
interface Performer {
  type: 'User' | 'AgentBot' | 'Contact' | 'AutomationRule' | 'PlatformApp';
  id: number;
  account_id: number;
  name: string;
  origin?: Origin;
}

const insert = `
  insert into audits (account_id, auditable_type, auditable_id, associated_type, associated_id, user_type,
    user_id, username, action, audited_changes, comment, request_uuid, remote_address)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`;

/** Notes an administrative change in the account's audit log, in the transaction of the change. */
export async function audit(tx: Tx, actor: Performer, audited: Audited): Promise<void> {
  const { type, id, action, changes = {}, associated, comment } = audited;
  const { origin } = actor;
  await rows(tx, insert, [
    actor.account_id,
    type,
    id,
    associated?.type ?? 'Account',
    associated?.id ?? actor.account_id,
    actor.type,
    actor.id,
    actor.name,
    action,
    JSON.stringify(withoutSecrets(changes)),
    comment ?? null,
    origin?.request_id ?? null,
    origin?.address ?? null,
  ]);
}

/** The platform app as who did something in an account. */
export const appIn = (
  account_id: number,
  { id, name, origin }: PlatformApp,
): Performer & { type: 'PlatformApp' } => ({
  type: 'PlatformApp',
  id,
  name,
  account_id,
  ...(origin === undefined ? {} : { origin }),
});

const insertOwn = `
  insert into audits (account_id, auditable_type, auditable_id, associated_type, associated_id, user_type,
    user_id, username, action, request_uuid, remote_address)
  select m.account_id, 'User', u.id, 'Account', m.account_id, 'User', u.id,
    coalesce(nullif(u.display_name, ''), u.name), $2, $3, $4
  from memberships m join users u on u.id = m.user_id
  where m.user_id = $1 and m.removed_at is null order by m.account_id`;

/** Notes that somebody signed in or out, in the log of each account they belong to. */
export async function auditOwn(
  tx: Tx,
  userId: number,
  action: 'sign_in' | 'sign_out',
  { request_id, address }: { request_id: string; address: string },
): Promise<void> {
  await rows(tx, insertOwn, [userId, action, request_id, address]);
}

const secret = /password|token|secret|digest|otp|api_key/i;

function withoutSecrets(changes: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(changes).map(([name, value]) => [
      name,
      secret.test(name) ? '[FILTERED]' : value,
    ]),
  );
}

/** `{attribute: [before, after]}` of those named that differ; for the changes of an update. */
export function differences<T extends object>(
  before: T,
  after: T,
  names: readonly (keyof T & string)[],
): Record<string, [unknown, unknown]> {
  return Object.fromEntries(
    names
      .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
      .map((name) => [name, [before[name], after[name]]]),
  );
}
