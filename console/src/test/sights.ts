import { isDeepStrictEqual } from 'node:util';
import { InfiniteQueryObserver, QueryObserver, type QueryClient } from '@tanstack/react-query';
import { labelsQuery } from '../accounts/account-data.ts';
import { contactQuery, contactsQuery } from '../accounts/contacts/contact-data.ts';
import { conversationQuery, countsQuery, listQuery, messagesQuery } from '../accounts/conversations/conversation-data.ts'; // prettier-ignore
import type { View } from '../accounts/conversations/view.ts';
import { countQuery, noticesQuery } from '../accounts/notifications/notification-data.ts';
import { answer, type Desk } from './desk.ts';
import { messagesIn } from './rows.ts';
import { unlike } from './unlike.ts';

type Json = Record<string, unknown>;

/** Something that somebody looks at: what it shows, and what it would show if it were fetched now. */
interface Sight {
  name: string;
  observe: () => () => void;
  /** Fetches the next page; false when there is none. */
  more: () => Promise<unknown> | false;
  shown: () => unknown;
  fresh: () => unknown;
}

const views: View[] = [
  { tab: 'all' },
  { tab: 'me' },
  { tab: 'unassigned', status: 'all', sort: 'created_at_asc' },
  { tab: 'all', kind: 'unattended', sort: 'waiting_since_asc' },
  { tab: 'all', label: 'vip', sort: 'last_activity_at_asc' },
  { tab: 'all', status: 'all', sort: 'priority_desc' },
];

/** What of a message is on the screen. */
const messageOf = (message: unknown) => {
  if (message == null) return null;
  const { id, content, message_type, status, content_attributes, private: isPrivate } = message as Json; // prettier-ignore
  return { id, content, message_type, status, content_attributes, isPrivate };
};

/** What of a conversation is on the screen. Who has seen what, and when, no event says. */
const conversationOf = (conversation: unknown) => {
  if (conversation === undefined) return undefined;
  const { id, status, labels, priority, unread_count, last_activity_at, timestamp, waiting_since, first_reply_created_at, snoozed_until, custom_attributes, muted, merged_into, last_non_activity_message, meta } = conversation as Json; // prettier-ignore
  const { sender, assignee = null, assignee_type = null } = meta as Json;
  return { id, status, labels, priority, unread_count, last_activity_at, timestamp, waiting_since, first_reply_created_at, snoozed_until, custom_attributes, muted, merged_into, last: messageOf(last_non_activity_message), sender, assignee: assignee ?? null, assignee_type: assignee_type ?? null }; // prettier-ignore
};

const pagesOf = (data: unknown): Json[] => (data as { pages?: Json[] } | undefined)?.pages ?? [];
const rowsOf = (data: unknown): unknown[] => pagesOf(data).flatMap(({ payload }) => payload as unknown[]); // prettier-ignore

/** Everything of a desk that can be looked at. */
function sightsOf(desk: Desk, queries: QueryClient): Sight[] {
  const { account } = desk;
  const get = (path: string): Json | undefined => answer(desk, new URL(`http://desk/api/v1/accounts/${account}/${path}`)) as Json | undefined; // prettier-ignore
  const one = (
    name: string,
    options: never,
    shown: (data: unknown) => unknown,
    fresh: () => unknown,
  ): Sight => {
    // prettier-ignore
    const observer = new QueryObserver(queries, options);
    return { name, observe: () => observer.subscribe(() => {}), more: () => false, shown: () => shown(observer.getCurrentResult().data), fresh }; // prettier-ignore
  };
  const pages = (
    name: string,
    options: never,
    shown: (data: unknown) => unknown,
    fresh: () => unknown,
  ): Sight => {
    // prettier-ignore
    const observer = new InfiniteQueryObserver(queries, options);
    const more = () => {
      const { hasNextPage, isFetching, isError } = observer.getCurrentResult();
      return hasNextPage && !isFetching && !isError && observer.fetchNextPage();
    };
    return { name, observe: () => observer.subscribe(() => {}), more, shown: () => shown(observer.getCurrentResult().data), fresh }; // prettier-ignore
  };
  const all = (view: View): unknown[] => {
    const found: unknown[] = [];
    const { status = 'open', tab = 'all', sort = 'last_activity_at_desc', label, kind } = view;
    const query = new URLSearchParams({ status, assignee_type: tab, sort_by: sort, ...(label === undefined ? {} : { labels: label }), ...(kind === undefined ? {} : { conversation_type: kind }) }); // prettier-ignore
    for (let cursor: string | null = ''; cursor !== null;) {
      const { data } = get(`conversations?${query}`) as { data: { payload: unknown[]; meta: { next_cursor: string | null } } }; // prettier-ignore
      found.push(...data.payload.map(conversationOf));
      cursor = data.meta.next_cursor;
      if (cursor !== null) query.set('cursor', cursor);
    }
    return found;
  };
  const counts = ({ status = 'open', label, kind }: View) => {
    const query = new URLSearchParams({ status, ...(label === undefined ? {} : { labels: label }), ...(kind === undefined ? {} : { conversation_type: kind }) }); // prettier-ignore
    const { mine_count, unassigned_count, all_count } = (get(`conversations/meta?${query}`) as { meta: Json }).meta; // prettier-ignore
    return { me: mine_count, unassigned: unassigned_count, all: all_count };
  };
  const ids = [...desk.rows.conversations.keys()];
  return [
    ...views.map((view) => pages(`list ${JSON.stringify(view)}`, listQuery(account, view) as never, (data) => rowsOf(data).map(conversationOf), () => all(view))), // prettier-ignore
    ...views.map((view) => one(`counts ${JSON.stringify(view)}`, countsQuery(account, view) as never, (data) => data, () => counts(view))), // prettier-ignore
    ...ids.map((id) => one(`conversation ${id}`, conversationQuery(account, id) as never, conversationOf, () => conversationOf(get(`conversations/${id}`)))), // prettier-ignore
    ...ids.map((id) => pages(`messages ${id}`, messagesQuery(account, id) as never, (data) => pagesOf(data).toReversed().flatMap(({ payload }) => payload as unknown[]).map(messageOf), () => (desk.rows.conversations.has(id) ? messagesIn(desk.rows, id).map((said) => ({ id: said.id, content: said.content, message_type: said.message_type, status: said.status, content_attributes: said.deleted ? { deleted: true } : {}, isPrivate: said.isPrivate })) : []))), // prettier-ignore
    one('unread notifications', countQuery(account) as never, (data) => data, () => desk.countNotices()), // prettier-ignore
    pages('notifications', noticesQuery(account, 'unread') as never, (data) => rowsOf(data), () => desk.notices.filter(({ isRead }) => !isRead).map(({ id }) => ({ id, read_at: null }))), // prettier-ignore
    one('contacts', contactQuery(account, 1) as never, (data) => data, () => get('contacts/1')?.['payload']), // prettier-ignore
    pages('all contacts', contactsQuery(account, {}) as never, (data) => rowsOf(data), () => get('contacts')?.['payload']), // prettier-ignore
    one(
      'labels',
      labelsQuery(account) as never,
      (data) => data,
      () => get('labels')?.['payload'],
    ),
  ];
}

/** What somebody looks at, one thing after the other and several at a time. */
export function openSights(desk: Desk, queries: QueryClient) {
  const all = sightsOf(desk, queries);
  const looked = new Map<Sight, (() => void) | undefined>();
  const pick = (n: number): Sight => all[n % all.length] as Sight;
  const look = (sight: Sight): void => {
    if (looked.get(sight) === undefined) looked.set(sight, sight.observe());
  };
  const leave = (sight: Sight): void => {
    looked.get(sight)?.();
    if (looked.has(sight)) looked.set(sight, undefined);
  };
  return {
    look: (n: number) => look(pick(n)),
    leave: (n: number) => leave(pick(n)),
    more: (n: number): void => {
      const sight = pick(n);
      if (looked.get(sight) !== undefined) void sight.more();
    },
    /** Goes back to all that was ever looked at. */
    again: () => [...looked.keys()].map((sight) => (look(sight), sight)),
    close: () => [...looked.keys()].forEach(leave),
  };
}

interface Compared {
  desk: Desk;
  sights: ReturnType<typeof openSights>;
  /** What was written here, in this order. */
  sent: readonly { id: number; content: string }[];
  rest: () => Promise<void>;
}

/** In what the page differs from what the server has. */
export async function differences({ desk, sights, sent, rest }: Compared): Promise<string[]> {
  const all = sights.again();
  await rest();
  for (let turn = 0; turn < 12; turn += 1) {
    const asked = all.map((sight) => sight.more()).filter((each) => each !== false);
    if (asked.length === 0) break;
    await rest();
  }
  const wrong = all.flatMap(({ name, shown, fresh }) => unlike(shown(), fresh(), name) ?? []);
  const lost = [...new Set(sent.map(({ id }) => id))].flatMap((id) => {
    if (desk.rows.conversations.get(id)?.merged_into !== null) return [];
    const wanted = sent.filter((each) => each.id === id).map(({ content }) => content);
    const got = desk.posted.filter((each) => each.id === id).map(({ content }) => content); // prettier-ignore
    return isDeepStrictEqual(got, wanted) ? [] : [`sent ${wanted.join()} and arrived ${got.join()}`]; // prettier-ignore
  });
  return [...wrong, ...lost];
}
