import { table, type Line } from './places.ts';

/** By whom a route is asked for; each has a file of its own that asks for all of its routes. */
export type Family = 'account' | 'platform' | 'contact' | 'visitor' | 'user' | 'link' | 'open';

/** Where something in the request, and not who sends it, opens the door: a token, an address, an identifier. */
const byLink =
  /^\/(auth\/(?!sign_in)|public\/api\/v1\/(csat_survey|notification_mails|inboxes)\/|rails\/|survey\/|dashboard_apps\/)/;

function familyOf({ path, access }: Line): Family {
  if (access.includes('platform')) return 'platform';
  if (path.includes('/accounts/{account_id}')) return 'account';
  if (access.includes('contact')) return 'contact';
  if (access.includes('visitor') || access.includes('website')) return 'visitor';
  if (access.includes('user')) return 'user';
  return byLink.test(path) ? 'link' : 'open';
}

export const linesOf = (family: Family): Line[] =>
  table.filter((line) => familyOf(line) === family);
