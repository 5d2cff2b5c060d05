import { History, Search, X } from 'lucide-react';
import { Button, IconButton } from '../../ui/button.tsx';
import { Empty } from '../../ui/states.tsx';
import { useMe } from '../account-data.ts';
import { useRecent } from './recent.ts';
import { useSearchTexts } from './texts.ts';

interface Props {
  account: number;
  onSearch: (words: string) => void;
}

/** Before anything is looked for: what can be found, and what was looked for before. */
export function Beginning({ account, onSearch }: Props) {
  const t = useSearchTexts();
  const { words, forget, forgetAll } = useRecent(account, useMe()?.id);
  return (
    <>
      <Empty
        title={t('begin')}
        hint={t('beginHint')}
        icon={<Search aria-hidden="true" className="size-7" />}
      />
      {words.length === 0 ? null : (
        <section aria-labelledby="recent" className="mx-auto max-w-md">
          <header className="flex items-center justify-between gap-2 px-2">
            <div>
              <h2 id="recent" className="text-sm font-semibold">
                {t('recent')}
              </h2>
              <p className="text-xs text-ink-faint">{t('recentHint')}</p>
            </div>
            <Button look="quiet" className="px-2" onClick={forgetAll}>
              {t('forgetAll')}
            </Button>
          </header>
          <ul className="mt-1">
            {words.map((each) => (
              <li key={each} className="flex items-center rounded-md hover:bg-hover">
                <button
                  type="button"
                  onClick={() => onSearch(each)}
                  className="flex h-9 min-w-0 flex-1 items-center gap-2 rounded-md px-2 text-left text-sm"
                >
                  <History aria-hidden="true" className="size-4 shrink-0 text-ink-faint" />
                  <span className="truncate">{each}</span>
                </button>
                <IconButton label={t('forget', { words: each })} onClick={() => forget(each)}>
                  <X aria-hidden="true" className="size-4" />
                </IconButton>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
