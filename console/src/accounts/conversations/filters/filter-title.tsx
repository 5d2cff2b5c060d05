import type { View } from '../view.ts';
import { useFilterTexts } from './texts.ts';
import { useSaved } from './use-saved.ts';

/** What a filtered list is called. */
export function FilterTitle({ account, view }: { account: number; view: View }) {
  const t = useFilterTexts();
  const { saved, isChanged } = useSaved(account, view);
  if (saved === undefined) return t('unsaved');
  return isChanged ? t('changed', { name: saved.name }) : saved.name;
}
