import { RefreshCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import { useMissing } from './lazily.ts';

/** Says so when the server has been upgraded and this page has to be loaded anew; nobody loses what they write. */
export function Missing() {
  const { t } = useTranslation();
  if (!useMissing()) return null;
  return (
    <div
      role="status"
      className="fixed inset-x-0 bottom-4 z-50 mx-auto flex w-fit max-w-[calc(100%-2rem)] items-center gap-3 rounded-card border border-line bg-raised px-4 py-2 text-sm shadow-float"
    >
      <RefreshCw aria-hidden="true" className="size-4 shrink-0 text-ink-faint" />
      {t('app.missing')}
      <Button onClick={() => location.reload()}>{t('app.reload')}</Button>
    </div>
  );
}
