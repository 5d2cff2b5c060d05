import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { AlarmClock, CheckCheck, Ellipsis, Tag, UserRound, Users, X } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Button, IconButton } from '../../../ui/button.tsx';
import { useCommands, type Command } from '../../../ui/commands.ts';
import { Menu, MenuItem } from '../../../ui/menu.tsx';
import { countsQuery, listQuery, type Conversation } from '../conversation-data.ts';
import { selection, useSelection } from '../selection.ts';
import { tabOf, type View } from '../view.ts';
import { proposeChange } from './act.ts';
import { BulkPickers, type BulkAsking } from './bulk-pickers.tsx';
import { useEverything } from './everything.ts';
import type { BulkChange } from './plan.ts';
import { useBulkTexts } from './texts.ts';

interface Props {
  account: number;
  view: View;
}

/** What can be done to all that are chosen; below the list as long as some are. */
export function BulkBar({ account, view }: Props) {
  const t = useBulkTexts();
  const ids = useSelection();
  const list = useInfiniteQuery(listQuery(account, view));
  const loaded = useMemo(
    () => list.data?.pages.flatMap(({ payload }) => payload) ?? [],
    [list.data],
  );
  const chosen = loaded.filter(({ id }) => ids.has(id));
  const [asking, setAsking] = useState<BulkAsking>();
  const [done, setDone] = useState<number>();
  useCommands(useClearing(t('clear')));
  const propose = (change: BulkChange, yes: string): void =>
    proposeChange({ account, chosen, change, yes, onProgress: setDone, t });
  const setStatus = (status: Conversation['status'], yes: string): void =>
    propose({ fields: { status } }, yes);
  return (
    <section
      aria-label={t('region')}
      className="space-y-1 border-t border-line bg-raised px-3 py-2 shadow-float"
    >
      <div className="flex items-center gap-2">
        <p role="status" className="shrink-0 text-sm font-medium">
          {done === undefined
            ? t('chosen', { count: chosen.length })
            : t('working', { count: done })}
        </p>
        <Everything
          account={account}
          view={view}
          chosen={chosen.length}
          loaded={loaded.length}
          hasMore={list.hasNextPage}
          fetchNext={list.fetchNextPage}
        />
        <IconButton label={t('clear')} className="ml-auto" onClick={selection.clear}>
          <X aria-hidden="true" className="size-4" />
        </IconButton>
      </div>
      <div className="flex items-center gap-1">
        <Button className="px-2" onClick={() => setStatus('resolved', t('resolve'))}>
          <CheckCheck aria-hidden="true" className="size-4" />
          {t('resolve')}
        </Button>
        <IconButton label={t('snooze')} onClick={() => setAsking('snooze')}>
          <AlarmClock aria-hidden="true" className="size-4" />
        </IconButton>
        <IconButton label={t('assign')} onClick={() => setAsking('assign')}>
          <UserRound aria-hidden="true" className="size-4" />
        </IconButton>
        <IconButton label={t('team')} onClick={() => setAsking('team')}>
          <Users aria-hidden="true" className="size-4" />
        </IconButton>
        <IconButton label={t('labels')} onClick={() => setAsking('labels')}>
          <Tag aria-hidden="true" className="size-4" />
        </IconButton>
        <Menu
          side="top"
          trigger={
            <IconButton label={t('more')}>
              <Ellipsis aria-hidden="true" className="size-4" />
            </IconButton>
          }
        >
          <MenuItem onSelect={() => setStatus('open', t('reopen'))}>{t('reopen')}</MenuItem>
          <MenuItem onSelect={() => setStatus('pending', t('pending'))}>{t('pending')}</MenuItem>
        </Menu>
      </div>
      <BulkPickers
        asking={asking}
        chosen={chosen}
        onClose={() => setAsking(undefined)}
        onPropose={propose}
      />
    </section>
  );
}

interface EverythingProps extends Props {
  chosen: number;
  loaded: number;
  hasMore: boolean;
  fetchNext: () => Promise<unknown>;
}

/** From some to all that the view lists. */
function Everything({ account, view, chosen, loaded, hasMore, fetchNext }: EverythingProps) {
  const t = useBulkTexts();
  const { data: counts } = useQuery(countsQuery(account, view));
  const { found, isCut, choose, stop } = useEverything(account, view, fetchNext);
  if (found !== undefined) {
    return (
      <>
        <span className="min-w-0 truncate text-xs text-ink-soft">
          {t('loading', { count: found })}
        </span>
        <Button look="quiet" className="px-2" onClick={stop}>
          {t('stop')}
        </Button>
      </>
    );
  }
  if (isCut && chosen > 0 && hasMore) {
    return <span className="text-xs text-ink-soft">{t('tooMany', { count: chosen })}</span>;
  }
  if (!hasMore && chosen >= loaded) return null;
  const count = counts?.[tabOf(view)];
  return (
    <Button look="quiet" className="min-w-0 px-2" onClick={choose}>
      <span className="truncate">
        {count === undefined ? t('everything') : t('everythingOf', { count })}
      </span>
    </Button>
  );
}

/** Escape chooses none. */
function useClearing(title: string): Command[] {
  return useMemo(
    () => [{ id: 'choose-none', key: 'Escape', group: 'go', title, run: selection.clear }],
    [title],
  );
}
