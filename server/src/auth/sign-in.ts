import { transaction } from '../db/pool.ts';
import { HttpError } from '../errors.ts';
import type { Platform } from '../platform.ts';
import { checkPassword, renewDigest } from './check-password.ts';
import { lifetimes, readLink, signLink } from './links.ts';
import { emailKey, findPerson, findPersonByEmail, secondStepProof, type Person } from './people.ts';
import { takeSecondFactor, type Factor } from './second-factor.ts';
import type { Session } from './session-headers.ts';
import { startSession, type ClientOrigin } from './session-start.ts';
import { takeSsoToken } from './sso.ts';
import { throttle } from './throttles.ts';

/** What comes of proving who one is: a session, or the question for the second factor. */
export type Entered = { userId: number; session: Session } | { mfa_token: string };

interface Attempt {
  email: string;
  password: string;
  /** Of a link that signs in; used instead of the password when it is there. */
  sso_auth_token: string;
  origin: ClientOrigin;
}

/** Checks e-mail and password, or a link's token, and begins a session (contract: platform §1.2). Throws 401 and 429. */
export async function signIn(platform: Platform, attempt: Attempt): Promise<Entered> {
  const { password, sso_auth_token, origin } = attempt;
  const email = emailKey(attempt.email);
  await throttle(platform, {
    login_address: origin.address,
    login_email: email.replace(/\s/g, ''),
  });
  const person =
    sso_auth_token === ''
      ? await byPassword(platform, { email, password })
      : await byLink(platform, { email, token: sso_auth_token });
  if (person === undefined) throw refused('Invalid login credentials. Please try again.');
  return enter(platform, person, origin);
}

async function byPassword(
  platform: Platform,
  { email, password }: { email: string; password: string },
): Promise<Person | undefined> {
  const { pool } = platform;
  const person = await findPersonByEmail(pool, email);
  const matches = await checkPassword(pool, password, person?.password_digest ?? null);
  mustBeConfirmed(person);
  if (person === undefined || !matches) return undefined;
  await renewDigest(pool, person, password);
  return person;
}

async function byLink(
  { pool, vault }: Platform,
  { email, token }: { email: string; token: string },
): Promise<Person | undefined> {
  const id = await transaction(pool, async (tx) => takeSsoToken(tx, vault, { email, token }));
  const person = id === undefined ? undefined : await findPerson(pool, id);
  mustBeConfirmed(person);
  return person;
}

function mustBeConfirmed(person: Person | undefined): void {
  if (person !== undefined && !person.confirmed) throw refused(unconfirmed(person.email));
}

const refused = (error: string): HttpError =>
  new HttpError(401, { success: false, errors: [error] });

const unconfirmed = (email: string): string =>
  `A confirmation email was sent to your account at '${email}'. You must follow the instructions in the email before your account can be activated`;

/**
 * Lets in somebody who has shown one proof of who they are, whichever it was: with a second factor,
 * none of them is enough.
 */
export async function enter(
  { pool, vault }: Platform,
  person: Person,
  origin: ClientOrigin,
): Promise<Entered> {
  if (person.two_factor) {
    const { id: user_id } = person;
    const claim = { purpose: 'second factor' as const, user_id, proof: secondStepProof(person) };
    return { mfa_token: signLink(vault, claim, lifetimes.secondFactor) };
  }
  const session = await transaction(pool, async (tx) =>
    startSession(tx, vault, { person, origin }),
  );
  return { userId: person.id, session };
}

/** The second step: the token of the first and a code. Throws 401, 400 and 429. */
export async function signInWithCode(
  platform: Platform,
  { mfa_token, factor, origin }: { mfa_token: string; factor: Factor; origin: ClientOrigin },
): Promise<Entered> {
  const { pool, vault } = platform;
  await throttle(platform, {
    mfa_login_address: origin.address,
    mfa_login_token: mfa_token.slice(0, 200),
  });
  const link = readLink(vault, 'second factor', mfa_token);
  const person = link === undefined ? undefined : await findPerson(pool, link.user_id);
  if (person?.two_factor !== true || link?.proves(secondStepProof(person)) !== true) {
    throw new HttpError(401, { error: 'Invalid or expired MFA token' });
  }
  await throttle(platform, { second_factor_user: String(person.id) });
  const session = await transaction(pool, async (tx) => {
    if (!(await takeSecondFactor(tx, vault, { user_id: person.id, ...factor }))) {
      throw new HttpError(400, { error: 'Invalid verification code' });
    }
    return startSession(tx, vault, { person, origin });
  });
  return { userId: person.id, session };
}
