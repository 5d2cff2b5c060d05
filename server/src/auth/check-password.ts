import type { Db } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { isPossible } from './password-rules.ts';
import {
  hashPassword,
  isImported,
  isOutdated,
  NOBODY,
  NOBODY_ELSEWHERE,
  passwordMatches,
} from './passwords.ts';
import { takingTurns } from './turns.ts';

// Each check keeps a core busy for a thirtieth of a second; the API goes on beside two of them.
const oneOfTwo = takingTurns({ width: 2, line: 100 });
const LONGEST = 256;

/**
 * Whether it is the password. A failure takes the same time whoever it is about: with nothing to check
 * against, a digest of nobody is checked, and as long as somebody has a digest from elsewhere, each
 * failure pays for both kinds.
 */
export async function checkPassword(
  db: Db,
  password: string,
  digest: string | null,
): Promise<boolean> {
  const possible = digest !== null && isPossible(password);
  const tried = possible ? digest : NOBODY;
  const typed = password.slice(0, LONGEST);
  return oneOfTwo(async () => {
    if (await passwordMatches(typed, tried)) return possible;
    if (await hasImported(db)) {
      await passwordMatches(typed, isImported(tried) ? NOBODY : NOBODY_ELSEWHERE);
    }
    return false;
  });
}

async function hasImported(db: Db): Promise<boolean> {
  const found = await row<{ has: boolean }>(
    db,
    `select exists (select from users where password_digest like '$2%') as has`,
  );
  return found?.has === true;
}

/** The digest of a password that somebody chooses, made when it is its turn. */
export const digestOf = async (password: string): Promise<string> =>
  oneOfTwo(async () => hashPassword(password));

/** Replaces a digest of former times, now that the password is known. Nothing else changes with it. */
export async function renewDigest(
  db: Db,
  { id, password_digest }: { id: number; password_digest: string | null },
  password: string,
): Promise<void> {
  if (password_digest === null || !isOutdated(password_digest)) return;
  await rows(db, 'update users set password_digest = $3 where id = $1 and password_digest = $2', [
    id,
    password_digest,
    await digestOf(password),
  ]);
}
