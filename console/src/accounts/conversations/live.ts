import type { QueryClient } from '@tanstack/react-query';
import { onLive, type LiveContext } from '../../live/registry.ts';
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
import type { View } from './view.ts';

/** Puts a conversation into every list that is loaded, and into its own place. */
export function showConversation({ queries, account, me }: LiveContext, next: Conversation): void {
  queries.setQueryData(keys.conversation(account, next.id), next);
  for (const [key, list] of queries.getQueriesData<ListData>({ queryKey: keys.lists(account) })) {
    if (list === undefined) continue;
    const moved = placed(list, next, { view: key[2] as View, me });
    if (moved === undefined) {
      queries.setQueryData(key, renewed(list, next));
      askAgain(queries, key);
    } else queries.setQueryData(key, moved);
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

let counting: ReturnType<typeof setTimeout> | undefined;

/** Counts are asked for again, once for all that happens within a second. */
function recount(queries: QueryClient, account: number): void {
  counting ??= setTimeout(() => {
    counting = undefined;
    void queries.invalidateQueries({ queryKey: keys.counts(account) });
  }, 1000);
}

/** The conversation as it is known here, from its own place or a list. */
export function known({ queries, account }: LiveContext, id: number): Conversation | undefined {
  const own = queries.getQueryData<Conversation>(keys.conversation(account, id));
  if (own !== undefined) return own;
  for (const [, list] of queries.getQueriesData<ListData>({ queryKey: keys.lists(account) })) {
    const found = list?.pages.flatMap(({ payload }) => payload).find((each) => each.id === id);
    if (found !== undefined) return found;
  }
  return undefined;
}

type Told = Omit<Conversation, 'messages'> & { messages?: Message[] };

const told = ['conversation.created', 'conversation.updated', 'conversation.status_changed', 'conversation.read', 'assignee.changed', 'team.changed', 'conversation.contact_changed'] as const; // prettier-ignore

onLive<Told>(told, (context, { messages: _messages, ...data }) => {
  const before = known(context, data.id);
  if (before === undefined) return bringIn(context, data.id, showConversation);
  // Events of one conversation come in order, but a write of our own may have been answered before.
  if (data.updated_at < before.updated_at) return;
  const { assignee } = data.meta;
  const next = { ...before, ...data, meta: { ...before.meta, ...data.meta }, assignee };
  showConversation(context, next as Conversation);
});

onLive<{ id: number }>(['conversation.deleted'], ({ queries, account }, { id }) => {
  queries.setQueriesData<ListData>(
    { queryKey: keys.lists(account) },
    (list) => list && without(list, id),
  );
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

type Sender = Conversation['meta']['sender'];

onLive<Sender>(
  ['contact.updated'],
  ({ queries, account }, { id, name, email, phone_number, thumbnail }) => {
    const news = { name, email, phone_number, thumbnail };
    const renewed = (each: Conversation): Conversation =>
      each.meta.sender.id === id
        ? { ...each, meta: { ...each.meta, sender: { ...each.meta.sender, ...news } } }
        : each;
    queries.setQueriesData<ListData>({ queryKey: keys.lists(account) }, (list) =>
      list?.pages.some(({ payload }) => payload.some(({ meta }) => meta.sender.id === id)) === true
        ? {
            ...list,
            pages: list.pages.map((page) => ({ ...page, payload: page.payload.map(renewed) })),
          }
        : list,
    );
    queries.setQueriesData<Conversation>(
      { queryKey: ['conversation', account] },
      (each) => each && renewed(each),
    );
  },
);

interface Merged {
  id: number;
  source_ids?: number[];
}

onLive<Merged>(
  ['conversation.merged', 'conversation.unmerged'],
  ({ queries, account }, { id, source_ids = [] }) => {
    for (const each of [id, ...source_ids]) {
      void queries.refetchQueries({ queryKey: keys.conversation(account, each), type: 'all' });
      void queries.refetchQueries({ queryKey: keys.messages(account, each), type: 'all' });
    }
  },
);

interface ToldMessage extends Message {
  conversation?: { unread_count?: number; last_activity_at?: number };
}

onLive<ToldMessage>(
  ['message.created', 'message.updated'],
  (context, { conversation, ...message }) => {
    const { queries, account } = context;
    const id = message.conversation_id;
    queries.setQueryData<MessagesData>(
      keys.messages(account, id),
      (data) => data && withMessage(data, message),
    );
    if (message.echo_id != null) outbox.arrived(String(message.echo_id));
    if (message.sender !== undefined) typing.stop(id, message.sender.id);
    const before = known(context, id);
    if (before === undefined) return bringIn(context, id, showConversation);
    const isActivity = message.message_type === 2;
    const last = before.last_non_activity_message;
    const isNewest = !isActivity && (last === null || last.id <= message.id);
    showConversation(context, {
      ...before,
      unread_count: conversation?.unread_count ?? before.unread_count,
      last_activity_at: Math.max(before.last_activity_at, conversation?.last_activity_at ?? 0),
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
