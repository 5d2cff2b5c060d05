import type { Message } from '../protocol.ts';
import type { Bubble, Labels } from './bubble.ts';
import type { State } from './chat.ts';
import type { Frame } from './frame.ts';
import type { Holder } from './holder.ts';
import type { Popout } from './popout.ts';
import type { Keeper } from './session.ts';

export interface Parts {
  state: State;
  keeper: Keeper;
  frame: Frame;
  holder: Holder;
  bubble: Bubble;
  popout: Popout;
  toggle(to?: unknown): void;
  /** Says where the visitor is and how large their screen is. */
  introduce(): void;
}

const tell = (name: string, detail?: unknown): void => {
  window.dispatchEvent(new CustomEvent(name, { detail }));
};

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** What the chat is told at first, with the session that the website keeps. */
export function configOf(state: State, keeper: Keeper): object {
  const { locale, position, hideMessageBubble, showPopoutButton, widgetStyle, darkMode, showUnreadMessagesDialog, welcomeTitle, welcomeDescription, availableMessage, unavailableMessage, enableFileUpload, enableEmojiPicker, enableEndConversation } = state; // prettier-ignore
  return {
    locale, position, hideMessageBubble, showPopoutButton, widgetStyle, darkMode, showUnreadMessagesDialog, welcomeTitle, welcomeDescription, availableMessage, unavailableMessage, enableFileUpload, enableEmojiPicker, enableEndConversation,
    campaignsSnoozedTill: keeper.campaignsSnoozedTill(),
    session: keeper.session(),
  }; // prettier-ignore
}

/**
 * What the website does for the chat in its frame. Nothing that is said chooses an address: which desk
 * this is, and which website, was said by the page itself.
 */
const answers: Record<string, (parts: Parts, said: Message) => void> = {
  loaded({ state, keeper, frame, bubble, introduce }, { config }) {
    const { authToken, channelConfig = {} } = (config ?? {}) as {
      authToken?: unknown;
      channelConfig?: Record<string, unknown>;
    };
    if (text(authToken) !== undefined) keeper.keepSession(String(authToken));
    frame.ready('config-set', configOf(state, keeper));
    introduce();
    bubble.color(channelConfig['widgetColor']);
    bubble.setVisible(!state.hideMessageBubble);
    if (state.launcherTitle !== '') bubble.setTitle(state.launcherTitle);
    if (state.isOpen) frame.send('toggle-open', { isOpen: true });
    state.hasLoaded = true;
    if (!state.resetTriggered) tell('chatwoot:ready');
  },
  setBubbleLabel({ state, bubble, frame }, { label, labels, title }) {
    if (state.launcherTitle === '' && text(label) !== undefined) bubble.setTitle(String(label));
    const { open, close, unread } = (labels ?? {}) as Record<keyof Labels, unknown>;
    const named = Object.entries({ open, close, unread }).filter(([, name]) => text(name));
    bubble.setLabels(Object.fromEntries(named));
    if (text(title) !== undefined) frame.setTitle(String(title));
  },
  setAuthCookie({ keeper }, { data }) {
    const { widgetAuthToken } = (data ?? {}) as Record<string, unknown>;
    if (text(widgetAuthToken) !== undefined) keeper.keepSession(String(widgetAuthToken));
  },
  userSet({ keeper }, { digest }) {
    if (text(digest) !== undefined) keeper.keepUser(String(digest));
  },
  error({ keeper }, { errorType, data }) {
    tell('chatwoot:error', data);
    if (errorType === 'SET_USER_ERROR') keeper.forgetUser();
  },
  onEvent(_parts, { eventIdentifier, data }) {
    if (text(eventIdentifier)?.startsWith('chatwoot:') === true)
      tell(String(eventIdentifier), data);
  },
  postback: (_parts, { data }) => tell('chatwoot:postback', data),
  toggleBubble: ({ toggle }) => toggle(),
  closeWindow: ({ toggle }) => toggle('close'),
  closeChat: ({ toggle }) => toggle('close'),
  popoutChatWindow({ toggle, popout }) {
    toggle('close');
    popout.open();
  },
  updateIframeHeight({ holder }, { extraHeight, isFixedHeight }) {
    holder.setHeight(isFixedHeight === true ? Number(extraHeight) || 0 : undefined);
  },
  setUnreadMode: ({ holder, state }) => holder.setPreview(state.showUnreadMessagesDialog),
  resetUnreadMode: ({ holder }) => holder.setPreview(false),
  handleNotificationDot({ bubble, state }, { unreadMessageCount }) {
    bubble.setUnread(Number(unreadMessageCount) > 0 && !state.isOpen);
  },
  setCampaignReadOn: ({ keeper }) => keeper.snoozeCampaigns(),
  playAudio({ state }) {
    // Browsers refuse as long as the visitor has not touched the page.
    new Audio(`${state.baseUrl}/audio/widget/ding.mp3`).play().catch(() => {});
  },
};

export function hear(parts: Parts, message: Message): void {
  if (Object.prototype.hasOwnProperty.call(answers, message.event))
    answers[message.event]?.(parts, message);
}
