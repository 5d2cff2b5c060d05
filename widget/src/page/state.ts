import { computed, signal } from '@preact/signals';
import { channel, isFramed, parameters } from './globals.ts';
import type { Contact, Conversation, Member, Message } from './shapes.ts';

/** What the website wants of the window (contract: customer §3.12, config-set). */
export interface Wishes {
  position: 'left' | 'right';
  showPopoutButton: boolean;
  hideMessageBubble: boolean;
  showUnreadMessagesDialog: boolean;
  welcomeTitle: string;
  welcomeDescription: string;
  availableMessage: string;
  unavailableMessage: string;
  enableFileUpload: boolean | undefined;
  enableEmojiPicker: boolean;
  enableEndConversation: boolean;
}

export const wishes = signal<Wishes>({
  position: 'right',
  showPopoutButton: false,
  hideMessageBubble: false,
  showUnreadMessagesDialog: true,
  welcomeTitle: '',
  welcomeDescription: '',
  availableMessage: '',
  unavailableMessage: '',
  enableFileUpload: undefined,
  enableEmojiPicker: true,
  enableEndConversation: true,
});

export const locale = signal(parameters.get('locale') || channel.locale || 'en');
export const darkMode = signal<unknown>(parameters.get('darkMode') ?? 'light');
/** Whether somebody looks at it: a window of its own always is. */
export const isOpen = signal(!isFramed);
export const isMobile = signal(false);
/** Whether the script around us is ours, and can show what is new beside the closed bubble. */
export const canPreview = signal(false);
export const pageAddress = signal('');

export interface Session {
  token: string;
  pubsub_token: string;
}

export const session = signal<Session | undefined>(undefined);
export const contact = signal<Contact | undefined>(undefined);
export const conversation = signal<Conversation | undefined>(undefined);
export const messages = signal<Message[]>([]);
export const hasEarlier = signal(false);
export const members = signal<Member[]>([]);
export const typist = signal<string | undefined>(undefined);
/** Whether we hear what happens: as it happens, by asking again and again, or not at all. */
export const line = signal<'none' | 'connected' | 'asking' | 'lost'>('none');
export const loading = signal<'loading' | 'ready' | 'failed'>('loading');
export const view = signal<'home' | 'form' | 'chat'>('home');
/** The next message starts a conversation, although there has been one. */
export const startsAnew = signal(false);
/** What could not be done, until the visitor does something else. */
export const trouble = signal<string | undefined>(undefined);
/** The id of the last message that the visitor has seen. */
export const seenId = signal(0);

export const isFromTeam = ({ message_type }: Message): boolean => message_type !== 0;

export const unread = computed(() =>
  messages.value.filter((message) => isFromTeam(message) && message.id > seenId.value),
);
export const isEnded = computed(
  () => conversation.value?.status === 'resolved' && !startsAnew.value,
);

/** Adds messages, or what has become of them, in their order. */
export function keepMessages(news: readonly Message[]): void {
  if (news.length === 0) return;
  const byId = new Map(messages.peek().map((message) => [message.id, message]));
  for (const message of news) byId.set(message.id, { ...byId.get(message.id), ...message });
  const kept = [...byId.values()].filter(
    ({ content_attributes }) => content_attributes?.['deleted'] !== true,
  );
  // toSorted came to browsers in 2023 only.
  // oxlint-disable-next-line unicorn/no-array-sort
  messages.value = kept.sort((a, b) => a.id - b.id);
}
