import { ConfabError } from '../../api/api.ts';
import type { LiveContext } from '../../live/registry.ts';
import { conversationQuery, keys, type Conversation } from './conversation-data.ts';

/** So many are fetched one by one; where more happens at once, the lists are read again. */
const MOST = 10;
/** Milliseconds within which happenings are one. */
const TOGETHER = 200;

type Show = (context: LiveContext, conversation: Conversation) => void;

/** By account. */
const waiting = new Map<number, Set<number>>();

/** Brings in a conversation of which something was heard that does not say all, as it is now. */
export function bringIn(context: LiveContext, id: number, show: Show): void {
  const { queries, account } = context;
  const already = waiting.get(account);
  if (already !== undefined) return void already.add(id);
  const ids = new Set([id]);
  waiting.set(account, ids);
  setTimeout(() => {
    waiting.delete(account);
    if (ids.size > MOST) {
      for (const each of ids) void queries.invalidateQueries({ queryKey: keys.conversation(account, each) }); // prettier-ignore
      readAgain(context);
    } else for (const each of ids) void fetchAndShow(context, each, show);
  }, TOGETHER);
}

function readAgain({ queries, account }: LiveContext): void {
  void queries.invalidateQueries({ queryKey: keys.lists(account) });
  void queries.invalidateQueries({ queryKey: keys.counts(account) });
}

async function fetchAndShow(context: LiveContext, id: number, show: Show): Promise<void> {
  const { queries, account } = context;
  const query = conversationQuery(account, id);
  try {
    await queries.query({ ...query, staleTime: 0 });
  } catch (error) {
    // It is gone again, or was never theirs: then there is nothing to show. Else they are in a list once there is one.
    if (!(error instanceof ConfabError)) readAgain(context);
    return;
  }
  // What was heard since the server has read it stands there already, even that it was deleted.
  const state = queries.getQueryState(query.queryKey);
  if (state?.data !== undefined && !state.isInvalidated) show(context, state.data);
}
