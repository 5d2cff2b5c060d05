import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { useVirtualizer, type Range } from '@tanstack/react-virtual';
import type { TFunction } from 'i18next';
import { Inbox as InboxIcon } from 'lucide-react';
import {
  memo,
  Suspense,
  useEffect,
  useEffectEvent,
  useMemo,
  useRef,
  useState,
  type MouseEvent,
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
import { sameView, type View } from './view.ts';

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
  const { hasNextPage, isFetching, isFetchingNextPage, fetchNextPage } = query;
  const onEnd = useEffectEvent(() => {
    // The next page would end it that those which are there are being fetched again.
    if (hasNextPage && !isFetching) void fetchNextPage();
  });
  const [isAtEnd, setAtEnd] = useState(false);
  useEffect(() => {
    if (isAtEnd) onEnd();
  }, [isAtEnd, rows.length, hasNextPage, isFetching]);

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
    <Lines {...{ account, view, rows, openId }} isWhole={!hasNextPage} onEnd={setAtEnd}>
      <p role="status" className="p-4 text-center text-xs text-ink-faint">
        {isFetchingNextPage ? t('app.loading') : hasNextPage ? '' : t('list.end')}
      </p>
    </Lines>
  );
}

interface LinesProps {
  account: number;
  view: View;
  rows: readonly Conversation[];
  /** There are no more to load. */
  isWhole: boolean;
  openId: number | undefined;
  /** Told when the last lines come into sight, and when they leave it. */
  onEnd: (isAtEnd: boolean) => void;
  children: ReactNode;
}

/** Lines that are drawn at once, ahead of the scrolling: a few together cost less than one after the other. */
const STEP = 4;

function inSteps({ startIndex, endIndex, count }: Range): number[] {
  const first = Math.max(0, Math.floor(startIndex / STEP) - 1) * STEP;
  const last = Math.min(count, (Math.floor(endIndex / STEP) + 2) * STEP);
  return Array.from({ length: last - first }, (_, place) => first + place);
}

/** Only the lines that can be seen are in the page, however many are loaded. */
function Lines({ account, view, rows, isWhole, openId, onEnd, children }: LinesProps) {
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
    rangeExtractor: inSteps,
  });
  useEffect(() => virtual.measure(), [virtual, density]);
  const visible = virtual.getVirtualItems();
  const isAtEnd = (visible.at(-1)?.index ?? 0) >= rows.length - 10;
  useEffect(() => onEnd(isAtEnd), [isAtEnd, onEnd]);
  const openAt = useMemo(() => order.indexOf(openId ?? 0), [order, openId]);
  useEffect(() => {
    if (openAt < 0) return;
    const { scrollOffset, scrollRect } = virtual;
    const [top, height] = [openAt * heights[density], scrollRect?.height ?? 0];
    const isInSight =
      scrollOffset !== null &&
      top >= scrollOffset &&
      top + heights[density] <= scrollOffset + height;
    // To ask for what is so already costs as much as to draw the page twice.
    if (!isInSight) virtual.scrollToIndex(openAt, { align: 'auto' });
    // Only when another is opened, not each time that the order changes under the reader.
  }, [openId]);
  const { hrefOf, onClick } = useOpening(account, view);
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
        onClick={onClick}
      >
        <Drawn
          {...{ rows, order, names, isWhole, openId, isCompact, minute, hrefOf, t }}
          first={visible[0]?.index ?? 0}
          last={visible.at(-1)?.index ?? -1}
        />
      </ul>
      {children}
    </div>
  );
}

interface DrawnProps extends Pick<LinesProps, 'rows' | 'isWhole' | 'openId'> {
  order: readonly number[];
  /** Of the inboxes, by their ids. */
  names: ReadonlyMap<number, string>;
  isCompact: boolean;
  minute: number;
  hrefOf: (conversation: number) => string;
  t: TFunction;
  /** Places in `rows`. */
  first: number;
  last: number;
}

/** The lines that are in the page; drawn anew when those change, not with each step of the scrolling. */
const Drawn = memo(function Drawn({
  rows,
  names,
  isWhole,
  openId,
  hrefOf,
  first,
  last,
  ...shared
}: DrawnProps) {
  return rows
    .slice(first, last + 1)
    .map((conversation, place) => (
      <Line
        key={conversation.id}
        {...{ conversation, ...shared }}
        href={hrefOf(conversation.id)}
        position={first + place + 1}
        of={isWhole ? rows.length : -1}
        inbox={names.get(conversation.inbox_id)}
        isOpen={conversation.id === openId}
      />
    ));
});

const place = '/app/accounts/$accountId/conversations/$conversationId';

/**
 * How the lines lead to their conversations. They are links as everywhere, but the list makes their addresses
 * and takes their clicks: a router's link for each line is most of what scrolling costs.
 */
function useOpening(account: number, view: View) {
  const router = useRouter();
  const navigate = useNavigate();
  const hrefOf = useMemo(() => {
    const params = { accountId: account, conversationId: 0 };
    const { pathname, searchStr } = router.buildLocation({ to: place, params, search: sameView(view) }); // prettier-ignore
    const path = pathname.replace(/0$/, '');
    return (id: number): string => path + String(id) + searchStr;
  }, [router, account, view]);
  const onClick = (event: MouseEvent): void => {
    const { target, button, metaKey, ctrlKey, shiftKey, altKey } = event;
    const link =
      target instanceof Element ? target.closest<HTMLElement>('a[data-conversation]') : null;
    // Whoever wants another tab or window gets it from the browser.
    if (link === null || button !== 0 || metaKey || ctrlKey || shiftKey || altKey) return;
    event.preventDefault();
    const conversationId = Number(link.dataset['conversation']);
    void navigate({ to: place, params: { accountId: account, conversationId }, search: sameView });
  };
  return { hrefOf, onClick };
}

interface LineProps extends RowProps {
  /** All of the list, as they stand there. */
  order: readonly number[];
  /** From 1. */
  position: number;
  /** -1: nobody knows yet. */
  of: number;
}

const Line = memo(function Line({ order, position, of, ...row }: LineProps) {
  const { conversation, isCompact, t } = row;
  const height = heights[isCompact ? 'compact' : 'comfortable'];
  return (
    <li
      aria-posinset={position}
      aria-setsize={of}
      className="group absolute inset-x-0 contain-layout contain-style"
      style={{ height, top: (position - 1) * height }}
    >
      <Row {...row} />
      <PickBox {...{ conversation, order, t }} />
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
