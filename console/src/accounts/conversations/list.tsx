import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Inbox as InboxIcon } from 'lucide-react';
import {
  memo,
  Suspense,
  useEffect,
  useEffectEvent,
  useMemo,
  useRef,
  useState,
  type ReactNode,
} from 'react';
import { useTranslation } from 'react-i18next';
import { inboxesQuery, useMe } from '../account-data.ts';
import { useMinute } from '../../time/minute.ts';
import { Button } from '../../ui/button.tsx';
import { lazily } from '../../ui/lazily.ts';
import { Bar, Empty, Failed } from '../../ui/states.tsx';
import { isMine, listQuery, type Conversation } from './conversation-data.ts';
import { useFirstSteps } from './first-steps/use-first-steps.ts';
import { PickBox } from './pick-box.tsx';
import { heights, Row, type RowProps } from './row.tsx';
import type { View } from './view.ts';

const FirstSteps = lazily(async () => import('./first-steps/first-steps.tsx'), 'FirstSteps');

interface ListProps {
  account: number;
  view: View;
  openId: number | undefined;
  onTab: (tab: 'unassigned') => void;
}

/** The list, as far as it is loaded, and more of it as somebody comes to its end. */
export function List({ account, view, openId, onTab }: ListProps) {
  const { t } = useTranslation();
  const query = useInfiniteQuery(listQuery(account, view));
  const rows = useMemo(
    () => query.data?.pages.flatMap(({ payload }) => payload) ?? [],
    [query.data],
  );
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const onEnd = useEffectEvent(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  });
  const [isAtEnd, setAtEnd] = useState(false);
  useEffect(() => {
    if (isAtEnd) onEnd();
  }, [isAtEnd, rows.length, hasNextPage, isFetchingNextPage]);

  if (query.isPending) return <Waiting />;
  if (query.isError) {
    return (
      <Failed title={t('list.failed')} error={query.error} onRetry={() => void query.refetch()} />
    );
  }
  if (rows.length === 0) {
    return (
      <Beginning account={account}>
        <Empty
          icon={<InboxIcon aria-hidden="true" className="size-7" />}
          title={t('list.empty')}
          hint={t(isMine(view) ? 'list.emptyMine' : 'list.emptyHint')}
        >
          {isMine(view) ? (
            <Button className="mt-2" onClick={() => onTab('unassigned')}>
              {t('list.showUnassigned')}
            </Button>
          ) : null}
        </Empty>
      </Beginning>
    );
  }
  return (
    <Lines account={account} rows={rows} isWhole={!hasNextPage} openId={openId} onEnd={setAtEnd}>
      <p role="status" className="p-4 text-center text-xs text-ink-faint">
        {isFetchingNextPage ? t('app.loading') : hasNextPage ? '' : t('list.end')}
      </p>
    </Lines>
  );
}

interface LinesProps {
  account: number;
  rows: readonly Conversation[];
  /** There are no more to load. */
  isWhole: boolean;
  openId: number | undefined;
  /** Told when the last lines come into sight, and when they leave it. */
  onEnd: (isAtEnd: boolean) => void;
  children: ReactNode;
}

/** Only the lines that can be seen are in the page, however many are loaded. */
function Lines({ account, rows, isWhole, openId, onEnd, children }: LinesProps) {
  const { t } = useTranslation();
  const inboxes = useQuery(inboxesQuery(account)).data;
  const names = useMemo(() => new Map(inboxes?.map(({ id, name }) => [id, name])), [inboxes]);
  const order = useMemo(() => rows.map(({ id }) => id), [rows]);
  const scroller = useRef<HTMLDivElement>(null);
  const isCompact = useMe()?.ui_settings['confab_list_density'] === 'compact';
  const minute = useMinute();
  const density = isCompact ? 'compact' : 'comfortable';
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => heights[density],
    overscan: 8,
    getItemKey: (index) => rows[index]?.id ?? index,
  });
  useEffect(() => virtual.measure(), [virtual, density]);
  const visible = virtual.getVirtualItems();
  const isAtEnd = (visible.at(-1)?.index ?? 0) >= rows.length - 10;
  useEffect(() => onEnd(isAtEnd), [isAtEnd, onEnd]);
  const openAt = useMemo(() => order.indexOf(openId ?? 0), [order, openId]);
  useEffect(() => {
    if (openAt >= 0) virtual.scrollToIndex(openAt, { align: 'auto' });
    // Only when another is opened, not each time that the order changes under the reader.
  }, [openId]);
  return (
    // With a ground of its own it is scrolled as a picture, instead of being painted for each step.
    <div
      ref={scroller}
      className="h-full overflow-y-auto bg-surface will-change-scroll"
      tabIndex={-1}
    >
      <ul
        aria-label={t('list.title')}
        className="relative"
        style={{ height: virtual.getTotalSize() }}
      >
        {visible.map(({ index, key, start }) => {
          const conversation = rows[index];
          return conversation === undefined ? null : (
            <Line
              key={key}
              {...{ account, conversation, order, start, isCompact, minute }}
              position={index + 1}
              of={isWhole ? rows.length : -1}
              inbox={names.get(conversation.inbox_id)}
              isOpen={conversation.id === openId}
            />
          );
        })}
      </ul>
      {children}
    </div>
  );
}

interface LineProps extends RowProps {
  /** All of the list, as they stand there. */
  order: readonly number[];
  /** Pixels from the top. */
  start: number;
  position: number;
  /** -1: nobody knows yet. */
  of: number;
}

/** Drawn anew when something of it changes, not with each step of the scrolling. */
const Line = memo(function Line({ order, start, position, of, ...row }: LineProps) {
  return (
    <li
      aria-posinset={position}
      aria-setsize={of}
      className="group absolute inset-x-0"
      style={{ height: heights[row.isCompact ? 'compact' : 'comfortable'], top: start }}
    >
      <Row {...row} />
      <PickBox conversation={row.conversation} order={order} />
    </li>
  );
});

/** On a phone, where nothing stands beside the list: what to do first, while nobody has written yet. */
function Beginning({ account, children }: { account: number; children: ReactNode }) {
  const isEmpty = useFirstSteps(account) === 0;
  if (!isEmpty) return children;
  return (
    <>
      <div className="h-full max-md:hidden">{children}</div>
      <div className="h-full md:hidden">
        <Suspense>
          <FirstSteps account={account} conversations={0}>
            {children}
          </FirstSteps>
        </Suspense>
      </div>
    </>
  );
}

function Waiting() {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t('app.loading')}>
      {Array.from({ length: 8 }, (_, index) => (
        <div
          key={index}
          className="flex gap-3 border-b border-line px-3 py-2.5"
          style={{ height: heights.comfortable }}
        >
          <Bar className="size-8 rounded-full" />
          <div className="flex-1 space-y-2 pt-1">
            <Bar className="h-3 w-1/2" />
            <Bar className="h-3 w-4/5" />
          </div>
        </div>
      ))}
    </div>
  );
}
