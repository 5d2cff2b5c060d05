import { useQuery } from '@tanstack/react-query';
import { useMe, useMembership } from '../../account-data.ts';
import type { View } from '../view.ts';
import { textOfSaved, type Saved } from './saved-data.ts';
import { savedQuery } from './saved-query.ts';

interface Opened {
  /** The saved view that the address names; undefined when it names none, or none that is there. */
  saved: Saved | undefined;
  /** What is shown is not what was saved. */
  isChanged: boolean;
  /** Shared views are for administrators to change. */
  mayChange: boolean;
}

/** What there is to know about the saved view of an address. */
export function useSaved(account: number, view: View): Opened {
  const me = useMe()?.id;
  const isAdministrator = useMembership()?.role === 'administrator';
  const all = useQuery(savedQuery(account)).data;
  const saved = all?.find(({ id }) => id === view.saved);
  return {
    saved,
    isChanged: saved !== undefined && textOfSaved(saved) !== view.filter,
    mayChange: saved !== undefined && (isAdministrator || (!saved.shared && saved.user_id === me)),
  };
}
