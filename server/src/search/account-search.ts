import type { Actor } from '../auth/actor.ts';
import type { Db } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import { JsonText } from '../http/json.ts';
import {
  presentFoundContacts,
  presentFoundConversations,
  presentFoundConversationsAlone,
  presentFoundMessages,
} from './account-present.ts';
import { findContacts, findConversations, findMessages } from './find.ts';
import { highlightsOf } from './highlight.ts';
import { scopeOf, type Scope, type SearchInput } from './scope.ts';

export type Section = 'conversations' | 'contacts' | 'messages' | 'articles';

type Search = (db: Db, scope: Scope) => Promise<string[]>;

async function texts(
  db: Db,
  { account_id }: Scope,
  { ids, statement }: { ids: number[]; statement: string },
): Promise<{ json: string; content?: string }[]> {
  return ids.length === 0 ? [] : rows(db, statement, [account_id, ids]);
}

const searchContacts: Search = async (db, scope) => {
  const ids = await findContacts(db, scope);
  const found = await texts(db, scope, { ids, statement: presentFoundContacts });
  return found.map(({ json }) => json);
};

const searchConversations =
  (statement: string): Search =>
  async (db, scope) => {
    const ids = await findConversations(db, scope);
    return (await texts(db, scope, { ids, statement })).map(({ json }) => json);
  };

/** Each message says where it contains the text, after what the original has. */
const searchMessages: Search = async (db, scope) => {
  const ids = await findMessages(db, scope);
  const found = await texts(db, scope, { ids, statement: presentFoundMessages });
  return found.map(({ json, content = '' }) => {
    const highlights = JSON.stringify(highlightsOf(content, scope.text));
    return `${json.slice(0, -1)},"highlights":${highlights}}`;
  });
};

const searches: Record<Section, Search> = {
  conversations: searchConversations(presentFoundConversationsAlone),
  contacts: searchContacts,
  messages: searchMessages,
  // There are none yet.
  articles: async () => [],
};

/** One section, a page of it (contract: platform §4.21). */
export async function searchSection(
  db: Db,
  actor: Actor,
  { section, input }: { section: Section; input: SearchInput },
): Promise<JsonText> {
  const found = await searches[section](db, await scopeOf(db, actor, input));
  return new JsonText(`{"payload":{"${section}":[${found.join(',')}]}}`);
}

/** All sections at once. */
export async function searchEverything(
  db: Db,
  actor: Actor,
  input: SearchInput,
): Promise<JsonText> {
  const scope = await scopeOf(db, actor, input);
  const together = { ...searches, conversations: searchConversations(presentFoundConversations) };
  const parts: string[] = [];
  for (const [section, search] of Object.entries(together)) {
    parts.push(`"${section}":[${(await search(db, scope)).join(',')}]`);
  }
  return new JsonText(`{"payload":{${parts.join(',')}}}`);
}
