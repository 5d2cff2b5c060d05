import { useNavigate, useParams } from '@tanstack/react-router';
import { MessagesSquare } from 'lucide-react';
import { Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccount, useMe } from '../account-data.ts';
import { useCommands, type Command } from '../../ui/commands.ts';
import { lazily, part } from '../../ui/lazily.ts';
import { Empty } from '../../ui/states.tsx';
import { ConversationWaiting } from './conversation-waiting.tsx';
import { useFirstSteps } from './first-steps/use-first-steps.ts';
import { neighbour } from './neighbour.ts';
import { ListPane } from './list-pane.tsx';
import { selection } from './selection.ts';
import './live.ts';
import { sameView } from './view.ts';

const loadConversation = part(async () => import('./conversation.tsx'));

/** With what it takes to read and write, which the list alone does without. */
const Conversation = lazily(loadConversation, 'Conversation');

const FirstSteps = lazily(async () => import('./first-steps/first-steps.tsx'), 'FirstSteps');

/** The list beside the conversation that is open, if one is. */
export function Desk() {
  const account = useAccount();
  const me = useMe();
  const { conversationId } = useParams({ strict: false });
  useCommands(useMoving(account, conversationId));
  if (me === undefined) return null;
  return (
    <div className="flex min-h-0 min-w-0 flex-1" onPointerEnter={prepare} onFocus={prepare}>
      <ListPane account={account} openId={conversationId} />
      <div className={`min-w-0 flex-1 ${conversationId === undefined ? 'hidden md:flex' : 'flex'}`}>
        {conversationId === undefined ? (
          <div className="flex-1">
            <Nothing account={account} />
          </div>
        ) : (
          <Suspense fallback={<ConversationWaiting />}>
            <Conversation key={account} account={account} me={me.id} id={conversationId} />
          </Suspense>
        )}
      </div>
    </div>
  );
}

/** No conversation is open. */
function Nothing({ account }: { account: number }) {
  const { t } = useTranslation();
  const conversations = useFirstSteps(account);
  const pick = (
    <Empty
      icon={<MessagesSquare aria-hidden="true" className="size-8" />}
      title={t('conversation.pick')}
      hint={t('conversation.pickHint')}
    />
  );
  if (conversations === undefined) return null;
  if (conversations === null) return pick;
  return (
    <Suspense>
      <FirstSteps account={account} conversations={conversations}>
        {pick}
      </FirstSteps>
    </Suspense>
  );
}

/** Whoever comes near the list is about to open something. */
const prepare = (): void => void loadConversation();

/** j and k walk through the list. */
function useMoving(account: number, openId: number | undefined): Command[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return useMemo(() => {
    const move = (step: number) => (): void => {
      const next = neighbour(account, openId, step);
      if (next === undefined) return;
      void navigate({
        to: '/app/accounts/$accountId/conversations/$conversationId',
        params: { accountId: account, conversationId: next },
        search: sameView,
      });
    };
    const commands: Command[] = [
      { id: 'next', key: 'j', group: 'go', title: t('keys.next'), run: move(1) },
      { id: 'previous', key: 'k', group: 'go', title: t('keys.previous'), run: move(-1) },
      { id: 'choose', key: 'x', group: 'go', title: t('keys.choose'), run: () => openId !== undefined && selection.toggle(openId) },
    ]; // prettier-ignore
    return commands;
  }, [account, openId, navigate, t]);
}
