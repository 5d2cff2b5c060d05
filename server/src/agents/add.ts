import { tellOfSettings } from '../accounts/settings-changed.ts';
import { audit } from '../audit/audit.ts';
import type { Actor } from '../auth/actor.ts';
import { inviteUser } from '../auth/invite.ts';
import { enqueueMail } from '../auth/mail.ts';
import type { Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { invalidFields } from '../errors.ts';
import { agentLimit, parseEmail, standingAfter, tooManyAgents, type Standing } from './rules.ts';

interface Invitation extends Partial<Standing> {
  name?: string | undefined;
  email?: string | undefined;
  availability?: 'online' | 'offline' | 'busy' | undefined;
  auto_offline?: boolean | undefined;
}

/**
 * Makes somebody a member: the person with this address, or a new one who is asked to confirm it.
 * Returns their id. Throws 422, and 402 when the account is full.
 */
export async function addAgent(tx: Tx, actor: Actor, invitation: Invitation): Promise<number> {
  const email = parseEmail(invitation.email ?? '');
  const name = invitation.name?.trim() ?? '';
  if (email === undefined) {
    throw invalidFields([['email', invitation.email?.trim() ? 'is invalid' : "can't be blank"]]);
  }
  if (name === '') throw invalidFields([['name', "can't be blank"]]);
  await leaveRoom(tx, actor, 1);
  const standing = standingAfter({ role: 'agent', custom_role_id: null }, invitation);
  await checkCustomRole(tx, actor, standing.custom_role_id);
  const id = await findOrMakeUser(tx, { name, email });
  if (!(await join(tx, actor, { ...invitation, ...standing, id }))) {
    throw invalidFields([['user_id', 'has already been taken']]);
  }
  return id;
}

/** Invites many as agents; an address that is none, or a member's, is left out (contract: platform §4.1). */
export async function addAgents(tx: Tx, actor: Actor, emails: readonly string[]): Promise<void> {
  const addresses = new Set(emails.map(parseEmail).filter((email) => email !== undefined));
  await leaveRoom(tx, actor, emails.length);
  // In one order, so that two requests with the same addresses wait for each other instead of deadlocking.
  for (const email of [...addresses].toSorted()) {
    const name = email.slice(0, email.indexOf('@'));
    const id = await findOrMakeUser(tx, { name, email });
    await join(tx, actor, { role: 'agent', custom_role_id: null, id });
  }
  await rows(
    tx,
    `update accounts set custom_attributes = custom_attributes - 'onboarding_step'
     where id = $1 and custom_attributes ? 'onboarding_step'`,
    [actor.account_id],
  );
}

const lockAccount = `select custom_attributes, limits from accounts where id = $1 for no key update`;
// A statement of its own: one that waits for the lock goes on with what it saw before it waited.
const countMembers = `
  select count(*) as members from memberships where account_id = $1 and removed_at is null`;

/** Throws 402 when so many more are too many. Others who add wait, so that nobody slips past the limit. */
async function leaveRoom(tx: Tx, { account_id }: Actor, more: number): Promise<void> {
  const account = await row<{
    custom_attributes: Record<string, unknown>;
    limits: Record<string, unknown>;
  }>(tx, lockAccount, [account_id]);
  if (account === undefined) return;
  const counted = await row<{ members: number }>(tx, countMembers, [account_id]);
  if ((counted?.members ?? 0) + more > agentLimit(account.custom_attributes, account.limits))
    throw tooManyAgents();
}

/** Throws 422 when the account has no such custom role. */
export async function checkCustomRole(
  tx: Tx,
  { account_id }: Actor,
  id: number | null,
): Promise<void> {
  if (id === null) return;
  const found = await row(
    tx,
    'select 1 from custom_roles where account_id = $1 and id = $2 for key share',
    [account_id, id],
  );
  if (found === undefined) throw invalidFields([['custom_role', 'must exist']]);
}

async function findOrMakeUser(
  tx: Tx,
  { name, email }: { name: string; email: string },
): Promise<number> {
  const made = await row<{ id: number }>(
    tx,
    'insert into users (name, email) values ($1, $2) on conflict (lower(email)) do nothing returning id',
    [name, email],
  );
  if (made !== undefined) return made.id;
  const found = await row<{ id: number }>(tx, 'select id from users where lower(email) = $1', [
    email,
  ]);
  return (found as { id: number }).id;
}

// Who was a member before becomes one again; their messages and settings are still theirs.
const insert = `
  insert into memberships as m (account_id, user_id, role, availability, auto_offline, custom_role_id, inviter_id)
  values ($1, $2, $3, coalesce($4, 'online'), coalesce($5, true), $6, $7)
  on conflict (account_id, user_id) do update set role = excluded.role, availability = excluded.availability,
    auto_offline = excluded.auto_offline, custom_role_id = excluded.custom_role_id,
    inviter_id = excluded.inviter_id, active_at = null, removed_at = null
  where m.removed_at is not null
  returning user_id`;

type Joining = Standing & Pick<Invitation, 'availability' | 'auto_offline'> & { id: number };

/** False when they are a member already. */
async function join(tx: Tx, actor: Actor, joining: Joining): Promise<boolean> {
  const { id, role, availability, auto_offline, custom_role_id } = joining;
  const joined = await row(tx, insert, [
    actor.account_id,
    id,
    role,
    availability,
    auto_offline,
    custom_role_id,
    actor.id,
  ]);
  if (joined === undefined) return false;
  const changes = { user_id: id, role, ...(custom_role_id === null ? {} : { custom_role_id }) };
  await audit(tx, actor, { type: 'AccountUser', id, action: 'create', changes });
  await tellOfSettings(tx, actor.account_id, { kind: 'agents', id });
  await inviteUser(tx, { user_id: id, account_id: actor.account_id, inviter_id: actor.id });
  return true;
}

const isConfirmed = 'select confirmed_at is not null as confirmed from users where id = $1';

/** Sends the mail again with which somebody begins. Throws 422 when they have begun already. */
export async function inviteAgain(
  tx: Tx,
  actor: Actor,
  { id, email }: { id: number; email: string },
): Promise<void> {
  const user = await row<{ confirmed: boolean }>(tx, isConfirmed, [id]);
  if (user?.confirmed !== false) throw invalidFields([['email', 'is confirmed already']]);
  const { account_id } = actor;
  await enqueueMail(tx, { kind: 'invitation', user_id: id, account_id, inviter_id: actor.id });
  const about = { type: 'AccountUser', id, action: 'update' } as const;
  await audit(tx, actor, { ...about, changes: { invited: [null, email] } });
}
