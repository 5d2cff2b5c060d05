import type { Conversation } from './conversation-data.ts';

export const tabs = ['me', 'unassigned', 'all'] as const;
export const statuses = ['open', 'pending', 'snoozed', 'resolved', 'all'] as const;
export const sorts = [
  'last_activity_at_desc',
  'last_activity_at_asc',
  'created_at_desc',
  'created_at_asc',
  'priority_desc',
  'waiting_since_asc',
] as const;
const kinds = ['mention', 'unattended', 'participating'] as const;

export type Tab = (typeof tabs)[number];
export type Status = (typeof statuses)[number];
export type Sort = (typeof sorts)[number];

/** Which conversations are listed and how. All of it stands in the address; what is usual is left out. */
export interface View {
  tab?: Tab;
  status?: Status;
  sort?: Sort;
  inbox?: number;
  team?: number;
  label?: string;
  kind?: (typeof kinds)[number];
  /** Of the conversation that is open, the message that is meant. */
  message?: number;
  /** Conditions, as `filters/address.ts` writes them. They say all: status, inbox … do not count beside them. */
  filter?: string;
  /** The saved view that the filter is, or was before it was changed. */
  saved?: number;
}

const oneOf = <T extends string>(all: readonly T[], value: unknown): T | undefined =>
  all.find((each) => each === value);

const idOf = (value: unknown): number | undefined =>
  Number.isSafeInteger(Number(value)) && Number(value) > 0 ? Number(value) : undefined;

/** Reads an address as somebody may have written it. */
export function readView(search: Record<string, unknown>): View {
  const view: View = {
    tab: oneOf(tabs, search['tab']),
    status: oneOf(statuses, search['status']),
    sort: oneOf(sorts, search['sort']),
    inbox: idOf(search['inbox']),
    team: idOf(search['team']),
    label: typeof search['label'] === 'string' ? search['label'] : undefined,
    kind: oneOf(kinds, search['kind']),
    message: idOf(search['message']),
    filter: typeof search['filter'] === 'string' ? search['filter'] : undefined,
    saved: idOf(search['saved']),
  };
  return Object.fromEntries(Object.entries(view).filter(([, value]) => value !== undefined));
}

/** The same list, with another conversation: a message of the one before is not meant any more. */
export const sameView = ({ message: _, ...view }: View): View => view;

export const tabOf = ({ tab }: View): Tab => tab ?? 'me';
export const statusOf = ({ status }: View): Status => status ?? 'open';
export const sortOf = ({ sort }: View): Sort => sort ?? 'last_activity_at_desc';

/** The view as the API takes it. */
export const queryOf = (view: View) => ({
  status: statusOf(view),
  assignee_type: tabOf(view),
  sort_by: sortOf(view),
  ...(view.inbox === undefined ? {} : { inbox_id: view.inbox }),
  ...(view.team === undefined ? {} : { team_id: view.team }),
  ...(view.label === undefined ? {} : { labels: [view.label] }),
  ...(view.kind === undefined ? {} : { conversation_type: view.kind }),
});

type Judge = (filter: string, conversation: Conversation) => boolean | undefined;

let judge: Judge = () => undefined;

/** Who knows whether a conversation meets a filter. It comes with the first filter that is shown. */
export const judgeFiltersBy = (next: Judge): void => {
  judge = next;
};

/** Whether a conversation is in a view of this person; undefined where only the server can say. */
export function belongs(conversation: Conversation, view: View, me: number): boolean | undefined {
  const { meta, status, inbox_id, labels } = conversation;
  const assignee = meta.assignee_type === 'AgentBot' ? undefined : meta.assignee?.id;
  const tab = tabOf(view);
  if (tab === 'me' && assignee !== me) return false;
  if (tab === 'unassigned' && meta.assignee != null) return false;
  if (view.filter !== undefined) return judge(view.filter, conversation);
  const wanted = statusOf(view);
  if (wanted !== 'all' && wanted !== status) return false;
  if (view.inbox !== undefined && view.inbox !== inbox_id) return false;
  if (view.team !== undefined && view.team !== meta.team?.id) return false;
  if (view.label !== undefined && !labels.includes(view.label)) return false;
  if (view.kind === 'unattended') {
    return conversation.first_reply_created_at === 0 || conversation.waiting_since > 0;
  }
  return view.kind === undefined ? true : undefined;
}

const ranks: Record<string, number> = { low: 1, medium: 2, high: 3, urgent: 4 };
const rank = ({ priority }: Conversation): number => ranks[priority ?? ''] ?? 0;
// Whoever does not wait comes after all who do.
const waiting = ({ waiting_since }: Conversation): number =>
  waiting_since || Number.MAX_SAFE_INTEGER;

/** The newest thing said in it, or done: of two that were active within the same second it says which was later. */
export const newestOf = ({ messages }: Conversation): number => messages[0]?.id ?? 0;
const active = (a: Conversation, b: Conversation): number =>
  a.last_activity_at - b.last_activity_at || newestOf(a) - newestOf(b);

const comparisons: Record<Sort, (a: Conversation, b: Conversation) => number> = {
  last_activity_at_desc: (a, b) => active(b, a),
  last_activity_at_asc: active,
  created_at_desc: (a, b) => b.created_at - a.created_at,
  created_at_asc: (a, b) => a.created_at - b.created_at,
  priority_desc: (a, b) => rank(b) - rank(a) || active(b, a),
  waiting_since_asc: (a, b) => waiting(a) - waiting(b),
};

/** The order of a view, the same as the server's. */
export function comparisonOf(view: View): (a: Conversation, b: Conversation) => number {
  const sort = sortOf(view);
  const compare = comparisons[sort];
  const newestFirst = sort.endsWith('_desc');
  return (a, b) => compare(a, b) || (newestFirst ? b.id - a.id : a.id - b.id);
}
