import { tellOfPerson } from '../accounts/settings-changed.ts';
import { transaction, type Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { HttpError } from '../errors.ts';
import { enqueue } from '../jobs/enqueue.ts';
import type { Platform } from '../platform.ts';
import { digestOf } from './check-password.ts';
import { forgetCredentials } from './invite.ts';
import { readLink } from './links.ts';
import { findPerson, lockPerson, passwordProof, type Person } from './people.ts';
import { checkNewPassword } from './password-rules.ts';
import { endOtherSessions } from './sessions.ts';
import type { ClientOrigin } from './session-start.ts';
import { enter, type Entered } from './sign-in.ts';
import { createToken } from './tokens.ts';
import type { Vault } from './vault.ts';

const invalid = (message = 'Invalid token'): HttpError =>
  new HttpError(422, { message, redirect_url: '/' });

interface Choice {
  reset_password_token: unknown;
  password: string;
  password_confirmation: string | undefined;
  origin: ClientOrigin;
}

/**
 * Sets the password of whoever got the mail, and lets them in (contract: platform §1.2). The mailbox
 * is theirs, so the address is confirmed; every session ends, and an address that waited is forgotten.
 */
export async function choosePassword(platform: Platform, choice: Choice): Promise<Entered> {
  const { pool, vault } = platform;
  const link = readLink(vault, 'password', choice.reset_password_token);
  const known = link === undefined ? undefined : await findPerson(pool, link.user_id);
  if (known === undefined || link?.proves(passwordProof(known)) !== true) throw invalid();
  checkNewPassword(choice.password, choice.password_confirmation);
  const digest = await digestOf(choice.password);
  await transaction(pool, async (tx) => {
    const locked = await lockPerson(tx, known.id);
    // Of two who use the link at once, one is late.
    if (locked === undefined || !link.proves(passwordProof(locked))) throw invalid();
    if (!locked.confirmed) await forgetCredentials(tx, known.id);
    await setPassword(tx, known.id, digest);
    if (!locked.confirmed) await tellOfPerson(tx, known.id);
    await endOtherSessions(tx, known.id);
    await ensureToken(tx, vault, known.id);
    await tellOwner(tx, locked.email);
  });
  return enter(platform, await current(platform, known.id), choice.origin);
}

const current = async ({ pool }: Platform, id: number): Promise<Person> => {
  const person = await findPerson(pool, id);
  if (person === undefined) throw invalid();
  return person;
};

const set = `
  update users set password_digest = $2, credentials_version = credentials_version + 1, unconfirmed_email = null,
    confirmed_at = coalesce(confirmed_at, now()), updated_at = now()
  where id = $1`;

/** Links and realtime tokens of before are void with it. Sessions are the caller's to end. */
export async function setPassword(tx: Tx, userId: number, digest: string): Promise<void> {
  await rows(tx, set, [userId, digest]);
}

async function ensureToken(tx: Tx, vault: Vault, user_id: number): Promise<void> {
  const found = await row(tx, 'select from access_tokens where user_id = $1', [user_id]);
  if (found === undefined) await createToken(tx, vault, { user_id });
}

/** Tells somebody that their password is another one now, in case it was not them. */
export async function tellOwner(tx: Tx, to: string): Promise<void> {
  const paragraphs = [
    'The password of your account was changed.',
    'If it was not you, choose a new one on the sign-in page, and ask your administrator for help.',
  ];
  const data = { to, subject: 'Your password was changed', paragraphs };
  await enqueue(tx, [{ queue: 'send_notice', data }]);
}

/** Confirms the address that got the mail, and lets its owner in (contract: platform §1.2). */
export async function confirmAddress(
  platform: Platform,
  { confirmation_token, origin }: { confirmation_token: unknown; origin: ClientOrigin },
): Promise<Entered> {
  const { pool, vault } = platform;
  const link = readLink(vault, 'confirmation', confirmation_token);
  if (link === undefined) throw invalid();
  await transaction(pool, async (tx) => {
    const person = await lockPerson(tx, link.user_id);
    if (person === undefined) throw invalid();
    await confirm(tx, person, link.proves);
    await tellOfPerson(tx, person.id);
  });
  return enter(platform, await current(platform, link.user_id), origin);
}

async function confirm(tx: Tx, person: Person, proves: (proof: string) => boolean): Promise<void> {
  const { id, email, unconfirmed_email: pending, confirmed } = person;
  if (pending !== null && proves(pending.toLowerCase())) {
    await changeAddress(tx, { id, email: pending });
    return;
  }
  if (!proves(email.toLowerCase())) throw invalid();
  if (confirmed) throw invalid('Already confirmed');
  await rows(tx, 'update users set confirmed_at = now(), updated_at = now() where id = $1', [id]);
}

const change = `
  update users set email = $2, unconfirmed_email = null, confirmed_at = coalesce(confirmed_at, now()), updated_at = now()
  where id = $1 and not exists (select from users other where lower(other.email) = lower($2) and other.id <> $1)
  returning id`;

/** Sessions name the address they were begun with, so they end with it. */
async function changeAddress(tx: Tx, { id, email }: { id: number; email: string }): Promise<void> {
  if ((await row(tx, change, [id, email])) === undefined) throw invalid('Failure');
  await endOtherSessions(tx, id);
}
