import type { Random } from '../random.ts';
import type { Answer } from '../rig/calls.ts';
import { isListed, isOpen, seesReports, type Placed, type Roles, type Rule } from './rights.ts';
import { WORD, type Member, type Stage } from './stage.ts';

/** One way to look at conversations. */
interface Channel {
  name: string;
  /** The numbers that somebody is shown; or the status, when they are refused. */
  ask(member: Member, stage: Stage): Promise<number[] | string>;
  rule: Rule;
  /** Who is let in at all, besides being a member. */
  admits?: (member: Member, roles: Roles) => boolean;
}

type Entry = Record<string, unknown>;

async function entries(
  asking: Promise<Answer>,
  read: (body: Answer['body']) => unknown,
): Promise<Entry[] | string> {
  const { status, body } = await asking;
  return status === 200 ? (read(body) as Entry[]) : `refused with ${status}`;
}

const numbersIn = (found: Entry[] | string, key = 'id'): number[] | string =>
  typeof found === 'string' ? found : found.map((each) => Number(each[key])).toSorted(ascending);

const ascending = (a: number, b: number): number => a - b;

const listed =
  (path: (stage: Stage) => string, read: (body: Answer['body']) => unknown, key?: string): Channel['ask'] =>
  async ({ caller }, stage) =>
    numbersIn(await entries(caller.call('GET', path(stage)), read), key); // prettier-ignore

const payloadOf = (body: Answer['body']): Entry => body['payload'] as Entry;
const NOW = Math.floor(Date.now() / 1000);
const SPAN = `since=${NOW - 86_400}&until=${NOW + 86_400}`;
const all = [{ attribute_key: 'status', filter_operator: 'equal_to', values: ['all'] }];

/** All but single conversations, which are asked for one by one. */
const channels: Channel[] = [
  {
    name: 'list',
    rule: isListed,
    ask: listed(() => 'conversations?status=all&per_page=100', ({ data }) => payloadOf(data as Entry)), // prettier-ignore
  },
  {
    name: 'filter',
    rule: isListed,
    async ask({ caller }) {
      const asking = caller.call('POST', 'conversations/filter', { payload: all, per_page: 100 });
      return numbersIn(await entries(asking, payloadOf));
    },
  },
  {
    name: 'search',
    rule: isListed,
    ask: listed(() => `conversations/search?q=${WORD}&status=all&per_page=100`, payloadOf),
  },
  {
    name: 'search of messages',
    rule: isListed,
    ask: listed(() => `search/messages?q=${WORD}`, (body) => payloadOf(body)['messages'], 'conversation_id'), // prettier-ignore
  },
  {
    name: 'search of everything',
    rule: isListed,
    ask: listed(
      () => `search?q=${WORD}`,
      (body) => payloadOf(body)['messages'],
      'conversation_id',
    ),
  },
  {
    name: 'conversations of a customer',
    rule: isListed,
    ask: listed(({ desk }) => `contacts/${desk.contact_id}/conversations`, payloadOf),
  },
  {
    name: 'list behind a number of a report',
    rule: isOpen,
    admits: ({ standing }, roles) => seesReports(standing, roles),
    async ask({ caller }, { desk }) {
      const path = `/api/v2/accounts/${desk.account_id}/reports/drilldown`;
      const query = `metric=conversations_count&type=account&per_page=100&${SPAN}`;
      const found = await entries(caller.call('GET', `${path}?${query}`), payloadOf);
      if (typeof found === 'string') return found;
      const shown = found.flatMap(({ conversation }) => conversation ?? []) as Entry[];
      return numbersIn(shown);
    },
  },
];

/** A question that was answered with something else than the rights say. */
export type Differences = Map<string, string[]>;

interface Asked {
  stage: Stage;
  places: Placed[];
  random: Random;
}

/** What one person is told by every way of looking, beside what they should be. */
export async function compare(member: Member, asked: Asked, found: Differences): Promise<number> {
  const { stage, places } = asked;
  const isKey = member === stage.key;
  const chosen = channels.filter(({ admits }) => !isKey || admits === undefined);
  const note = (name: string, told: unknown, wanted: unknown): void => {
    if (String(told) === String(wanted)) return;
    const line = `${member.name}: ${String(told)} instead of ${String(wanted)}`;
    found.set(name, [...(found.get(name) ?? []), line]);
  };
  const seen = (rule: Rule): number[] =>
    places.filter((each) => rule(member.standing, each, stage.roles)).map(({ id }) => id);
  await Promise.all([
    ...chosen.map(async ({ name, ask, rule, admits }) => {
      const isAdmitted = member.standing.isMember && admits?.(member, stage.roles) !== false;
      note(name, await ask(member, stage), isAdmitted ? seen(rule) : 'refused with 401');
    }),
    compareCounts(member, asked, note),
    compareSingle(member, asked, note),
    ...(isKey ? [] : [compareNotifications(member, asked, { note, open: seen(isOpen) })]),
  ]);
  return chosen.length + SINGLE.length + (isKey ? 1 : 2);
}

type Note = (name: string, told: unknown, wanted: unknown) => void;

async function compareCounts(
  { caller, standing }: Member,
  { stage, places }: Asked,
  note: Note,
): Promise<void> {
  const { status, body } = await caller.call('GET', 'conversations/meta?status=all');
  const meta = (body['meta'] ?? {}) as Record<string, number>;
  const counted = [meta['mine_count'], meta['unassigned_count'], meta['all_count']];
  const shown = places.filter((each) => isListed(standing, each, stage.roles));
  const count = (passes: (placed: Placed) => boolean): number => shown.filter(passes).length;
  const wanted = [
    count(({ assignee }) => assignee === standing.id),
    count(({ assignee }) => assignee === null),
    shown.length,
  ];
  note('counts', status === 200 ? counted : status, standing.isMember ? wanted : 401);
}

const SINGLE: [method: string, path: string, body?: object][] = [
  ['GET', ''],
  ['GET', '/messages'],
  ['GET', '/participants'],
  // Without an address: to whom it may be sent it says so.
  ['POST', '/transcript', {}],
];

async function compareSingle(
  { caller, standing }: Member,
  { stage, places, random }: Asked,
  note: Note,
): Promise<void> {
  for (const [method, path, body] of SINGLE) {
    const placed = random.pick(places);
    if (method === 'POST' && standing.id < 0) continue;
    const { status } = await caller.call(method, `conversations/${placed.id}${path}`, body);
    const isShown = status !== 401 && status !== 404 && status < 500;
    const what = `${method} conversation${path} ${placed.id}`;
    const wanted = isOpen(standing, placed, stage.roles);
    note('single conversations', `${what}: ${isShown}`, `${what}: ${wanted}`);
  }
}

const notified = `
  select c.display_id::int as id from notifications n
  join conversations c on c.account_id = n.account_id and c.id = n.conversation_id
  where n.account_id = $1 and n.user_id = $2 order by 1`;

async function compareNotifications(
  { caller, id }: Member,
  { stage: { postgres, desk } }: Asked,
  { note, open }: { note: Note; open: number[] },
): Promise<void> {
  const asking = caller.call('GET', 'notifications?includes[]=read&includes[]=snoozed');
  const told = await entries(asking, ({ data }) => payloadOf(data as Entry));
  if (typeof told === 'string') return;
  const { rows } = await postgres.pool.query<{ id: number }>(notified, [desk.account_id, id]);
  const mayBeTold = new Set(rows.map((row) => row.id).filter((each) => open.includes(each)));
  const shown = told.map(({ primary_actor }) => Number((primary_actor as Entry)['id']));
  // One that is being recorded may be in the one and not yet in the other.
  const foreign = shown.filter((each) => !open.includes(each));
  note('notifications', foreign, []);
  const missing = [...mayBeTold].filter((each) => !shown.includes(each));
  if (missing.length > 1) note('notifications', `without ${missing.join()}`, 'all');
}
