import { tooManyRequests } from '../errors.ts';
import { addressGroup, addressList } from '../http/client-address.ts';
import { takeAttempts } from '../http/throttle.ts';
import type { Platform } from '../platform.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/**
 * How many attempts in how many seconds (contract: platform §1.5). Those on an address spare the
 * addresses that the operator exempts; those on anything else hold for everybody: behind a proxy that
 * we were not told of, every guesser seems to be local.
 */
const limits = {
  login_address: [5, 5 * MINUTE],
  login_email: [10, 15 * MINUTE],
  mfa_login_address: [10, MINUTE],
  mfa_login_token: [10, MINUTE],
  // A new token can be had with the password, so the person's own limit is what stops guessing codes.
  second_factor_user: [20, 15 * MINUTE],
  mfa_address: [5, MINUTE],
  password_user: [10, 15 * MINUTE],
  reset_address: [5, 30 * MINUTE],
  reset_email: [5, HOUR],
  resend_address: [5, 30 * MINUTE],
  confirmation_user: [5, HOUR],
  invitation_member: [3, HOUR],
  accounts_address: [5, 30 * MINUTE],
  widget_conversations_address: [6, 12 * HOUR],
  widget_contacts_address: [60, HOUR],
  // New visitors, who come without a token. The original counts them at the page only.
  widget_visitors_address: [100, HOUR],
} as const;

type Limit = keyof typeof limits;

/**
 * Counts one attempt against each of the named limits, which hold across all processes and machines.
 * Throws 429 when one of them is used up.
 */
export async function throttle(
  platform: Platform,
  attempt: Partial<Record<Limit, string>>,
): Promise<void> {
  const { rateLimit, rateLimitExempt, widgetLimits } = platform.config;
  const isExempt = rateLimit === 0 ? () => true : addressList(rateLimitExempt);
  const attempts = (Object.entries(attempt) as [Limit, string][]).flatMap(([name, key]) => {
    const [limit, seconds] = limits[name];
    if (name.startsWith('widget_') && !widgetLimits) return [];
    if (!name.endsWith('_address')) return [{ name, key, limit, seconds }];
    return isExempt(key) ? [] : [{ name, key: addressGroup(key), limit, seconds }];
  });
  const wait = await takeAttempts(platform, attempts);
  if (wait > 0) throw tooManyRequests(wait);
}
