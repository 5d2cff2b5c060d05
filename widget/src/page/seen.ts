import { effect } from '@preact/signals';
import { post } from './api.ts';
import { say } from './host.ts';
import {
  canPreview,
  conversation,
  isOpen,
  messages,
  seenId,
  unread,
  view,
  wishes,
} from './state.ts';

const isLooking = (): boolean => isOpen.peek() && document.visibilityState === 'visible';

/** The visitor has the conversation before their eyes: the team is told, once for what is new. */
function noteSeen(): void {
  if (!isLooking() || view.peek() !== 'chat' || conversation.peek() === undefined) return;
  if (unread.peek().length === 0) return;
  seenId.value = messages.peek().at(-1)?.id ?? 0;
  post('conversations/update_last_seen').catch(() => {});
}

/** Keeps the website told of what the visitor has not seen so far. */
export function watchUnread(): void {
  effect(() => {
    void [unread.value, isOpen.value, view.value];
    noteSeen();
  });
  effect(() => {
    const unreadMessageCount = isOpen.value ? 0 : unread.value.length;
    say('handleNotificationDot', { unreadMessageCount });
  });
  let isPreviewed = false;
  effect(() => {
    const wanted = canPreview.value && wishes.value.showUnreadMessagesDialog;
    const isPreview = wanted && !isOpen.value && unread.value.length > 0;
    if (isPreview !== isPreviewed) say(isPreview ? 'setUnreadMode' : 'resetUnreadMode');
    isPreviewed = isPreview;
  });
  document.addEventListener('visibilitychange', noteSeen);
}
