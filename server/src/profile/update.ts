import { tellOfPerson } from '../accounts/settings-changed.ts';
import { transaction, type Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { invalidFields, invalidRecord, unprocessable } from '../errors.ts';
import { checkPassword, digestOf } from '../auth/check-password.ts';
import { enqueueMail } from '../auth/mail.ts';
import { lockPerson, findPerson, type Person } from '../auth/people.ts';
import { checkNewPassword } from '../auth/password-rules.ts';
import { setPassword, tellOwner } from '../auth/recover.ts';
import { keepLatestSession } from '../auth/sessions.ts';
import { throttle } from '../auth/throttles.ts';
import { setAvatar } from '../avatars/avatars.ts';
import { unauthenticated } from '../errors.ts';
import type { Platform } from '../platform.ts';
import { isAddress } from '../sign-up/rules.ts';

export interface ProfileInput {
  name?: string;
  email?: string;
  display_name?: string | null;
  message_signature?: string | null;
  ui_settings?: Record<string, unknown>;
  phone_number?: string | null;
  avatar?: unknown;
  current_password?: string;
  password?: string;
  password_confirmation?: string;
}

const MAX_SETTINGS = 100_000;

/** Changes what somebody may change about themselves (contract: platform §2), all of it or nothing. */
export async function updateProfile(
  platform: Platform,
  userId: number,
  input: ProfileInput,
): Promise<void> {
  const person = await findPerson(platform.pool, userId);
  if (person === undefined) throw unauthenticated();
  checkFields(input);
  const email = newAddress(person, input.email);
  if (typeof email === 'string') await throttle(platform, { confirmation_user: String(userId) });
  const digest = await newDigest(platform, person, input);
  await transaction(platform.pool, async (tx) => {
    const locked = await lockPerson(tx, userId);
    if (locked === undefined) throw unauthenticated();
    await saveFields(tx, userId, input);
    if (email !== undefined) await askForAddress(tx, userId, email);
    if (digest !== undefined) {
      // Changed by somebody else while this one was checked: what was shown as current is not any more.
      if (locked.credentials_version !== person.credentials_version) throw wrongPassword();
      await setPassword(tx, userId, digest);
      await keepLatestSession(tx, userId);
      await tellOwner(tx, locked.email);
    }
    await setAvatar(tx, { user_id: userId }, input.avatar);
  });
}

function checkFields({ name, ui_settings }: ProfileInput): void {
  if (name !== undefined && name.trim() === '') throw invalidFields([['name', "can't be blank"]]);
  if (ui_settings !== undefined && JSON.stringify(ui_settings).length > MAX_SETTINGS) {
    const problem = `is too long (maximum is ${MAX_SETTINGS} characters)`;
    throw invalidFields([['ui_settings', problem]]);
  }
}

const wrongPassword = () => unprocessable('Invalid current password');

/** The digest of the password that is to be set; undefined when none was given. */
async function newDigest(
  platform: Platform,
  { id, password_digest }: Person,
  { current_password = '', password, password_confirmation }: ProfileInput,
): Promise<string | undefined> {
  // Forms send the fields empty when nobody filled them in.
  if ((password ?? '') === '' && current_password === '') return undefined;
  await throttle(platform, { password_user: String(id) });
  if (!(await checkPassword(platform.pool, current_password, password_digest))) {
    throw wrongPassword();
  }
  checkNewPassword(password ?? '', password_confirmation);
  return digestOf(password ?? '');
}

/** The address that is asked for; null to stay with the one there is; undefined when none was given. */
function newAddress(person: Person, given: string | undefined): string | null | undefined {
  const email = given?.trim();
  if (email === undefined || email === '') return undefined;
  if (!isAddress(email)) throw invalidFields([['email', 'is invalid']]);
  if (email.toLowerCase() === person.email.toLowerCase()) return null;
  if (email.toLowerCase() === person.unconfirmed_email?.toLowerCase()) return undefined;
  return email;
}

/** Stays pending until the owner of the mailbox has confirmed it. */
async function askForAddress(tx: Tx, userId: number, email: string | null): Promise<void> {
  await rows(tx, 'update users set unconfirmed_email = $2 where id = $1', [userId, email]);
  if (email === null) return;
  const taken = await row(tx, 'select id from users where lower(email) = lower($1)', [email]);
  if (taken !== undefined) throw invalidRecord('Email has already been taken', ['email']);
  await enqueueMail(tx, { kind: 'confirmation', user_id: userId });
}

const save = `
  update users set
    name = coalesce($2, name),
    display_name = case when $3 then $4 else display_name end,
    message_signature = case when $5 then $6 else message_signature end,
    ui_settings = coalesce($7::jsonb, ui_settings),
    custom_attributes = case when $8 then custom_attributes || jsonb_build_object('phone_number', $9::text) else custom_attributes end,
    updated_at = now()
  where id = $1`;

async function saveFields(tx: Tx, userId: number, input: ProfileInput): Promise<void> {
  const { name, display_name, message_signature, ui_settings, phone_number } = input;
  await rows(tx, save, [
    userId,
    name?.trim() ?? null,
    display_name !== undefined,
    display_name ?? null,
    message_signature !== undefined,
    message_signature ?? null,
    ui_settings === undefined ? null : JSON.stringify(ui_settings),
    phone_number !== undefined,
    phone_number ?? null,
  ]);
  if (name !== undefined || display_name !== undefined) await tellOfPerson(tx, userId);
}
