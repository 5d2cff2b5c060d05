import type { Shape } from '@confab/client';
import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../../../api/api.ts';
import { queries } from '../../../api/queries.ts';
import type { View } from '../view.ts';
import { readFilter, writeFilter } from './address.ts';
import { filteredCounts } from './filter-data.ts';
import { savedQuery } from './saved-query.ts';
import { filterOf, wireOf } from './wire.ts';

export type Saved = Shape<'CustomFilter'>;

/** The filter of a saved view, as an address has it; undefined when it asks for nothing. */
export const textOfSaved = ({ query }: Saved): string | undefined =>
  writeFilter(filterOf(query['payload']));

/** The view of the desk that shows it. */
export const viewOfSaved = (saved: Saved): View => {
  const filter = textOfSaved(saved);
  return { saved: saved.id, tab: 'all', ...(filter === undefined ? {} : { filter }) };
};

interface Given {
  name: string;
  shared: boolean;
  filter: string;
}

/** Saves a filter under a name. */
export async function saveView(account: number, { filter, ...rest }: Given): Promise<Saved> {
  const saved = await unwrap(
    api(account).POST('/custom_filters', {
      body: {
        ...rest,
        filter_type: 'conversation',
        query: { payload: wireOf(readFilter(filter)) },
      },
    }),
  );
  await queries.invalidateQueries(savedQuery(account));
  return saved;
}

/** Changes a saved view; what is not given stays. */
export async function changeView(account: number, { id }: Saved, { filter, ...rest }: Partial<Given>) {
  const query = filter === undefined ? {} : { query: { payload: wireOf(readFilter(filter)) } };
  await unwrap(
    api(account).PATCH('/custom_filters/{custom_filter_id}', {
      params: { path: { custom_filter_id: id } },
      body: { ...rest, ...query },
    }),
  );
  await queries.invalidateQueries(savedQuery(account));
} // prettier-ignore

export async function deleteView(account: number, { id }: Saved): Promise<void> {
  await unwrap(
    api(account).DELETE('/custom_filters/{custom_filter_id}', {
      params: { path: { custom_filter_id: id } },
    }),
  );
  await queries.invalidateQueries(savedQuery(account));
}

const MINUTE = 60_000;

/** How many a saved view has. There are many of them on the screen of many people: it may be a minute late. */
export const savedCountQuery = (account: number, text: string) =>
  queryOptions({
    queryKey: ['saved-counts', account, text],
    queryFn: async ({ signal }) => (await filteredCounts(account, text, signal)).all,
    staleTime: MINUTE,
    refetchInterval: MINUTE,
  });
