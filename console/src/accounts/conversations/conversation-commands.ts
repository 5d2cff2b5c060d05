import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Command } from '../../ui/commands.ts';
import { macrosQuery } from '../account-data.ts';
import type { Actions } from './actions.ts';
import { compose } from './composer.tsx';
import type { Conversation } from './conversation-data.ts';
import { useFurtherActions } from './further-actions.ts';
import { asked, type Asking } from './pickers/asking.ts';
import { neighbour } from './neighbour.ts';

interface Parts {
  account: number;
  conversation: Conversation;
  actions: Actions;
  onAsk: (what: Asking) => void;
}

/** What can be done to the conversation on the screen, from the palette and by keys. */
export function useConversationCommands({ account, conversation, actions, onAsk }: Parts) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { id, status, muted } = conversation;
  const { copyLink, remove, runMacro } = useFurtherActions(account, id);
  const macros = useQuery(macrosQuery(account)).data;
  return useMemo(() => {
    /** Takes the next of the list, so that whoever works through it need not go back. */
    const resolve = (): void => {
      const next = neighbour(account, id, 1) ?? neighbour(account, id, -1);
      void actions.setStatus('resolved');
      if (next !== undefined) {
        void navigate({
          to: '/app/accounts/$accountId/conversations/$conversationId',
          params: { accountId: account, conversationId: next },
          search: (before: object) => before,
        });
      }
    };
    const isResolved = status === 'resolved';
    const commands: Command[] = [
      { id: 'resolve', key: 'e', group: 'conversation', title: t(isResolved ? 'conversation.reopen' : 'conversation.resolveNext'), run: isResolved ? () => void actions.setStatus('open') : resolve },
      ...asked.map(([what, key]): Command => ({ id: what, group: 'conversation', title: t(`conversation.ask.${what}`), run: () => onAsk(what), ...(key === undefined ? {} : { key }) })),
      { id: 'reply', key: 'r', group: 'conversation', title: t('composer.reply'), run: () => void compose('reply') },
      { id: 'note', key: 'n', group: 'conversation', title: t('composer.note'), run: () => void compose('note') },
      { id: 'pending', group: 'conversation', title: t('conversation.pending'), run: () => void actions.setStatus('pending') },
      { id: 'mute', key: 'm', group: 'conversation', title: t(muted ? 'conversation.unmute' : 'conversation.mute'), run: () => void actions.setMuted(!muted) },
      { id: 'unread', key: 'u', group: 'conversation', title: t('conversation.markUnread'), run: () => void actions.markUnread() },
      { id: 'copy-link', group: 'conversation', title: t('conversation.copyLink'), run: copyLink },
      ...(macros ?? []).map((macro): Command => ({ id: `macro-${macro.id}`, group: 'conversation', title: `${t('panel.run')}: ${macro.name}`, run: () => void runMacro(macro.id, macro.name) })),
      ...(remove === undefined ? [] : [{ id: 'remove', group: 'conversation', title: t('conversation.remove'), run: remove } as const]),
    ]; // prettier-ignore
    return { resolve, commands };
  }, [account, id, status, muted, actions, macros, copyLink, remove, runMacro, onAsk, navigate, t]);
}
