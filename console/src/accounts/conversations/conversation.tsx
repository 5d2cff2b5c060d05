import { useQuery } from '@tanstack/react-query';
import {
  Activity,
  memo,
  Suspense,
  useDeferredValue,
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useMemo,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import { ConfabError } from '../../api/api.ts';
import { queries } from '../../api/queries.ts';
import { lazily } from '../../ui/lazily.ts';
import { Empty, Failed } from '../../ui/states.tsx';
import { appsQuery } from '../settings/apps/app-data.ts';
import { actionsOn } from './actions.ts';
import { useCommands } from '../../ui/commands.ts';
import { Composer } from './composer.tsx';
import {
  conversationQuery,
  messagesQuery,
  type Conversation as Data,
} from './conversation-data.ts';
import { ConversationWaiting } from './conversation-waiting.tsx';
import { useConversationCommands } from './conversation-commands.ts';
import { ConversationHeader } from './header.tsx';
import { known } from './live.ts';
import { Messages } from './messages.tsx';
import { neighbour } from './neighbour.ts';
import { Panel, PanelFrame } from './panel.tsx';
import type { Asking } from './pickers/asking.ts';
import { ConversationPickers } from './pickers/conversation-pickers.tsx';

const AppTabs = lazily(async () => import('./apps/app-tabs.tsx'), 'AppTabs');

interface Props {
  account: number;
  me: number;
  id: number;
}

/** So many conversations that were open are kept as they stood, for whoever comes back to them. */
const KEPT = 6;

/** The middle and the right of the desk: one conversation, with the last ones out of sight behind it. */
export function Conversation({ account, me, id }: Props) {
  const [kept, setKept] = useState([id]);
  const [hasPanel, setHasPanel] = useState(() => matchMedia('(min-width: 80rem)').matches);
  if (kept[0] !== id) setKept([id, ...kept.filter((each) => each !== id)].slice(0, KEPT));
  // In an order that stays: what is moved in a page forgets how far it was scrolled.
  return kept
    .toSorted((a, b) => a - b)
    .map((each) => (
      <Activity key={each} mode={each === id ? 'visible' : 'hidden'}>
        <One {...{ account, me, hasPanel }} id={each} onPanel={setHasPanel} />
      </Activity>
    ));
}

interface PanelState {
  hasPanel: boolean;
  onPanel: (hasPanel: boolean) => void;
}

/** Not drawn anew merely because another one is in sight. */
const One = memo(function One({ account, me, id, ...panel }: Props & PanelState) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({
    ...conversationQuery(account, id),
    // What the list knows is enough to begin with.
    placeholderData: () => known({ queries, account, me }, id),
  });
  if (data !== undefined) return <Opened {...{ account, me, ...panel }} conversation={data} />;
  if (error === null) return <ConversationWaiting />;
  if (error instanceof ConfabError && error.status === 404) {
    return <Empty title={t('conversation.gone')} />;
  }
  return <Failed title={t('conversation.failed')} error={error} onRetry={() => void refetch()} />;
});

type OpenedProps = Omit<Props, 'id'> & PanelState & { conversation: Data };

function Opened({ account, me, conversation, hasPanel, onPanel }: OpenedProps) {
  const { id, unread_count } = conversation;
  const actions = useMemo(() => actionsOn(account, me, id), [account, me, id]);
  const [asking, setAsking] = useState<Asking>();
  // Nobody is asked about a conversation that is out of sight.
  useEffect(() => () => setAsking(undefined), []);
  // What is read comes first; what stands beside it follows a moment later.
  const isRead = useDeferredValue(true, false);
  const apps = useQuery(appsQuery(account)).data ?? [];
  const [isAppShown, setAppShown] = useState(false);
  useMarkSeen(unread_count, actions.markSeen);
  usePrepareNext(account, id);
  const { resolve, commands } = useConversationCommands({
    account,
    conversation,
    actions,
    onAsk: setAsking,
  });
  useCommands(commands);
  const shared = { account, conversation, actions };
  return (
    <div className="relative flex min-w-0 flex-1">
      <section className="flex min-w-0 flex-1 flex-col">
        <ConversationHeader
          {...shared}
          onAsk={setAsking}
          onResolve={resolve}
          onPanel={() => onPanel(!hasPanel)}
        />
        {apps.length === 0 ? null : (
          <Suspense>
            <AppTabs {...{ account, apps, conversation }} onShow={setAppShown} />
          </Suspense>
        )}
        {/* Behind an app it stays as it is: the place in the messages, and what is being written. */}
        <div className={isAppShown ? 'hidden' : 'flex min-h-0 flex-1 flex-col'}>
          <Messages account={account} id={id} seenAt={useSeenAt(conversation)} />
          <Composer {...shared} />
        </div>
      </section>
      <ConversationPickers {...shared} asking={asking} onClose={() => setAsking(undefined)} />
      {hasPanel ? (
        <PanelFrame>
          {isRead ? <Panel {...shared} onAsk={setAsking} onClose={() => onPanel(false)} /> : null}
        </PanelFrame>
      ) : null}
    </div>
  );
}

const seenAtOf = ({ unread_count, agent_last_seen_at }: Data): number =>
  unread_count > 0 ? agent_last_seen_at : Number.MAX_SAFE_INTEGER;

/** As it was on opening: the line between old and new stays where it is until somebody comes back. */
function useSeenAt(conversation: Data): number {
  const [seenAt, setSeenAt] = useState(() => seenAtOf(conversation));
  const come = useEffectEvent(() => setSeenAt(seenAtOf(conversation)));
  useLayoutEffect(() => come(), []);
  return seenAt;
}

/** Milliseconds after which somebody is reading, and what they may want next can be fetched. */
const READING = 300;

/** Has the messages of the next conversation of the list here before they are wanted. */
function usePrepareNext(account: number, id: number): void {
  useEffect(() => {
    const timer = setTimeout(() => {
      const next = neighbour(account, id, 1);
      if (next === undefined) return;
      // Nobody waits for it; whoever opens the conversation asks again.
      void queries.infiniteQuery(messagesQuery(account, next)).catch(() => {});
    }, READING);
    return () => clearTimeout(timer);
  }, [account, id]);
}

/** What is on the screen of somebody who looks at it has been seen. */
function useMarkSeen(unread: number, markSeen: () => Promise<void>): void {
  useEffect(() => {
    if (unread === 0) return;
    const look = (): void => {
      if (document.visibilityState === 'visible' && document.hasFocus()) void markSeen();
    };
    look();
    addEventListener('focus', look);
    return () => removeEventListener('focus', look);
  }, [unread, markSeen]);
}
