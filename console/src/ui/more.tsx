import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';

interface MoreProps {
  query: {
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    fetchNextPage: (options: { cancelRefetch: boolean }) => Promise<unknown>;
  };
}

/** At the end of a list that comes in pages: the next one, as long as there is one. */
export function More({ query }: MoreProps) {
  const { t } = useTranslation();
  if (!query.hasNextPage) return null;
  return (
    <div className="pt-3 text-center">
      <Button
        busy={query.isFetchingNextPage}
        onClick={() => void query.fetchNextPage({ cancelRefetch: false })}
      >
        {t('app.more')}
      </Button>
    </div>
  );
}
