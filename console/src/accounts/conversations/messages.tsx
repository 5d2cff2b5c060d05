import { useInfiniteQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { ArrowDown } from 'lucide-react';
import {
  Fragment,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import { dayKey, dayName } from '../../time/format.ts';
import { Button } from '../../ui/button.tsx';
import { Bar, Failed } from '../../ui/states.tsx';
import { messagesOf, messagesQuery, type Message } from './conversation-data.ts';
import { useJump } from './jump.ts';
import { MessageLine } from './message.tsx';
import { Enlarged } from './message/enlarged.tsx';
import { useOutbox } from './outbox.ts';
import { Pending } from './pending.tsx';
import { useTypers } from './typing.ts';
import { readView } from './view.ts';

interface Props {
  account: number;
  id: number;
  /** When the team had last seen the conversation as it was opened. Unix seconds. */
  seenAt: number;
}

/** What was said, oldest first. It stays at the bottom for who reads there, and where it is for who reads above. */
export function Messages({ account, id, seenAt }: Props) {
  const { t } = useTranslation();
  const query = useInfiniteQuery(messagesQuery(account, id));
  const messages = useMemo(() => (query.data ? messagesOf(query.data) : []), [query.data]);
  const pending = useOutbox(account, id);
  const scroller = useRef<HTMLDivElement>(null);
  const { message } = readView(useSearch({ strict: false }));
  const { atBottom, onScroll, toBottom, leave } = useScrolling(scroller, {
    oldest: messages[0]?.id,
    newest: messages.at(-1)?.id,
    pending: pending.length,
  });
  const marked = useJump({
    account,
    id,
    message,
    isLoaded: query.isSuccess,
    scroller,
    onLeave: leave,
  });
  const top = useRef<HTMLDivElement>(null);
  const { hasNextPage, isFetching, isFetchingNextPage, fetchNextPage } = query;
  useEffect(() => {
    const mark = top.current;
    if (mark === null || !hasNextPage) return;
    const seen = new IntersectionObserver(
      ([entry]) => {
        // The next page would end it that those which are there are being fetched again.
        if (entry?.isIntersecting === true && !isFetching) void fetchNextPage();
      },
      { root: scroller.current, rootMargin: '200px 0px 0px' },
    );
    seen.observe(mark);
    return () => seen.disconnect();
  }, [hasNextPage, isFetching, fetchNextPage, messages[0]?.id]);

  if (query.isPending) return <Waiting />;
  if (query.isError) {
    return (
      <Failed
        title={t('conversation.failed')}
        error={query.error}
        onRetry={() => void query.refetch()}
      />
    );
  }
  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        onScroll={onScroll}
        role="log"
        data-messages-of={id}
        aria-label={t('conversation.log')}
        tabIndex={0}
        className="h-full overflow-y-auto py-3 -outline-offset-2"
      >
        <div>
          <div ref={top} className="px-4 pb-2 text-center text-xs text-ink-faint">
            {isFetchingNextPage ? t('app.loading') : hasNextPage ? '' : t('conversation.start')}
          </div>
          <Lines messages={messages} account={account} seenAt={seenAt} marked={marked} />
          {pending.map((item) => (
            <Pending key={item.echo_id} item={item} />
          ))}
          <TypingLine id={id} />
        </div>
      </div>
      <Enlarged messages={messages} />
      {atBottom ? null : (
        <Button
          className="absolute bottom-3 left-1/2 -translate-x-1/2 rounded-full shadow-float"
          onClick={toBottom}
        >
          <ArrowDown aria-hidden="true" className="size-4" />
          {t('conversation.newest')}
        </Button>
      )}
    </div>
  );
}

const SAME_BREATH = 5 * 60;

const follows = (message: Message, before: Message | undefined): boolean =>
  before !== undefined &&
  before.message_type === message.message_type &&
  before.private === message.private &&
  before.sender?.id === message.sender?.id &&
  message.created_at - before.created_at < SAME_BREATH;

function Lines({
  messages,
  account,
  seenAt,
  marked,
}: {
  messages: Message[];
  account: number;
  seenAt: number;
  marked: number | undefined;
}) {
  const { t } = useTranslation();
  const firstNew = messages.find(
    ({ message_type, created_at }) => message_type === 0 && created_at > seenAt,
  );
  return messages.map((message, index) => {
    const before = messages[index - 1];
    const newDay = before === undefined || dayKey(before.created_at) !== dayKey(message.created_at);
    const isFirstNew = message.id === firstNew?.id && index > 0;
    return (
      <Fragment key={message.id}>
        {newDay ? <Break>{dayName(message.created_at)}</Break> : null}
        {isFirstNew ? <Break tone="text-accent">{t('conversation.newMessages')}</Break> : null}
        <MessageLine
          message={message}
          account={account}
          follows={!newDay && !isFirstNew && follows(message, before)}
          isMarked={message.id === marked}
        />
      </Fragment>
    );
  });
}

function Break({ children, tone = 'text-ink-faint' }: { children: string; tone?: string }) {
  return (
    <div className={`flex items-center gap-3 px-4 pt-4 pb-1 text-xs font-medium ${tone}`}>
      <span className="h-px flex-1 bg-line" />
      {children}
      <span className="h-px flex-1 bg-line" />
    </div>
  );
}

function TypingLine({ id }: { id: number }) {
  const { t } = useTranslation();
  const typers = useTypers(id);
  return (
    <p className="h-6 px-14 pt-1 text-xs text-ink-faint" aria-live="polite">
      {typers.length === 0
        ? ''
        : t('conversation.typing', { name: typers.map(({ name }) => name).join(', ') })}
    </p>
  );
}

interface Ends {
  oldest: number | undefined;
  newest: number | undefined;
  pending: number;
}

const NEAR = 60;

/** Keeps the place of the reader: at the bottom for new messages, at the same message for older ones. */
function useScrolling(
  scroller: React.RefObject<HTMLDivElement | null>,
  { oldest, newest, pending }: Ends,
) {
  const [atBottom, setAtBottom] = useState(true);
  const isThere = newest !== undefined;
  const place = useRef({ bottom: true, height: 0, oldest, ends: '' });
  useLayoutEffect(() => {
    const box = scroller.current;
    const ends = `${oldest}/${newest}/${pending}`;
    const was = place.current;
    // Where somebody comes back to, all is as they left it.
    if (box === null || was.ends === ends) return;
    if (was.bottom) box.scrollTop = box.scrollHeight;
    else if (was.oldest !== oldest) box.scrollTop += box.scrollHeight - was.height;
    place.current = { ...was, height: box.scrollHeight, oldest, ends };
  }, [scroller, oldest, newest, pending]);
  // What is written below may take more room than before.
  useEffect(() => {
    const box = scroller.current;
    if (box === null) return;
    const resized = new ResizeObserver(() => {
      if (place.current.bottom) box.scrollTop = box.scrollHeight;
    });
    resized.observe(box);
    // A picture takes its room only when it is there.
    if (box.firstElementChild !== null) resized.observe(box.firstElementChild);
    return () => resized.disconnect();
  }, [scroller, isThere]);
  const onScroll = (): void => {
    const box = scroller.current;
    if (box === null) return;
    const bottom = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
    place.current = { ...place.current, bottom, height: box.scrollHeight };
    setAtBottom(bottom);
  };
  const leave = useCallback((): void => {
    place.current = { ...place.current, bottom: false };
    setAtBottom(false);
  }, []);
  const toBottom = (): void => scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
  return { atBottom, onScroll, toBottom, leave };
}

function Waiting() {
  const { t } = useTranslation();
  return (
    <div
      role="status"
      aria-label={t('app.loading')}
      className="flex flex-1 flex-col justify-end gap-4 p-4"
    >
      {['w-1/2', 'w-1/3 self-end', 'w-2/5', 'w-1/2 self-end'].map((width) => (
        <Bar key={width} className={`h-14 rounded-card ${width}`} />
      ))}
    </div>
  );
}
