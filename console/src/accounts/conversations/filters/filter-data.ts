import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../../../api/api.ts';
import { queries } from '../../../api/queries.ts';
import { profileQuery } from '../../account-data.ts';
import type { ListPage } from '../conversation-data.ts';
import { judgeFiltersBy, sortOf, tabOf, type View } from '../view.ts';
import { readFilter } from './address.ts';
import { judge } from './judge.ts';
import { narrowed, type Filter } from './language.ts';
import { wireOf } from './wire.ts';

judgeFiltersBy((text, conversation) => judge(readFilter(text), conversation));

interface Asked {
  filter: Filter;
  sort_by?: string;
  cursor?: string;
  per_page?: number;
}

const ask = async (account: number, { filter, ...rest }: Asked, signal: AbortSignal) =>
  unwrap(
    api(account).POST('/conversations/filter', {
      body: { payload: wireOf(filter), ...rest },
      signal,
    }),
  );

/** The filter of a view, and of what meets it the part that is on the tab. */
async function onTab(view: View): Promise<Filter> {
  const filter = readFilter(view.filter);
  const tab = tabOf(view);
  if (tab === 'all') return filter;
  if (tab === 'unassigned') {
    return narrowed(filter, { key: 'assignee_id', operator: 'is_not_present', values: [] });
  }
  const { id } = await queries.query({ ...profileQuery, staleTime: 'static' });
  return narrowed(filter, { key: 'assignee_id', operator: 'equal_to', values: [String(id)] });
}

interface Where {
  cursor: string | null;
  signal: AbortSignal;
}

/** A page of the conversations that meet the filter of a view. */
export async function filteredPage(
  account: number,
  view: View,
  { cursor, signal }: Where,
): Promise<ListPage> {
  const asked: Asked = { filter: await onTab(view), sort_by: sortOf(view) };
  const { meta, payload } = await ask(account, cursor === null ? asked : { ...asked, cursor }, signal); // prettier-ignore
  return { payload, next: meta.next_cursor, end: payload.at(-1) };
}

/** How many meet a filter, as an address has it, for each tab. */
export async function filteredCounts(account: number, text: string, signal: AbortSignal) {
  const { meta } = await ask(account, { filter: readFilter(text), per_page: 1 }, signal);
  return { me: meta.mine_count, unassigned: meta.unassigned_count, all: meta.all_count };
}

/** How many meet a filter altogether. The key is that of the counts, so that events renew it. */
export const matchesQuery = (account: number, text: string) =>
  queryOptions({
    queryKey: ['counts', account, { matches: text }],
    queryFn: async ({ signal }) => (await filteredCounts(account, text, signal)).all,
  });
