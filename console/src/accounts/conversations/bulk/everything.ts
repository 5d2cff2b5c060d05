import { useRef, useState } from 'react';
import { queries } from '../../../api/queries.ts';
import { listQuery, type ListData } from '../conversation-data.ts';
import { selection } from '../selection.ts';
import type { View } from '../view.ts';

/** More than this nobody means to change by hand. */
const MOST = 10_000;

interface Everything {
  /** How many are found while it looks for them. */
  found: number | undefined;
  /** Whether there are more than can be chosen. */
  isCut: boolean;
  choose: () => void;
  stop: () => void;
}

/** Chooses all that a view lists, also what has not been loaded yet. */
export function useEverything(
  account: number,
  view: View,
  fetchNext: () => Promise<unknown>,
): Everything {
  const [found, setFound] = useState<number>();
  const [isCut, setCut] = useState(false);
  const isStopped = useRef(false);
  const run = async (): Promise<void> => {
    isStopped.current = false;
    const { queryKey } = listQuery(account, view);
    for (;;) {
      const pages = queries.getQueryData<ListData>(queryKey)?.pages ?? [];
      const ids = pages.flatMap(({ payload }) => payload.map(({ id }) => id));
      const isAll = pages.at(-1)?.next == null;
      if (isStopped.current) break;
      if (isAll || ids.length >= MOST) {
        selection.choose(ids.slice(0, MOST));
        setCut(!isAll);
        break;
      }
      setFound(ids.length);
      await fetchNext();
      const after = queries.getQueryData<ListData>(queryKey)?.pages.length ?? 0;
      // It could not be loaded: the list says why.
      if (after <= pages.length) break;
    }
    setFound(undefined);
  };
  return {
    found,
    isCut,
    choose: () => void run(),
    stop: () => {
      isStopped.current = true;
    },
  };
}
