import type { Actor } from '../auth/actor.ts';
import { tooManyRequests } from '../errors.ts';
import { takeAttempts } from '../http/throttle.ts';
import type { Platform } from '../platform.ts';

/**
 * Takes one of the contact searches that an account has per minute. Throws 429 when they are used up
 * (contract: platform §1.5). Switched off together with the limit by address.
 */
export async function takeSearch(platform: Platform, { account_id }: Actor): Promise<void> {
  const { rateLimit, contactSearches: limit } = platform.config;
  if (rateLimit === 0) return;
  const key = String(account_id);
  const wait = await takeAttempts(platform, [{ name: 'contact_search', key, limit, seconds: 60 }]);
  if (wait > 0) throw tooManyRequests(wait);
}
