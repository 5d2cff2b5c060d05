import { queries } from '../../api/queries.ts';
import { onLive, type LiveContext } from '../../live/registry.ts';
import { profileQuery } from '../account-data.ts';
import { desktopState, showOnDesktop } from './desktop.ts';
import { countQuery, type Notice } from './notification-data.ts';
import { ring } from './sound.ts';

interface Told {
  notification: Notice;
  unread_count: number;
}

const refresh = ({ queries, account }: LiveContext, { unread_count }: Told): void => {
  const { queryKey } = countQuery(account);
  queries.setQueryData(queryKey, unread_count);
  // That all were read is told by no event: what is told may be older than what was fetched.
  void queries.invalidateQueries({ queryKey });
  void queries.invalidateQueries({ queryKey: ['notices', account] });
};

onLive<Told>(['notification.updated', 'notification.deleted'], refresh);

onLive<Told>(['notification.created'], (context, told) => {
  refresh(context, told);
  if (context.isAgain === true || document.hasFocus() || desktopState() !== 'on') return;
  const { id, push_message_title: title, push_message_body: body, primary_actor } = told.notification; // prettier-ignore
  const number = Number(primary_actor['id']);
  void alone(`notice-${id}`, () =>
    showOnDesktop({
      title,
      body,
      tag: `confab-${context.account}-${number}`,
      onClick: () => context.open?.(number),
    }),
  );
});

interface Said {
  id: number;
  message_type: number;
  private: boolean;
  conversation_id: number;
  conversation?: { assignee_id?: number | null };
}

const INCOMING = 0;

onLive<Said>(['message.created'], (context, message) => {
  if (context.isAgain === true || message.message_type !== INCOMING || message.private) return;
  const settings = context.queries.getQueryData(profileQuery.queryKey)?.ui_settings ?? {};
  const mode = settings['enable_audio_alerts'];
  const isMine = message.conversation?.assignee_id === context.me;
  if (mode !== 'all' && !(mode === 'mine' && isMine)) return;
  const isLookedAt =
    document.hasFocus() &&
    new RegExp(`/conversations/${message.conversation_id}(\\D|$)`).test(location.pathname);
  if (isLookedAt && settings['always_play_audio_alert'] !== true) return;
  void alone(`sound-${message.id}`, ring);
});

const tabs = 'BroadcastChannel' in globalThis ? new BroadcastChannel('confab.notices') : undefined;

/** Has the other tabs of this browser look again. */
export function tellTabs(account: number): void {
  // Only pages of this origin hear such a channel; there is no target to name.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  tabs?.postMessage(account);
}

tabs?.addEventListener('message', ({ data: account }) => {
  void queries.invalidateQueries({ queryKey: ['notices', account] });
  void queries.invalidateQueries({ queryKey: ['notice-count', account] });
});

/** Milliseconds for which the other tabs leave a thing to the one that has it. */
const HELD = 3000;

/** Of all tabs of this browser, one does it. */
async function alone(name: string, act: () => void): Promise<void> {
  if (!('locks' in navigator)) return act();
  await navigator.locks.request(`confab-${name}`, { ifAvailable: true }, async (lock) => {
    if (lock === null) return;
    act();
    await new Promise((resolve) => setTimeout(resolve, HELD));
  });
}
