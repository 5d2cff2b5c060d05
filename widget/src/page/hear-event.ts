import { noteHeard, repeatBy, type Told } from './heard.ts';
import { say } from './host.ts';
import { loadConversation } from './load.ts';
import { ring } from './ring.ts';
import { acknowledge } from './outbox.ts';
import type { Message } from './shapes.ts';
import {
  conversation,
  isFromTeam,
  keepMessages,
  members,
  messages,
  typist,
  view,
} from './state.ts';

const TYPING_ENDS = 30_000;
let typing: ReturnType<typeof setTimeout> | undefined;

function noteTyping(name: string | undefined): void {
  clearTimeout(typing);
  typist.value = name;
  if (name !== undefined) typing = setTimeout(() => noteTyping(undefined), TYPING_ENDS);
}

function takeMessage(data: Record<string, unknown>): boolean {
  const message = data as unknown as Message;
  const current = conversation.peek()?.id;
  if (current !== message.conversation_id) {
    // One that the team has started, or the first: what else there is of it, the server says.
    if (current === undefined || message.conversation_id > current)
      loadConversation().catch(() => {});
    return false;
  }
  keepMessages([message]);
  return true;
}

function renew(data: Record<string, unknown>): boolean {
  if (!messages.peek().some(({ id }) => id === data['id'])) return false;
  keepMessages([data as unknown as Message]);
  return true;
}

function takeStatus({ id, status }: Record<string, unknown>): void {
  const current = conversation.peek();
  if (current === undefined || id !== current.id) return;
  conversation.value = { ...current, status: String(status) };
}

const isCurrent = (id: unknown): boolean => id !== undefined && id === conversation.peek()?.id;

const announce = (data: unknown): void => {
  say('onEvent', { eventIdentifier: 'chatwoot:on-message', data });
};

const acts: Record<string, (data: Record<string, unknown>) => void> = {
  'message.created'(data) {
    const message = data as unknown as Message;
    acknowledge(message);
    const isNew = !messages.peek().some(({ id }) => id === message.id);
    const isShown = takeMessage(data);
    announce(data);
    if (!isFromTeam(message)) return;
    noteTyping(undefined);
    if (isShown && view.peek() === 'home') view.value = 'chat';
    if (isNew && !document.hasFocus()) ring();
  },
  'message.updated'(data) {
    if (!renew(data)) return;
    if (JSON.stringify(data['previous_changes'] ?? '').includes('submitted_values')) announce(data);
  },
  'conversation.status_changed': takeStatus,
  'conversation.typing_on'({ conversation: about, user, is_private }) {
    const { id } = (about ?? {}) as { id?: number };
    const { name, available_name } = (user ?? {}) as Record<string, string | undefined>;
    if (is_private !== true && isCurrent(id)) noteTyping(available_name || name || '');
  },
  'conversation.typing_off'({ conversation: about }) {
    if (isCurrent((about as { id?: number } | undefined)?.id)) noteTyping(undefined);
  },
  'presence.update'({ users }) {
    const present = (users ?? {}) as Record<string, string>;
    members.value = members.peek().map((member) => ({
      ...member,
      availability_status: present[member.id] ?? 'offline',
    }));
  },
};

/** What has happened, as the realtime connection tells it (contract: platform §6). */
export function hearEvent(told: Told): void {
  noteHeard(told);
  if (Object.hasOwn(acts, told.event)) acts[told.event]?.(told.data);
}

const repeated: Record<string, (data: Record<string, unknown>) => unknown> = {
  'message.created': takeMessage,
  'message.updated': renew,
  'conversation.status_changed': takeStatus,
};

// What is shown follows once more; nothing rings or is announced twice.
repeatBy(({ event, data }) => repeated[event]?.(data));
