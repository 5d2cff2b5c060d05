import type { Shape } from '@confab/client';
import { queryOptions } from '@tanstack/react-query';
import { server, unwrap } from '../../../api/api.ts';
import { queries } from '../../../api/queries.ts';
import { profileQuery } from '../../account-data.ts';

export type Account = Shape<'Account'>;

export const accountQuery = (account_id: number) =>
  queryOptions({
    queryKey: ['account', account_id],
    queryFn: async () =>
      unwrap(server().GET('/api/v1/accounts/{account_id}', { params: { path: { account_id } } })),
  });

type Changes = Partial<Pick<Account, 'name' | 'locale' | 'domain' | 'support_email'> & Kept>;

/** Changes what is given. Throws what the server says. */
export async function saveAccount(account_id: number, changes: Changes): Promise<void> {
  const saved = await unwrap(
    server().PATCH('/api/v1/accounts/{account_id}', {
      params: { path: { account_id } },
      body: changes,
    }),
  );
  // Known now: what is fetched below may be overtaken by what is told of the same change.
  queries.setQueryData(
    accountQuery(account_id).queryKey,
    (known) => known && { ...known, ...saved },
  );
  await Promise.all([
    queries.invalidateQueries(accountQuery(account_id)),
    // The name stands in the sidebar.
    queries.invalidateQueries(profileQuery),
  ]);
}

/** What a form about a part of the account gets. */
export interface FormProps {
  account: Account;
  /** From here on what others change is not shown in it. */
  onTouch: () => void;
  onSaved: () => void;
}

/** What is set of the account, under the names of the API. */
export interface Kept {
  auto_resolve_after?: number | null;
  auto_resolve_message?: string | null;
  auto_resolve_ignore_waiting?: boolean | null;
  auto_resolve_label?: string | null;
}

const locales =
  'en ar nl fr de it ja ko pt ru es ml ca el pt_BR ro ta fa zh_TW vi da tr cs fi id sv hu no zh_CN pl sk uk th lv is he lt sr bg'.split(
    ' ',
  );

/** The languages that an account can have, by their names in the language of whoever reads. */
export function localesIn(language: string): { value: string; label: string }[] {
  const names = new Intl.DisplayNames(language, { type: 'language' });
  return locales
    .map((value) => ({ value, label: names.of(value.replace('_', '-')) ?? value }))
    .toSorted((one, other) => one.label.localeCompare(other.label, language));
}

export const units = { minutes: 1, hours: 60, days: 1440 } as const;
export type Unit = keyof typeof units;

/** The largest unit in which so many minutes are a whole number. */
export function unitOf(minutes: number): Unit {
  if (minutes % units.days === 0) return 'days';
  return minutes % units.hours === 0 ? 'hours' : 'minutes';
}
