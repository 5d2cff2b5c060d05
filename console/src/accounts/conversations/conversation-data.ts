import type { Shape } from '@confab/client';
import { infiniteQueryOptions, queryOptions, type InfiniteData } from '@tanstack/react-query';
import { api, unwrap } from '../../api/api.ts';
import { queryOf, tabOf, type View } from './view.ts';

export type Conversation = Shape<'Conversation'>;
export type Message = Shape<'Message'>;

export interface ListPage {
  payload: Conversation[];
  next: string | null;
  /** The last as it was fetched: behind it the next page begins, wherever it has gone since. */
  end: Conversation | undefined;
}

export type ListData = InfiniteData<ListPage, string | null>;

export interface MessagesPage {
  payload: Message[];
  /** Whether there are older ones. */
  more: boolean;
}

export type MessagesData = InfiniteData<MessagesPage, number | null>;

const PAGE = 20;

/** Keys begin with the account, so that one statement reaches all that an event concerns. */
export const keys = {
  lists: (account: number) => ['lists', account] as const,
  list: (account: number, view: View) => ['lists', account, view] as const,
  counts: (account: number) => ['counts', account] as const,
  conversation: (account: number, id: number) => ['conversation', account, id] as const,
  messages: (account: number, id: number) => ['messages', account, id] as const,
};

export const listQuery = (account: number, view: View) =>
  infiniteQueryOptions({
    queryKey: keys.list(account, view),
    initialPageParam: null as string | null,
    queryFn: async ({ pageParam, signal }): Promise<ListPage> => {
      if (view.filter !== undefined) {
        const { filteredPage } = await import('./filters/filter-data.ts');
        return filteredPage(account, view, { cursor: pageParam, signal });
      }
      const query = { ...queryOf(view), ...(pageParam === null ? {} : { cursor: pageParam }) };
      const { data } = await unwrap(
        api(account).GET('/conversations', { params: { query }, signal }),
      );
      const { payload, meta } = data;
      return { payload, next: meta.next_cursor, end: payload.at(-1) };
    },
    getNextPageParam: ({ next }) => next,
  });

/** How many there are for each tab. */
export const countsQuery = (account: number, view: View) => {
  const { assignee_type: _tab, sort_by: _sort, ...query } = queryOf(view);
  return queryOptions({
    queryKey: [...keys.counts(account), view.filter ?? query],
    queryFn: async ({ signal }) => {
      if (view.filter !== undefined) {
        const { filteredCounts } = await import('./filters/filter-data.ts');
        return filteredCounts(account, view.filter, signal);
      }
      const { meta } = await unwrap(
        api(account).GET('/conversations/meta', { params: { query }, signal }),
      );
      return { me: meta.mine_count, unassigned: meta.unassigned_count, all: meta.all_count };
    },
    placeholderData: (before) => before,
  });
};

export const conversationQuery = (account: number, id: number) =>
  queryOptions({
    queryKey: keys.conversation(account, id),
    queryFn: async ({ signal }) =>
      unwrap(
        api(account).GET('/conversations/{conversation_id}', {
          params: { path: { conversation_id: id } },
          signal,
        }),
      ),
  });

export const messagesQuery = (account: number, id: number) =>
  infiniteQueryOptions({
    queryKey: keys.messages(account, id),
    initialPageParam: null as number | null,
    queryFn: async ({ pageParam, signal }): Promise<MessagesPage> => {
      const query = pageParam === null ? {} : { before: pageParam };
      const { payload } = await unwrap(
        api(account).GET('/conversations/{conversation_id}/messages', {
          params: { path: { conversation_id: id }, query },
          signal,
        }),
      );
      return { payload, more: payload.length >= PAGE };
    },
    getNextPageParam: ({ payload, more }) => (more ? (payload[0]?.id ?? null) : null),
  });

/** Every message that is loaded, oldest first. */
export const messagesOf = ({ pages }: { pages: MessagesPage[] }): Message[] =>
  pages.toReversed().flatMap(({ payload }) => payload);

export const isMine = (view: View): boolean => tabOf(view) === 'me';
