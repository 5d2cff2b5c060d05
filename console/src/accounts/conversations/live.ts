import type { QueryClient } from '@tanstack/react-query';
import { onLive, type LiveContext } from '../../live/registry.ts';
import { repaint, repaintAll } from '../../live/repaint.ts';
import {
  keys,
  type Conversation,
  type ListData,
  type Message,
  type MessagesData,
} from './conversation-data.ts';
import { outbox } from './outbox.ts';
import { placed, renewed, withMessage } from './placing.ts';
import { typing, type Typer } from './typing.ts';
import { bringIn } from './unknown.ts';
import { newestOf, type View } from './view.ts';

/** Puts a conversation into every list that is loaded, and into its own place if that is. */
export function showConversation({ queries, account, me }: LiveContext, next: Conversation): void {
  repaint(queries, keys.conversation(account, next.id), () => next);
  for (const { queryKey } of queries.getQueryCache().findAll({ queryKey: keys.lists(account) })) {
    repaint<ListData>(queries, queryKey, (list) => {
      const moved = placed(list, next, { view: queryKey[2] as View, me });
      if (moved === undefined) askAgain(queries, queryKey);
      return moved ?? renewed(list, next);
    });
  }
  recount(queries, account);
}

const asking = new Map<string, ReturnType<typeof setTimeout>>();

/** A list of which only the server can say what is in it is fetched once for all that happens within two seconds. */
function askAgain(queries: QueryClient, key: readonly unknown[]): void {
  const name = JSON.stringify(key);
  if (asking.has(name)) return;
  const ask = (): void => {
    asking.delete(name);
    void queries.invalidateQueries({ queryKey: key, exact: true });
  };
  asking.set(name, setTimeout(ask, 2000));
}

const counting = new Set<number>();

/** Counts are asked for again, once for all that happens within a second. */
function recount(queries: QueryClient, account: number): void {
  if (counting.has(account)) return;
  counting.add(account);
  setTimeout(() => {
    counting.delete(account);
    void queries.invalidateQueries({ queryKey: keys.counts(account) });
  }, 1000);
}

/**
 * The conversation as it is known here. Its own place and the lists may have been fetched at different times; what is
 * to be fetched again counts only where there is nothing else.
 */
export function known({ queries, account }: LiveContext, id: number): Conversation | undefined {
  const cache = queries.getQueryCache();
  const copies = [
    ...cache.findAll({ queryKey: keys.conversation(account, id) }).map(({ state }) => ({
      isOld: state.isInvalidated,
      found: state.data as Conversation | undefined,
    })),
    ...cache.findAll({ queryKey: keys.lists(account) }).map(({ state }) => ({
      isOld: state.isInvalidated,
      found: inList(state.data as ListData | undefined, id),
    })),
  ].flatMap(({ isOld, found }) => (found === undefined ? [] : [{ isOld, found }]));
  const fresh = copies.filter(({ isOld }) => !isOld);
  const [first, ...others] = fresh.length > 0 ? fresh : copies;
  return others.reduce((best, { found }) => (best !== undefined && isNewer(found, best) ? found : best), first?.found); // prettier-ignore
}

function inList(list: ListData | undefined, id: number): Conversation | undefined {
  for (const { payload } of list?.pages ?? []) {
    const found = payload.find((each) => each.id === id);
    if (found !== undefined) return found;
  }
  return undefined;
}

const isNewer = (a: Conversation, b: Conversation): boolean =>
  a.updated_at === b.updated_at ? newestOf(a) > newestOf(b) : a.updated_at > b.updated_at;

type Sender = Conversation['meta']['sender'];

/** A conversation as events carry it: not all of it, and a time in another form. */
interface Told extends Omit<Conversation, 'messages' | 'first_reply_created_at'> {
  messages?: Message[];
  first_reply_created_at: string | null;
}

const told = ['conversation.created', 'conversation.updated', 'conversation.status_changed', 'conversation.read', 'assignee.changed', 'team.changed', 'conversation.contact_changed'] as const; // prettier-ignore

onLive<Told>(told, (context, { messages: _messages, first_reply_created_at: replied, ...data }) => {
  const before = known(context, data.id);
  if (before === undefined) return bringIn(context, data.id, showConversation);
  // Events of one conversation come in order, but a write of our own may have been answered before.
  if (data.updated_at < before.updated_at) return;
  const { assignee } = data.meta;
  const sender = { ...before.meta.sender, ...data.meta.sender };
  const next = {
    ...before,
    ...data,
    first_reply_created_at: replied === null ? 0 : Math.floor(Date.parse(replied) / 1000),
    meta: { ...before.meta, ...data.meta, sender },
    assignee,
  };
  showConversation(context, next as Conversation);
  // What is told of a contact itself may have come before this, which was recorded with them as they were.
  if (JSON.stringify(sender) !== JSON.stringify(before.meta.sender)) {
    bringIn(context, data.id, showConversation);
  }
});

onLive<{ id: number }>(['conversation.deleted'], ({ queries, account }, { id }) => {
  repaintAll<ListData>(queries, keys.lists(account), (list) => without(list, id));
  // Whoever has it open is told by the server that it is gone.
  for (const key of [keys.conversation(account, id), keys.messages(account, id)]) {
    void queries.invalidateQueries({ queryKey: key });
  }
  recount(queries, account);
});

const without = (list: ListData, gone: number): ListData => ({
  ...list,
  pages: list.pages.map((page) => ({
    ...page,
    payload: page.payload.filter(({ id }) => id !== gone),
  })),
});

/** What an event says of a contact that stands in their conversations. */
const facts = ['name', 'email', 'phone_number', 'thumbnail', 'blocked', 'identifier', 'additional_attributes', 'custom_attributes'] as const; // prettier-ignore

onLive<Sender>(['contact.updated'], ({ queries, account }, told) => {
  const { id } = told;
  const news = Object.fromEntries(facts.map((name) => [name, told[name]])) as Partial<Sender>;
  const renewed = (each: Conversation): Conversation =>
    each.meta.sender.id === id
      ? {
          ...each,
          muted: told.blocked,
          meta: { ...each.meta, sender: { ...each.meta.sender, ...news } },
        }
      : each;
  repaintAll<ListData>(queries, keys.lists(account), (list) =>
    list.pages.some(({ payload }) => payload.some(({ meta }) => meta.sender.id === id))
      ? {
          ...list,
          pages: list.pages.map((page) => ({ ...page, payload: page.payload.map(renewed) })),
        }
      : list,
  );
  repaintAll<Conversation>(queries, ['conversation', account], renewed);
});

interface Merged {
  id: number;
  source_ids?: number[];
}

onLive<Merged>(['conversation.merged', 'conversation.unmerged'], (context, told) => {
  const { queries, account } = context;
  for (const each of [told.id, ...(told.source_ids ?? [])]) {
    bringIn(context, each, showConversation);
    void queries.refetchQueries({ queryKey: keys.messages(account, each), type: 'all' });
  }
});

interface ToldMessage extends Message {
  conversation?: { unread_count?: number; last_activity_at?: number };
}

onLive<ToldMessage>(
  ['message.created', 'message.updated'],
  (context, { conversation, ...message }) => {
    const { queries, account } = context;
    const id = message.conversation_id;
    repaint<MessagesData>(queries, keys.messages(account, id), (data) =>
      withMessage(data, message),
    );
    if (message.echo_id != null) outbox.arrived(String(message.echo_id));
    if (message.sender !== undefined) typing.stop(id, message.sender.id);
    const before = known(context, id);
    if (before === undefined) return bringIn(context, id, showConversation);
    const isActivity = message.message_type === 2;
    const last = before.last_non_activity_message;
    const isNewest = !isActivity && (last === null || last.id <= message.id);
    const activity = Math.max(before.last_activity_at, conversation?.last_activity_at ?? 0);
    const isLast = message.id >= newestOf(before);
    showConversation(context, {
      ...before,
      unread_count: conversation?.unread_count ?? before.unread_count,
      last_activity_at: activity,
      timestamp: activity,
      ...(isLast ? { messages: [message] as Conversation['messages'] } : {}),
      ...(isNewest
        ? { last_non_activity_message: message as Conversation['last_non_activity_message'] }
        : {}),
    });
  },
);

interface Typed {
  conversation: { id: number };
  user: Typer | null;
  is_private: boolean;
}

onLive<Typed>(['conversation.typing_on'], ({ me }, { conversation, user }) => {
  if (user !== null && !(user.type === 'user' && user.id === me))
    typing.start(conversation.id, user);
});

onLive<Typed>(['conversation.typing_off'], (_context, { conversation, user }) => {
  if (user !== null) typing.stop(conversation.id, user.id);
});
