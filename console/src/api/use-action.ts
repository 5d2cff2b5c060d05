import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { say } from '../ui/toast.tsx';
import { reasonOf } from './api.ts';
import { queries } from './queries.ts';

interface Following {
  /** Said when it is done. */
  done?: string;
  /** What it changes: queries whose keys begin so are fetched again. */
  changes?: readonly (readonly unknown[])[];
}

/** Something that a button does at the server; why it was refused is said in a toast. True when it was done. */
export function useAction<A extends unknown[]>(
  act: (...given: A) => Promise<unknown>,
  { done, changes = [] }: Following = {},
) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const run = async (...given: A): Promise<boolean> => {
    setBusy(true);
    try {
      await act(...given);
      await Promise.all(changes.map(async (queryKey) => queries.invalidateQueries({ queryKey })));
      if (done !== undefined) say({ title: done });
      return true;
    } catch (error) {
      say({ title: reasonOf(error) ?? t('app.unexpected'), kind: 'error' });
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, run };
}
