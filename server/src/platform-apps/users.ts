import { randomUUID } from 'node:crypto';
import { endMembership } from '../agents/remove.ts';
import type { PlatformApp } from '../auth/actor.ts';
import { checkNewPassword } from '../auth/password-rules.ts';
import { hashPassword } from '../auth/passwords.ts';
import { loadProfile } from '../auth/profile.ts';
import { createToken } from '../auth/tokens.ts';
import type { Vault } from '../auth/vault.ts';
import { removeAvatar } from '../avatars/avatars.ts';
import type { Db, Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { invalidFields } from '../errors.ts';
import { grant } from './platform-apps.ts';

export interface UserInput {
  name?: string | undefined;
  display_name?: string | null | undefined;
  email?: string | undefined;
  password?: string | undefined;
  custom_attributes?: Record<string, unknown> | undefined;
}

interface Membership {
  id: number;
  name: string;
  active_at: string | null;
  role: string;
}

/** The PUSER of platform §10. */
export async function showUser(db: Db, vault: Vault, id: number) {
  const { user } = await loadProfile(db, vault, id);
  const { type: _, accounts, ...rest } = user;
  const shown = (accounts as Membership[]).map(({ id: account, name, active_at, role }) => ({
    id: account,
    name,
    active_at,
    role,
  }));
  return { ...rest, accounts: shown };
}

/** The token with which somebody's programs act, and whose it is. */
export async function showToken(db: Db, vault: Vault, userId: number) {
  const { user } = await loadProfile(db, vault, userId);
  const { access_token, id, name, display_name, email, pubsub_token } = user;
  return { access_token, expiry: null, user: { id, name, display_name, email, pubsub_token } };
}

/** Checks a password and hashes it, which takes a while; undefined when none was given. Throws 422. */
export async function preparePassword({ password }: UserInput): Promise<string | undefined> {
  if (password === undefined) return undefined;
  checkNewPassword(password);
  return hashPassword(password);
}

function check(input: UserInput): void {
  const problems: [string, string][] = [];
  if (input.name?.trim() === '') problems.push(['name', "can't be blank"]);
  if (input.email !== undefined && !/^[^\s@<>",;]+@[^\s@<>",;]+$/.test(input.email.trim())) {
    problems.push(['email', input.email.trim() === '' ? "can't be blank" : 'is invalid']);
  }
  if (JSON.stringify(input.custom_attributes ?? {}).length > 20_000) {
    problems.push(['custom_attributes', 'is too long (maximum is 20000 characters)']);
  }
  if (problems.length > 0) throw invalidFields(problems);
}

interface Making {
  vault: Vault;
  app: PlatformApp;
  input: UserInput;
  password_digest: string | undefined;
}

/**
 * Makes somebody who needs no confirmation; whoever has the address already is answered unchanged. The
 * app may touch them from then on. Throws 422.
 */
export async function makeUser(tx: Tx, making: Making): Promise<number> {
  const { vault, app, input } = making;
  const email = (input.email ?? '').trim().toLowerCase();
  check({ ...input, email });
  const id = (await findByEmail(tx, email)) ?? (await insertUser(tx, vault, { ...making, email }));
  await grant(tx, app, { kind: 'user_id', id });
  return id;
}

async function findByEmail(tx: Tx, email: string): Promise<number | undefined> {
  const found = await row<{ id: number }>(
    tx,
    'select id from users where lower(email) = $1 and deleted_at is null',
    [email],
  );
  return found?.id;
}

const insert = `
  insert into users (name, display_name, email, password_digest, custom_attributes, confirmed_at)
  values ($1, $2, $3, $4, $5, now()) on conflict (lower(email)) do nothing returning id`;

async function insertUser(
  tx: Tx,
  vault: Vault,
  { input, email, password_digest }: Making & { email: string },
): Promise<number> {
  const problems: [string, string][] = [];
  if (input.name === undefined) problems.push(['name', "can't be blank"]);
  if (password_digest === undefined) problems.push(['password', "can't be blank"]);
  if (problems.length > 0) throw invalidFields(problems);
  const made = await row<{ id: number }>(tx, insert, [
    input.name,
    input.display_name || null,
    email,
    password_digest,
    JSON.stringify(input.custom_attributes ?? {}),
  ]);
  // Another request was first with this address.
  if (made === undefined) return (await findByEmail(tx, email)) as number;
  await createToken(tx, vault, { user_id: made.id });
  return made.id;
}

const update = `
  update users set name = coalesce($2, name), display_name = case when $3 then $4 else display_name end,
    email = coalesce($5, email), custom_attributes = custom_attributes || $6::jsonb,
    password_digest = coalesce($7, password_digest),
    credentials_version = credentials_version + case when $7::text is null then 0 else 1 end,
    unconfirmed_email = case when $5::text is null then unconfirmed_email end, updated_at = now()
  where id = $1`;

/** Changes what was given, an address at once; single attributes are added or replaced. Throws 422. */
export async function changeUser(
  tx: Tx,
  id: number,
  { input, password_digest }: { input: UserInput; password_digest: string | undefined },
): Promise<void> {
  check(input);
  const { name, display_name, email, custom_attributes = {} } = input;
  await rows(tx, update, [
    id,
    name ?? null,
    display_name !== undefined,
    display_name || null,
    email?.trim().toLowerCase() ?? null,
    JSON.stringify(custom_attributes),
    password_digest ?? null,
  ]);
  // Whoever knew the password before is signed out.
  if (password_digest !== undefined) await rows(tx, 'delete from user_sessions where user_id = $1', [id]); // prettier-ignore
}

// The row stays, because messages and assignments name it, without anything that tells who it was.
const forget = `
  update users set deleted_at = now(), name = 'Deleted user', display_name = null, email = $2,
    unconfirmed_email = null, password_digest = null, credentials_version = credentials_version + 1,
    message_signature = null, ui_settings = '{}', custom_attributes = '{}', otp_secret = null, updated_at = now()
  where id = $1`;

const credentials = ['access_tokens', 'user_sessions', 'sso_tokens', 'backup_codes'];

/** From now on there is no such person; jobs take their conversations from them. */
export async function deleteUser(tx: Tx, id: number): Promise<void> {
  const memberships = await rows<{ account_id: number }>(
    tx,
    'select account_id from memberships where user_id = $1 and removed_at is null order by account_id for update',
    [id],
  );
  for (const { account_id } of memberships) {
    await endMembership(tx, { account_id, user_id: id, by: null });
  }
  await removeAvatar(tx, { user_id: id });
  for (const table of credentials) await rows(tx, `delete from ${table} where user_id = $1`, [id]);
  await rows(tx, 'delete from platform_app_permissibles where user_id = $1', [id]);
  await rows(tx, forget, [id, `deleted-${randomUUID()}@deleted.invalid`]);
}
