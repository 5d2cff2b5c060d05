import { createAccount } from '../accounts/accounts.ts';
import { audit } from '../audit/audit.ts';
import { digestOf } from '../auth/check-password.ts';
import { enqueueMail } from '../auth/mail.ts';
import { findPersonByEmail, lockPerson } from '../auth/people.ts';
import { checkNewPassword } from '../auth/password-rules.ts';
import type { Session } from '../auth/session-headers.ts';
import { startSession, type ClientOrigin } from '../auth/session-start.ts';
import { createToken } from '../auth/tokens.ts';
import { transaction, type Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { invalidFields, unauthenticated } from '../errors.ts';
import type { Platform } from '../platform.ts';
import { alreadySignedUp, invalidAddress, isAddress, isLocale, mustBeNamed } from './rules.ts';

export interface Application {
  account_name: string;
  user_full_name: string;
  email: string;
  password: string;
  locale: string;
  /** Names may come later; the account is marked for that. */
  short: boolean;
  origin: ClientOrigin;
}

/**
 * Makes an account with its first administrator, who is signed in and gets a mail to confirm the
 * address (contract: platform §3.1). Throws 403 and 422.
 */
export async function signUp(
  platform: Platform,
  application: Application,
): Promise<{ userId: number; session: Session }> {
  const { pool, vault } = platform;
  const { password, short, origin } = application;
  const email = application.email.trim();
  if (!short) mustBeNamed(application);
  if (!isAddress(email)) throw invalidAddress();
  if ((await findPersonByEmail(pool, email)) !== undefined) throw alreadySignedUp(email);
  checkNewPassword(password);
  checkLocale(application.locale);
  const digest = await digestOf(password);
  return transaction(pool, async (tx) => {
    const id = await insertPerson(tx, { ...application, email, digest, confirmed: false });
    if (id === undefined) throw alreadySignedUp(email);
    await createToken(tx, vault, { user_id: id });
    await openAccount(tx, { ...application, user_id: id });
    await enqueueMail(tx, { kind: 'confirmation', user_id: id });
    return {
      userId: id,
      session: await startSession(tx, vault, { person: { id, email }, origin }),
    };
  });
}

/** Makes one more account for somebody who is signed in already. */
export async function addAccount(
  tx: Tx,
  { user_id, ...application }: Omit<Application, 'email' | 'password'> & { user_id: number },
): Promise<void> {
  if (!application.short) mustBeNamed(application);
  checkLocale(application.locale);
  const person = await lockPerson(tx, user_id);
  if (person === undefined) throw unauthenticated();
  await openAccount(tx, { ...application, user_full_name: person.name, user_id });
}

function checkLocale(locale: string): void {
  if (locale !== '' && !isLocale(locale)) throw invalidFields([['locale', 'is invalid']]);
}

interface NewPerson {
  user_full_name: string;
  email: string;
  digest: string;
  confirmed: boolean;
}

/** Undefined when somebody has the address. */
export async function insertPerson(
  tx: Tx,
  { user_full_name, email, digest, confirmed }: NewPerson,
): Promise<number | undefined> {
  const made = await row<{ id: number }>(
    tx,
    `insert into users (name, email, password_digest, confirmed_at)
     values ($1, $2, $3, case when $4 then now() end) on conflict (lower(email)) do nothing returning id`,
    [user_full_name.trim(), email, digest, confirmed],
  );
  return made?.id;
}

const join = `
  insert into memberships (account_id, user_id, role, active_at)
  values ($1, $2, 'administrator', clock_timestamp())`;
const toBeCompleted = `
  update accounts set custom_attributes = custom_attributes || '{"onboarding_step":"profile_update"}' where id = $1`;

interface Opening {
  account_name: string;
  user_full_name: string;
  locale: string;
  short: boolean;
  user_id: number;
  origin: ClientOrigin;
}

/** Makes the account with this administrator, and it the one they work in. */
export async function openAccount(
  tx: Tx,
  { account_name, user_full_name, locale, short, user_id, origin }: Opening,
): Promise<number> {
  const name = account_name.trim() || (short ? '' : user_full_name.trim());
  const account = await createAccount(tx, { name, ...(locale === '' ? {} : { locale }) });
  await rows(tx, join, [account.id, user_id]);
  if (short) await rows(tx, toBeCompleted, [account.id]);
  const actor = {
    type: 'User' as const,
    id: user_id,
    account_id: account.id,
    name: user_full_name.trim(),
    role: 'administrator' as const,
    origin,
  };
  await audit(tx, actor, { type: 'Account', id: account.id, action: 'create', changes: { name } });
  return account.id;
}
