import { statusOf, type View } from '../view.ts';
import { readFilter } from './address.ts';
import type { Condition, Filter } from './language.ts';

/** What a view asks for, as conditions to go on from. Of mentions and the like there are none. */
export function filterOfView(view: View): Filter {
  if (view.filter !== undefined) return readFilter(view.filter);
  const { inbox, team, label } = view;
  const status = statusOf(view);
  const is = (key: string, value: string | number | undefined): Condition[] =>
    value === undefined ? [] : [{ key, operator: 'equal_to', values: [String(value)] }];
  return [
    [
      ...is('status', status === 'all' ? undefined : status),
      ...is('inbox_id', inbox),
      ...is('team_id', team),
      ...is('labels', label),
    ],
  ].filter((group) => group.length > 0);
}

/** The change of a view that makes it show what meets a filter, and nothing else narrow it. */
export const filteredBy = (view: View, filter: string | undefined): Partial<View> => ({
  filter,
  tab: view.filter === undefined ? 'all' : view.tab,
  status: undefined,
  inbox: undefined,
  team: undefined,
  label: undefined,
  kind: undefined,
  saved: filter === undefined ? undefined : view.saved,
});
