import cookies from 'js-cookie';
import type { Identity } from './user.ts';

const SESSION = 'cw_conversation';
const SNOOZED = 'cw_snooze_campaigns_till';
const A_YEAR = 365;

/** What the website's own browser storage keeps for us: who the visitor is. */
export interface Keeper {
  session(): string;
  keepSession(token: string): void;
  /** Whether the chat knows the session as this person already. */
  isKnown(identity: Identity): boolean;
  /** The chat has taken the person over. */
  keepUser(digest: string): void;
  forgetUser(): void;
  campaignsSnoozedTill(): string | undefined;
  snoozeCampaigns(): void;
  forgetAll(): void;
}

export function openKeeper(websiteToken: string, domain: string | undefined): Keeper {
  const user = `cw_user_${websiteToken}`;
  const where = {
    path: '/',
    sameSite: 'Lax' as const,
    ...(location.protocol === 'https:' ? { secure: true } : {}),
    ...(domain === undefined ? {} : { domain }),
  };
  const keep = (name: string, value: string, expires: number | Date = A_YEAR): void => {
    cookies.set(name, value, { ...where, expires });
  };
  const forget = (name: string): void => {
    cookies.remove(name, where);
    // One that was set before the website named a domain.
    cookies.remove(name, { path: '/' });
  };
  return {
    session: () => cookies.get(SESSION) ?? '',
    keepSession: (token) => keep(SESSION, token),
    isKnown: ({ digest }) => cookies.get(user) === digest && cookies.get(SESSION) !== undefined,
    keepUser: (digest) => keep(user, digest),
    forgetUser: () => forget(user),
    campaignsSnoozedTill: () => cookies.get(SNOOZED),
    snoozeCampaigns() {
      const end = new Date(Date.now() + 3600_000);
      keep(SNOOZED, String(end.getTime()), end);
    },
    forgetAll() {
      forget(SESSION);
      forget(user);
    },
  };
}
