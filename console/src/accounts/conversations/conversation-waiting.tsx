import { useTranslation } from 'react-i18next';
import { Bar } from '../../ui/states.tsx';

/** Keeps the place of a conversation that is on its way. */
export function ConversationWaiting() {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t('app.loading')} className="flex-1">
      <div className="flex h-14 items-center gap-3 border-b border-line bg-surface px-4">
        <Bar className="size-8 rounded-full" />
        <Bar className="h-4 w-40" />
      </div>
    </div>
  );
}
