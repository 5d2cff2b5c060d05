import type { LiveContext } from '../../live/registry.ts';
import { conversationQuery, keys, type Conversation } from './conversation-data.ts';

/** So many are fetched one by one; where more happens at once, the lists are read again. */
const MOST = 10;
/** Milliseconds within which happenings are one. */
const TOGETHER = 200;

type Show = (context: LiveContext, conversation: Conversation) => void;

const waiting = new Set<number>();
let timer: ReturnType<typeof setTimeout> | undefined;

/** Brings in a conversation of which something was heard and nothing is known here. */
export function bringIn(context: LiveContext, id: number, show: Show): void {
  waiting.add(id);
  timer ??= setTimeout(() => {
    timer = undefined;
    const ids = [...waiting];
    waiting.clear();
    const { queries, account } = context;
    if (ids.length > MOST) {
      void queries.invalidateQueries({ queryKey: keys.lists(account) });
      void queries.invalidateQueries({ queryKey: keys.counts(account) });
    } else for (const each of ids) void fetchAndShow(context, each, show);
  }, TOGETHER);
}

async function fetchAndShow(context: LiveContext, id: number, show: Show): Promise<void> {
  const { queries, account } = context;
  try {
    show(context, await queries.query({ ...conversationQuery(account, id), staleTime: 0 }));
  } catch {
    // It is gone again, or was never theirs: then there is nothing to show.
  }
}
