import type {
  Conversation,
  ListData,
  ListPage,
  Message,
  MessagesData,
} from './conversation-data.ts';
import { belongs, comparisonOf, type View } from './view.ts';

/**
 * The list with a conversation where it belongs now: in it, moved, or gone. Undefined where only the
 * server can say. What belongs below the last that is loaded is left out: it comes with its page.
 */
export function placed(
  list: ListData,
  conversation: Conversation,
  { view, me }: { view: View; me: number },
): ListData | undefined {
  const isIn = belongs(conversation, view, me);
  if (isIn === undefined) return undefined;
  const pages = list.pages.map((page) => ({
    ...page,
    payload: page.payload.filter(({ id }) => id !== conversation.id),
  }));
  if (!isIn) return { ...list, pages };
  const compare = comparisonOf(view);
  for (const [index, page] of pages.entries()) {
    const at = page.payload.findIndex((each) => compare(conversation, each) < 0);
    const isLast = index === pages.length - 1;
    if (at === -1 && !(isLast && isAbove(conversation, page, compare))) continue;
    page.payload.splice(at === -1 ? page.payload.length : at, 0, conversation);
    break;
  }
  return { ...list, pages };
}

/** Whether it comes before what the next page begins with: there is none, or it was fetched behind the end of this one. */
const isAbove = (
  conversation: Conversation,
  { next, end }: ListPage,
  compare: (a: Conversation, b: Conversation) => number,
): boolean => next === null || (end !== undefined && compare(conversation, end) <= 0);

/** The list with what is new about a conversation, wherever that stands. */
export const renewed = (list: ListData, conversation: Conversation): ListData => ({
  ...list,
  pages: list.pages.map((page) => ({
    ...page,
    payload: page.payload.map((each) => (each.id === conversation.id ? conversation : each)),
  })),
});

/** The messages with one that is new or has changed; of what is older than all that are loaded, nothing. */
export function withMessage(data: MessagesData, message: Message): MessagesData {
  const pages = data.pages.map((page) => ({
    ...page,
    payload: page.payload.map((each) => (each.id === message.id ? { ...each, ...message } : each)),
  }));
  const [newest] = pages;
  if (
    newest === undefined ||
    pages.some(({ payload }) => payload.some(({ id }) => id === message.id))
  ) {
    return { ...data, pages };
  }
  const oldest = pages.at(-1)?.payload[0];
  if (oldest !== undefined && message.id < oldest.id) return { ...data, pages };
  newest.payload = [...newest.payload, message].toSorted((a, b) => a.id - b.id);
  return { ...data, pages };
}
