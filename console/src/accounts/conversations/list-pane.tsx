import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { ArrowDownWideNarrow, ListFilter, SlidersHorizontal, X } from 'lucide-react';
import { Suspense, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { inboxesQuery, teamsQuery } from '../account-data.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { useCommands, type Command } from '../../ui/commands.ts';
import { lazily } from '../../ui/lazily.ts';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { countsQuery } from './conversation-data.ts';
import { List } from './list.tsx';
import { selection, useIsSelecting } from './selection.ts';
import { sortOf, sorts, statuses, statusOf, tabOf, tabs, type View } from './view.ts';

const BulkBar = lazily(async () => import('./bulk/bulk-bar.tsx'), 'BulkBar');
const FilterBar = lazily(async () => import('./filters/filter-bar.tsx'), 'FilterBar');
const FilterDialog = lazily(async () => import('./filters/filter-dialog.tsx'), 'FilterDialog');
const FilterTitle = lazily(async () => import('./filters/filter-title.tsx'), 'FilterTitle');
const SavedView = lazily(async () => import('./filters/saved-view.tsx'), 'SavedView');

/** The left of the desk: which conversations there are. */
export function ListPane({ account, openId }: { account: number; openId: number | undefined }) {
  const view = useSearch({ from: '/app/accounts/$accountId/conversations' });
  const navigate = useNavigate();
  const [filtering, setFiltering] = useState(false);
  useCommands(useFiltering(() => setFiltering(true)));
  const show = (change: Partial<View>, replace = false): void =>
    void navigate({
      from: '/app/accounts/$accountId/conversations',
      to: '.',
      search: (before: View) => ({ ...before, ...change }),
      replace,
    });
  const isSelecting = useIsSelecting();
  const shown = JSON.stringify([account, view]);
  // What is chosen belongs to what is listed.
  useEffect(() => selection.clear, [shown]);
  // Such an address says which filter, but not yet what that asks for.
  const named = view.filter === undefined ? view.saved : undefined;
  return (
    <section
      className={`min-h-0 w-full flex-col border-r border-line bg-surface md:flex md:w-84 md:shrink-0 ${openId === undefined ? 'flex' : 'hidden'}`}
    >
      <Head account={account} view={view} onShow={show} onFilter={() => setFiltering(true)} />
      {view.filter === undefined ? null : (
        <Suspense>
          <FilterBar
            account={account}
            view={view}
            onShow={show}
            onEdit={() => setFiltering(true)}
          />
        </Suspense>
      )}
      <div className="min-h-0 flex-1">
        {named === undefined ? (
          <List account={account} view={view} openId={openId} onTab={(tab) => show({ tab })} />
        ) : (
          <Suspense>
            <SavedView account={account} id={named} onShow={show} />
          </Suspense>
        )}
      </div>
      {isSelecting ? (
        <Suspense>
          <BulkBar account={account} view={view} />
        </Suspense>
      ) : null}
      {filtering ? (
        <Suspense>
          <FilterDialog
            account={account}
            view={view}
            onApply={(change) => show(change)}
            onClose={() => setFiltering(false)}
          />
        </Suspense>
      ) : null}
    </section>
  );
}

/** f asks for a filter. */
function useFiltering(ask: () => void): Command[] {
  const { t } = useTranslation();
  return useMemo(() => [{ id: 'filter', key: 'f', group: 'go', title: t('list.filter'), run: ask }], [t]); // prettier-ignore
}

interface HeadProps {
  account: number;
  view: View;
  onShow: (change: Partial<View>) => void;
  onFilter: () => void;
}

function Head({ account, view, onShow, onFilter }: HeadProps) {
  const { t } = useTranslation();
  const { data: counts } = useQuery(countsQuery(account, view));
  const names = { me: t('list.mine'), unassigned: t('list.unassigned'), all: t('list.all') };
  return (
    <header className="border-b border-line">
      <div className="flex h-12 items-center gap-1 pr-2 pl-4">
        <h1 className="min-w-0 flex-1 truncate text-base font-semibold">
          {view.filter === undefined ? (
            <Title account={account} view={view} />
          ) : (
            <Suspense fallback={t('list.title')}>
              <FilterTitle account={account} view={view} />
            </Suspense>
          )}
        </h1>
        {view.filter === undefined ? <StatusMenu view={view} onShow={onShow} /> : null}
        <IconButton label={t('list.filter')} onClick={onFilter}>
          <SlidersHorizontal aria-hidden="true" className="size-4" />
        </IconButton>
        <Menu
          trigger={
            <IconButton label={t('list.sort')}>
              <ArrowDownWideNarrow aria-hidden="true" className="size-4" />
            </IconButton>
          }
        >
          {sorts.map((sort) => (
            <MenuItem
              key={sort}
              checked={sortOf(view) === sort}
              onSelect={() => onShow({ sort: sort === 'last_activity_at_desc' ? undefined : sort })}
            >
              {t(`list.sorts.${sort}`)}
            </MenuItem>
          ))}
        </Menu>
      </div>
      <nav aria-label={t('list.title')} className="flex gap-4 px-4">
        {tabs.map((tab) => (
          <button
            key={tab}
            type="button"
            aria-current={tabOf(view) === tab ? 'true' : undefined}
            onClick={() => onShow({ tab: tab === 'me' ? undefined : tab })}
            className={`-mb-px border-b-2 pb-2 text-sm ${tabOf(view) === tab ? 'border-accent font-medium text-ink' : 'border-transparent text-ink-soft hover:text-ink'}`}
          >
            {names[tab]}{' '}
            <span className="text-xs text-ink-faint tabular-nums">{counts?.[tab] ?? ''}</span>
          </button>
        ))}
      </nav>
      <Narrowing view={view} onShow={onShow} />
    </header>
  );
}

function StatusMenu({ view, onShow }: Pick<HeadProps, 'view' | 'onShow'>) {
  const { t } = useTranslation();
  return (
    <Menu
      trigger={
        <Button look="quiet" className="px-2">
          <ListFilter aria-hidden="true" className="size-4" />
          <span className="sr-only">{t('list.status')}: </span>
          {t(`status.${statusOf(view)}`)}
        </Button>
      }
    >
      {statuses.map((status) => (
        <MenuItem
          key={status}
          checked={statusOf(view) === status}
          onSelect={() => onShow({ status: status === 'open' ? undefined : status })}
        >
          {t(`status.${status}`)}
        </MenuItem>
      ))}
    </Menu>
  );
}

/** What narrows the list further, with a way out. */
function Narrowing({ view, onShow }: Pick<HeadProps, 'view' | 'onShow'>) {
  const { t } = useTranslation();
  if (view.label === undefined) return null;
  return (
    <p className="flex items-center gap-1 border-t border-line px-4 py-1.5 text-xs text-ink-soft">
      <span className="flex-1 truncate">
        {t('list.label')}: {view.label}
      </span>
      <IconButton
        label={t('app.close')}
        className="size-6"
        onClick={() => onShow({ label: undefined })}
      >
        <X aria-hidden="true" className="size-3.5" />
      </IconButton>
    </p>
  );
}

function Title({ account, view }: { account: number; view: View }) {
  const { t } = useTranslation();
  const inboxes = useQuery(inboxesQuery(account)).data;
  const teams = useQuery(teamsQuery(account)).data;
  const named = inboxes?.find(({ id }) => id === view.inbox) ?? teams?.find(({ id }) => id === view.team); // prettier-ignore
  if (named !== undefined) return named.name;
  const kinds = { mention: t('nav.mentions'), unattended: t('nav.unattended'), participating: t('nav.participating') }; // prettier-ignore
  return view.kind === undefined ? t('list.title') : kinds[view.kind];
}
