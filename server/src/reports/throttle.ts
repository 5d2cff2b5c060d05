import type { Actor } from '../auth/actor.ts';
import { tooManyRequests } from '../errors.ts';
import { takeAttempts, type Attempt } from '../http/throttle.ts';
import type { Platform } from '../platform.ts';

/**
 * Takes one of the report requests that a person has per minute in an account, and one of the account's.
 * Throws 429 when they are used up (contract: platform §1.5). Switched off together with the limit by address.
 */
export async function takeReport(
  platform: Platform,
  { account_id, type, id }: Actor,
): Promise<void> {
  const { rateLimit, reportsPerUser, reportsPerAccount } = platform.config;
  if (rateLimit === 0) return;
  const insist = async (attempt: Omit<Attempt, 'seconds'>): Promise<void> => {
    const wait = await takeAttempts(platform, [{ ...attempt, seconds: 60 }]);
    if (wait > 0) throw tooManyRequests(wait);
  };
  // In this order: who has used up their own takes nothing from the others.
  await insist({ name: 'reports_user', key: `${account_id}/${type}/${id}`, limit: reportsPerUser });
  await insist({ name: 'reports_account', key: String(account_id), limit: reportsPerAccount });
}
