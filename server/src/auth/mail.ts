import type { Db, Tx } from '../db/pool.ts';
import { row } from '../db/query.ts';
import { enqueue } from '../jobs/enqueue.ts';
import type { Mailer } from '../mail/mailer.ts';
import { sendNotice, type Notice } from '../mail/notice.ts';
import type { Platform } from '../platform.ts';
import { lifetimes, signLink } from './links.ts';
import { findPerson, findPersonByEmail, passwordProof, type Person } from './people.ts';

/**
 * A mail about somebody's access. The job holds no secret and no link: both are made when the mail is
 * sent, so that what lies in the queue opens nothing.
 */
export type AccessMail =
  | { kind: 'reset'; email: string }
  | { kind: 'confirmation'; user_id: number }
  | { kind: 'invitation'; user_id: number; account_id: number; inviter_id: number | null };

/** Sends it after the caller's transaction. */
export async function enqueueMail(tx: Tx, mail: AccessMail): Promise<void> {
  await enqueue(tx, [{ queue: 'send_access_mail', data: mail }]);
}

interface Sending {
  platform: Platform;
  mailer: Mailer;
}

/** The worker. What has become pointless meanwhile is not sent: nobody there, or confirmed already. */
export async function sendAccessMail(
  { platform, mailer }: Sending,
  mail: AccessMail,
  id: string,
): Promise<void> {
  const notice = await compose(platform, mail);
  if (notice === undefined) return;
  await sendNotice({ mailer, mailFrom: platform.config.mailFrom }, notice, `access/${id}`);
}

async function compose(platform: Platform, mail: AccessMail): Promise<Notice | undefined> {
  const { pool } = platform;
  const person =
    mail.kind === 'reset'
      ? await findPersonByEmail(pool, mail.email)
      : await findPerson(pool, mail.user_id);
  if (person === undefined) return undefined;
  switch (mail.kind) {
    case 'reset':
      return reset(platform, person);
    case 'confirmation':
      return confirmation(platform, person);
    case 'invitation':
      return invitation(platform, person, await findInvitation(pool, mail));
  }
}

const greeting = ({ name }: Person): string => (name === '' ? 'Hello!' : `Hello ${name}!`);

function reset(platform: Platform, person: Person): Notice {
  return {
    to: person.email,
    subject: 'Choose a new password',
    paragraphs: [
      greeting(person),
      'Somebody, hopefully you, wants to choose a new password for your account. The link works once and for 6 hours.',
      'If it was not you, there is nothing to do: your password stays as it is.',
    ],
    action: { label: 'Choose a new password', url: passwordUrl(platform, person, lifetimes.reset) },
  };
}

function confirmation(platform: Platform, person: Person): Notice | undefined {
  const to = person.unconfirmed_email ?? (person.confirmed ? undefined : person.email);
  if (to === undefined) return undefined;
  return {
    to,
    subject: 'Confirm your e-mail address',
    paragraphs: [
      greeting(person),
      'Please confirm that this e-mail address is yours. The link works once and for 3 days.',
    ],
    action: { label: 'Confirm my address', url: confirmationUrl(platform, person, to) },
  };
}

interface Invitation {
  account: string;
  inviter: string | null;
}

const findInvitation = async (
  db: Db,
  { user_id, account_id, inviter_id }: AccessMail & { kind: 'invitation' },
): Promise<Invitation | undefined> =>
  row<{ account: string; inviter: string | null }>(
    db,
    `select a.name as account, i.name as inviter
     from memberships m join accounts a on a.id = m.account_id left join users i on i.id = $3
     where m.user_id = $1 and m.account_id = $2 and m.removed_at is null`,
    [user_id, account_id, inviter_id],
  );

function invitation(
  platform: Platform,
  person: Person,
  invited: Invitation | undefined,
): Notice | undefined {
  if (invited === undefined) return undefined;
  const { account, inviter } = invited;
  const by = inviter === null ? 'You have been invited' : `${inviter} has invited you`;
  const known = person.confirmed && person.password_digest !== null;
  return {
    to: person.email,
    subject: `You have been invited to ${account}`,
    paragraphs: [
      greeting(person),
      `${by} to work in ${account}.`,
      known
        ? 'It is among your accounts when you sign in as usual.'
        : 'Choose a password to begin. The link works once and for 7 days.',
    ],
    action: known
      ? { label: 'Sign in', url: `${platform.config.baseUrl}/app/login` }
      : {
          label: 'Choose a password',
          url: passwordUrl(platform, person, lifetimes.invitation),
        },
  };
}

// Only the configured address, never that of a request: a forged Host must not get a token.
function passwordUrl({ vault, config }: Platform, person: Person, seconds: number): string {
  const claim = { purpose: 'password' as const, user_id: person.id, proof: passwordProof(person) };
  const query = new URLSearchParams({ reset_password_token: signLink(vault, claim, seconds) });
  return `${config.baseUrl}/app/auth/password/edit?${query.toString()}`;
}

function confirmationUrl({ vault, config }: Platform, person: Person, email: string): string {
  const claim = {
    purpose: 'confirmation' as const,
    user_id: person.id,
    proof: email.toLowerCase(),
  };
  const token = signLink(vault, claim, lifetimes.confirmation);
  const query = new URLSearchParams({ confirmation_token: token });
  return `${config.baseUrl}/app/auth/confirmation?${query.toString()}`;
}
