import { useQuery } from '@tanstack/react-query';
import { FilterX } from 'lucide-react';
import { useEffect } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Empty, Failed, Lines } from '../../../ui/states.tsx';
import type { View } from '../view.ts';
import { textOfSaved } from './saved-data.ts';
import { savedQuery } from './saved-query.ts';
import { useFilterTexts } from './texts.ts';

interface Props {
  account: number;
  id: number;
  onShow: (change: Partial<View>, replace?: boolean) => void;
}

/** In place of the list, as long as the address names a saved view and not yet what that asks for. */
export function SavedView({ account, id, onShow }: Props) {
  const t = useFilterTexts();
  const { data, error, refetch } = useQuery(savedQuery(account));
  const saved = data?.find((each) => each.id === id);
  const filter = saved && textOfSaved(saved);
  useEffect(() => {
    if (saved === undefined) return;
    // One that asks for nothing, or for what only another client understands, shows everything.
    onShow(filter === undefined ? { saved: undefined, status: 'all', tab: 'all' } : { filter, tab: 'all' }, true); // prettier-ignore
  });
  if (error !== null) {
    return <Failed title={t('failed')} error={error} onRetry={() => void refetch()} />;
  }
  if (data === undefined || saved !== undefined) return <Lines />;
  return (
    <Empty title={t('gone')} icon={<FilterX aria-hidden="true" className="size-7" />}>
      <Button className="mt-2" onClick={() => onShow({ saved: undefined })}>
        {t('showAll')}
      </Button>
    </Empty>
  );
}
