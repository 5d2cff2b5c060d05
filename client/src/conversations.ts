import type { Client } from 'openapi-fetch';
import { ConfabError } from './error.ts';
import type { AccountPaths, Shape } from './paths.ts';

type ListQuery = NonNullable<AccountPaths['/conversations']['get']['parameters']['query']>;

/** What to list; pages are turned for you. */
export type ConversationQuery = Omit<ListQuery, 'page' | 'cursor'>;

/**
 * Every conversation that the query asks for, page after page. Pages are found by cursor, so none is
 * left out or given twice because others come and go meanwhile. Throws ConfabError.
 */
export async function* eachConversation(
  client: Client<AccountPaths>,
  query: ConversationQuery = {},
): AsyncGenerator<Shape<'Conversation'>, void, undefined> {
  let cursor: string | null = null;
  do {
    const page: ListQuery = cursor === null ? query : { ...query, cursor };
    const { data, error, response } = await client.GET('/conversations', {
      params: { query: page },
    });
    if (data === undefined) throw new ConfabError(response, error);
    yield* data.data.payload;
    cursor = data.data.meta.next_cursor;
  } while (cursor !== null);
}
