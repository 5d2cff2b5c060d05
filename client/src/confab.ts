import createClient, { type Client } from 'openapi-fetch';
import { serializeBody } from './body.ts';
import { eachConversation, type ConversationQuery } from './conversations.ts';
import type { AccountPaths, AllPaths, Shape } from './paths.ts';
import { retryingFetch } from './retry.ts';

export { ConfabError } from './error.ts';
export type { ConversationQuery } from './conversations.ts';
export type { AccountPaths, AllPaths, Shape } from './paths.ts';

export interface ConfabOptions {
  /** Where the server is, such as https://desk.example.com. */
  url: string;
  /** Access token of a person or bot; absent where `fetch` says who is calling. */
  token?: string;
  accountId: number;
  /** How often a request is sent at most when the server does not answer, or says "later". */
  attempts?: number;
  /** Milliseconds to wait at most before one more attempt; what would take longer is not tried again. */
  longestWait?: number;
  /** In place of the global fetch. */
  fetch?: (request: Request) => Promise<Response>;
}

export interface Confab extends Client<AccountPaths> {
  /** The endpoints outside of accounts: profile, health, files. */
  server: Client<AllPaths>;
  /** Every conversation that the query asks for, page after page. */
  conversations(query?: ConversationQuery): AsyncGenerator<Shape<'Conversation'>, void, undefined>;
}

/**
 * A client of one account. Paths are those of the reference without the account, typed to their
 * last key; nothing throws but a server that cannot be reached: look at `data` or `error`.
 *
 *     const confab = createConfab({ url, token, accountId: 1 });
 *     const { data, error } = await confab.POST('/conversations/{conversation_id}/messages', {
 *       params: { path: { conversation_id: 1 } },
 *       body: { content: 'Here is the invoice', 'attachments[]': [file] },
 *     });
 *     for await (const conversation of confab.conversations({ status: 'open' })) …
 */
export function createConfab(options: ConfabOptions): Confab {
  const { url, token, accountId, attempts = 4, longestWait = 30_000 } = options;
  const fetch = options.fetch ?? (async (request: Request) => globalThis.fetch(request));
  const shared = {
    headers: token === undefined ? {} : { api_access_token: token },
    fetch: retryingFetch({ attempts, longestWait, fetch }),
    bodySerializer: serializeBody,
  };
  const root = url.replace(/\/+$/, '');
  const account = createClient<AccountPaths>({
    ...shared,
    baseUrl: `${root}/api/v1/accounts/${accountId}`,
  });
  return {
    ...account,
    server: createClient<AllPaths>({ ...shared, baseUrl: root }),
    conversations: (query) => eachConversation(account, query),
  };
}
