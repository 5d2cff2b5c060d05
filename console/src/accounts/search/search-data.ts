import type { Shape } from '@confab/client';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../../api/api.ts';
import { queryOf, type Asked, type Section } from './asked.ts';

export type FoundConversation = Omit<Shape<'FoundConversationAlone'>, 'additional_attributes'>;
export type FoundMessage = Shape<'FoundMessage'>;
export type FoundContact = Shape<'FoundContact'>;

/** What was found of each kind. */
export interface Found {
  conversations: FoundConversation[];
  messages: FoundMessage[];
  contacts: FoundContact[];
}

/** How many a page of the server has. */
export const PAGE = 15;

const MINUTE = 60_000;

/** The first of everything that is found. */
export const everythingQuery = (account: number, { in: _section, ...asked }: Asked) =>
  queryOptions({
    queryKey: ['search', account, 'all', queryOf(asked)],
    queryFn: async ({ signal }): Promise<Found> => {
      const query = queryOf(asked);
      return (await unwrap(api(account).GET('/search', { params: { query }, signal }))).payload;
    },
    staleTime: MINUTE,
    enabled: asked.q !== undefined,
  });

interface Page extends Asked {
  page: number;
}

async function pageOf(account: number, section: Section, { page, ...asked }: Page, signal: AbortSignal): Promise<Found> {
  const params = { query: { ...queryOf({ ...asked, in: section }), page } };
  const none: Found = { conversations: [], messages: [], contacts: [] };
  switch (section) {
    case 'conversations':
      return { ...none, ...(await unwrap(api(account).GET('/search/conversations', { params, signal }))).payload };
    case 'messages':
      return { ...none, ...(await unwrap(api(account).GET('/search/messages', { params, signal }))).payload };
    case 'contacts':
      return { ...none, ...(await unwrap(api(account).GET('/search/contacts', { params, signal }))).payload };
  }
} // prettier-ignore

/** All that is found of one kind, a page at a time. */
export const sectionQuery = (account: number, section: Section, asked: Asked) =>
  infiniteQueryOptions({
    queryKey: ['search', account, section, queryOf({ ...asked, in: section })],
    initialPageParam: 1,
    queryFn: async ({ pageParam: page, signal }) =>
      pageOf(account, section, { ...asked, page }, signal),
    getNextPageParam: (found, _all, page) => (found[section].length < PAGE ? undefined : page + 1),
    staleTime: MINUTE,
    enabled: asked.q !== undefined,
  });
