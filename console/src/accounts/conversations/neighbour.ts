import { queries } from '../../api/queries.ts';
import { keys, type ListData } from './conversation-data.ts';

/** The conversation that stands so many lines further in the list that is on the screen. */
export function neighbour(
  account: number,
  id: number | undefined,
  step: number,
): number | undefined {
  const shown = queries
    .getQueryCache()
    .findAll({ queryKey: keys.lists(account), type: 'active' })
    .map(({ state }) => state.data as ListData | undefined)
    .find((data) => data !== undefined);
  const ids = shown?.pages.flatMap(({ payload }) => payload.map((each) => each.id)) ?? [];
  if (id === undefined || !ids.includes(id)) return ids[0];
  return ids[ids.indexOf(id) + step];
}
