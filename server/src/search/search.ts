import type { Actor } from '../auth/actor.ts';
import { searchPattern } from '../conversations/finder.ts';
import { findPage, pageMeta } from '../conversations/list.ts';
import type { ListInput } from '../conversations/schema.ts';
import type { Db } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import { cursorOf } from '../events/cursor.ts';
import { presentSearchConversations } from './present.ts';

/**
 * GET /conversations/search (contract §4.3): what the list finds, each with the messages that match,
 * or with all of its messages when no text is looked for.
 */
export async function searchConversations(db: Db, actor: Actor, input: ListInput) {
  const cursor = await cursorOf(db, actor.account_id);
  const { counts, page, count } = await findPage(db, actor, input);
  const { assigned_count: _, ...three } = counts;
  const pattern = input.q === undefined ? null : searchPattern(input.q);
  const found = await rows<{ json: string }>(db, presentSearchConversations, [
    actor.account_id,
    page.ids,
    pattern,
  ]);
  const payload = found.map(({ json }) => json).join(',');
  return { meta: { ...three, ...pageMeta(count, page), cursor }, payload, page };
}
