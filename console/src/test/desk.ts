import type { LiveEvent } from '../live/registry.ts';
import { contactJson, conversationJson, conversationPush, messageJson, messagePush, messagesIn, type Person, type Row, type Rows, type Said } from './rows.ts'; // prettier-ignore

/** An event on its way into the log, and of what it is: those of one thing stay in their order. */
interface Told {
  about: string;
  event: LiveEvent;
}

/** Notifications of the one whose page is looked at. */
export interface Notice {
  id: number;
  conversation: number;
  isRead: boolean;
}

/**
 * A desk as the server keeps it, as far as a page sees it: commands change its rows and tell it in the order of the
 * log. What is told carries the rows as they were then.
 */
export function openDesk(account: number, me: number) {
  const rows: Rows = { conversations: new Map(), messages: [], people: new Map() };
  const notices: Notice[] = [];
  /** What pages have sent, as it came. */
  const posted: { id: number; content: string }[] = [];
  const labels = new Set(['vip', 'late']);
  const log: LiveEvent[] = [];
  const held: Told[] = [];
  let now = 1_700_000_000;
  let ids = 0;

  /** Time goes on by so many seconds, less than one mostly. */
  const pass = (seconds: number): number => (now += seconds);
  const next = (): number => (ids += 1);

  function tell(about: string, event: string, data: object, isHeld = false): void {
    const told = { about, event: { event, data: { account_id: account, ...data } } };
    // What one transaction tells may be published after what a later one tells of something else.
    if (isHeld || held.some((each) => each.about === about)) held.push(told);
    else log.push(told.event);
  }
  /** What was held up is in the log from now on. */
  const publish = (): void => void log.push(...held.splice(0).map(({ event }) => event));

  const tellOf = (row: Row, name: string, isHeld = false): void =>
    tell(`conversation ${row.id}`, name, conversationPush(rows, row), isHeld);
  const tellMessage = (said: Said, name: string, isHeld = false): void =>
    tell(`conversation ${said.conversation}`, name, messagePush(rows, said), isHeld);
  const countNotices = (): number => notices.filter(({ isRead }) => !isRead).length;
  const tellNotice = (notice: Notice, name: string): void =>
    tell('notices', name, {
      notification: { id: notice.id, primary_actor: { id: notice.conversation } },
      unread_count: countNotices(),
    });

  return { account, me, rows, notices, posted, labels, log, pass, next, tell, tellOf, tellMessage, tellNotice, countNotices, publish, time: () => now }; // prettier-ignore
}

export type Desk = ReturnType<typeof openDesk>;

const PAGE = 3;
const MESSAGES = 20;
const ranks: Record<string, number> = { low: 1, medium: 2, high: 3, urgent: 4 };

type Order = (row: Row) => readonly number[];
/** Each with what it goes by, to the last digit; what is to be last is largest. */
const orders: Record<string, Order> = {
  last_activity_at_desc: ({ active, id }) => [-active, -id],
  last_activity_at_asc: ({ active, id }) => [active, id],
  created_at_desc: ({ created, id }) => [-created, -id],
  created_at_asc: ({ created, id }) => [created, id],
  priority_desc: ({ priority, active, id }) => [-(ranks[priority ?? ''] ?? -1), -active, -id],
  waiting_since_asc: ({ waiting, created, id }) => [waiting ?? 1e12, created, id],
};

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((each, index) => each !== b[index]);
  return at === -1 ? 0 : (a[at] as number) - (b[at] as number);
}

const found = (desk: Desk, query: URLSearchParams): Row[] => {
  const [status, label, kind] = ['status', 'labels', 'conversation_type'].map((name) => query.get(name)); // prettier-ignore
  return [...desk.rows.conversations.values()].filter(
    (row) =>
      (status === 'all' || row.status === status) &&
      (label == null || row.labels.includes(label)) &&
      (kind !== 'unattended' || row.replied === null || row.waiting !== null),
  );
};

const ofTab = (desk: Desk, all: readonly Row[], tab: string | null): Row[] =>
  all.filter(({ assignee }) =>
    tab === 'me' ? assignee === desk.me : tab === 'unassigned' ? assignee === null : true,
  );

function listOf(desk: Desk, query: URLSearchParams) {
  const order = orders[query.get('sort_by') ?? ''] as Order;
  const after = query.get('cursor');
  const behind = after === null ? undefined : (JSON.parse(after) as number[]);
  const all = ofTab(desk, found(desk, query), query.get('assignee_type'))
    .filter((row) => behind === undefined || compare(order(row), behind) > 0)
    .toSorted((a, b) => compare(order(a), order(b)));
  const page = all.slice(0, PAGE);
  const next_cursor = all.length > PAGE ? JSON.stringify(order(page.at(-1) as Row)) : null;
  return { data: { meta: { next_cursor }, payload: page.map((row) => conversationJson(desk.rows, row)) } }; // prettier-ignore
}

function countsOf(desk: Desk, query: URLSearchParams) {
  const all = found(desk, query);
  const count = (tab: string): number => ofTab(desk, all, tab).length;
  return { meta: { mine_count: count('me'), unassigned_count: count('unassigned'), all_count: all.length } }; // prettier-ignore
}

function messagesOf(desk: Desk, id: number, query: URLSearchParams) {
  const before = Number(query.get('before') ?? Infinity);
  const all = messagesIn(desk.rows, id).filter((each) => each.id < before);
  return { payload: all.slice(-MESSAGES).map((said) => messageJson(said)) };
}

function noticesOf({ notices }: Desk, query: URLSearchParams) {
  const wanted = query.getAll('includes').includes('read') ? notices : notices.filter(({ isRead }) => !isRead); // prettier-ignore
  return {
    data: { payload: wanted.map(({ id, isRead }) => ({ id, read_at: isRead ? 1 : null })) },
  };
}

/** Answers a GET as of now; undefined for what is not there. */
export function answer(desk: Desk, { pathname, searchParams: query }: URL): unknown {
  const [kind, number, what] = pathname.replace(/^\/api\/v1\/accounts\/\d+\//, '').split('/');
  const id = Number(number);
  if (kind === 'labels') return { payload: [...desk.labels].map((title) => ({ title })) };
  if (kind === 'notifications') return number === 'unread_count' ? desk.countNotices() : noticesOf(desk, query); // prettier-ignore
  if (kind === 'contacts') {
    const { people } = desk.rows;
    if (number === undefined) return { payload: [...people.values()].map((each: Person) => contactJson(desk.rows, each.id)) }; // prettier-ignore
    return { payload: contactJson(desk.rows, id) };
  }
  if (number === undefined) return listOf(desk, query);
  if (number === 'meta') return countsOf(desk, query);
  const row = desk.rows.conversations.get(id);
  if (row === undefined) return undefined;
  return what === 'messages' ? messagesOf(desk, id, query) : conversationJson(desk.rows, row);
}
