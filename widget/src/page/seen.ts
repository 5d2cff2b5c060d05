import { effect } from '@preact/signals';
import { post } from './api.ts';
import { channel } from './globals.ts';
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

interface Seen {
  conversation: number;
  seen: number;
}

const tabs = openTabs();

/** The visitor's other tabs of this website, where what was read here is read as well. */
function openTabs(): BroadcastChannel | undefined {
  try {
    return new BroadcastChannel(`cw_seen_${channel.websiteToken}`);
  } catch {
    // A browser that keeps frames of other websites apart: the next load tells.
    return undefined;
  }
}

function hearTabs(): void {
  tabs?.addEventListener('message', ({ data }: MessageEvent<Seen>) => {
    if (data.conversation !== conversation.peek()?.id) return;
    seenId.value = Math.max(seenId.peek(), data.seen);
  });
}

/** The visitor has the conversation before their eyes: the team is told, once for what is new. */
function noteSeen(): void {
  if (!isLooking() || view.peek() !== 'chat' || conversation.peek() === undefined) return;
  if (unread.peek().length === 0) return;
  seenId.value = messages.peek().at(-1)?.id ?? 0;
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- all who hear it are of our own origin
  tabs?.postMessage({ conversation: conversation.peek()?.id, seen: seenId.peek() });
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
  hearTabs();
}
