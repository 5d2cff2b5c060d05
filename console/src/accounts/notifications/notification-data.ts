import type { Shape } from '@confab/client';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../../api/api.ts';

export type Notice = Shape<'Notification'>;

export const shows = ['unread', 'all', 'snoozed'] as const;
export type Show = (typeof shows)[number];

/** How many a page of the server has. */
const PAGE = 15;

export const countQuery = (account: number) =>
  queryOptions({
    queryKey: ['notice-count', account],
    queryFn: async () => unwrap(api(account).GET('/notifications/unread_count')),
    // That all were read at once is told by no event; elsewhere it is seen when somebody looks.
    staleTime: 0,
    refetchOnWindowFocus: true,
  });

export const noticesQuery = (account: number, show: Show) =>
  infiniteQueryOptions({
    queryKey: ['notices', account, show],
    queryFn: async ({ pageParam: page }) => {
      const includes = { unread: [], all: ['read' as const], snoozed: ['snoozed' as const, 'read' as const] }[show]; // prettier-ignore
      const { data } = await unwrap(
        api(account).GET('/notifications', { params: { query: { page, includes } } }),
      );
      return data;
    },
    initialPageParam: 1,
    staleTime: 0,
    refetchOnWindowFocus: true,
    getNextPageParam: ({ payload }, _all, page) => (payload.length < PAGE ? undefined : page + 1),
  });

/** Reads which of them an address means. */
export function readShow(search: Record<string, unknown>): { show?: Show } {
  const show = shows.find((each) => each === search['show']);
  return show === undefined ? {} : { show };
}
