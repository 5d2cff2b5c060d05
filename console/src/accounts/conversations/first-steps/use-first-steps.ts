import { useQuery } from '@tanstack/react-query';
import { useMe, useMembership } from '../../account-data.ts';
import { countsQuery } from '../conversation-data.ts';

/** In the settings of a person: the accounts whose first steps they have put away. */
export const HIDDEN = 'confab_first_steps_hidden';

export const hiddenIn = (settings: Record<string, unknown> = {}): number[] => {
  const hidden = settings[HIDDEN];
  return Array.isArray(hidden) ? hidden.filter((id) => typeof id === 'number') : [];
};

// With more than these, somebody works here already and needs no list of what to do first.
const FEW = 5;

/**
 * How many conversations an account has that has hardly begun, for an administrator who has not put its first
 * steps away. Null where they are not to be seen, undefined while that is not known.
 */
export function useFirstSteps(account: number): number | null | undefined {
  const me = useMe();
  const role = useMembership()?.role;
  const enabled = role === 'administrator' && !hiddenIn(me?.ui_settings).includes(account);
  const { data, isError } = useQuery({
    ...countsQuery(account, { status: 'all', tab: 'all' }),
    enabled,
  });
  if (!enabled || isError) return null;
  if (data === undefined) return undefined;
  return data.all > FEW ? null : data.all;
}
