import { transaction } from '../db/pool.ts';
import { row } from '../db/query.ts';
import { HttpError, tooManyRequests } from '../errors.ts';
import { addressGroup, addressList } from '../http/client-address.ts';
import { slidingWindow } from '../http/window.ts';
import type { Platform } from '../platform.ts';
import { passwordMatches } from './secrets.ts';
import type { Session } from './session-headers.ts';
import { createSession } from './sessions.ts';
import { takingTurns } from './turns.ts';

interface Attempt {
  email: string;
  password: string;
  /** Where it comes from. */
  address: string;
}

interface Account {
  id: number;
  email: string;
  password_digest: string | null;
  confirmed: boolean;
}

/** Checks e-mail and password and begins a session (contract: platform §1.2). Throws 401 and 429. */
export async function signIn(
  platform: Platform,
  { email, password, address }: Attempt,
): Promise<{ userId: number; session: Session }> {
  const wanted = email.trim().toLowerCase();
  limitAttempts(platform, { email: wanted, address });
  const user = await row<Account & Record<string, unknown>>(
    platform.pool,
    `select id, email, password_digest, confirmed_at is not null as confirmed
     from users where lower(email) = $1`,
    [wanted],
  );
  const matches = await checkPassword(password, user?.password_digest ?? null);
  if (user !== undefined && !user.confirmed) throw refused(unconfirmed(user.email));
  if (user === undefined || !matches) {
    throw refused('Invalid login credentials. Please try again.');
  }
  const session = await transaction(platform.pool, async (tx) =>
    createSession(tx, platform.vault, user),
  );
  return { userId: user.id, session };
}

const refused = (error: string): HttpError =>
  new HttpError(401, { success: false, errors: [error] });

const unconfirmed = (email: string): string =>
  `A confirmation email was sent to your account at '${email}'. You must follow the instructions in the email before your account can be activated`;

const MAX_PASSWORD = 128;
// Checked when there is nothing to check against: whether an address has an account takes as long to learn as a password.
const NOBODY = `scrypt$${'A'.repeat(22)}==$${'A'.repeat(43)}=`;
// Each check keeps a core busy for a twentieth of a second; the API goes on beside two of them.
const oneOfTwo = takingTurns({ width: 2, line: 100 });

async function checkPassword(password: string, digest: string | null): Promise<boolean> {
  const possible = digest !== null && password.length <= MAX_PASSWORD;
  const matches = await oneOfTwo(async () =>
    passwordMatches(password.slice(0, MAX_PASSWORD), possible ? digest : NOBODY),
  );
  return possible && matches;
}

// In the process's memory, one set for each application that runs in it.
const limits = new WeakMap<Platform, ReturnType<typeof createLimits>>();

const createLimits = ({ config }: Platform) => ({
  byAddress: slidingWindow(5, 5 * 60),
  byEmail: slidingWindow(10, 15 * 60),
  isExempt: config.rateLimit === 0 ? () => true : addressList(config.rateLimitExempt),
});

/**
 * The limits of platform §1.5. That on the e-mail address holds for everybody: behind a proxy that we
 * were not told of, every guesser seems to be local.
 */
function limitAttempts(
  platform: Platform,
  { email, address }: { email: string; address: string },
): void {
  const limit = limits.get(platform) ?? createLimits(platform);
  limits.set(platform, limit);
  const verdicts = [
    ...(limit.isExempt(address) ? [] : [limit.byAddress(addressGroup(address))]),
    limit.byEmail(email.replace(/\s/g, '')),
  ];
  const wait = Math.max(...verdicts.map((verdict) => verdict.retryAfterSeconds));
  if (!verdicts.every((verdict) => verdict.allowed)) throw tooManyRequests(wait);
}
