import { isOutsideHours, type WorkingHour } from '../src/messages/working-hours.ts';
import { sql } from './inside.ts';
import type { World } from './world.ts';

// What reports should say, found out slowly: from the messages as they were stored and the events as
// they were emitted, one after the other, by the rules of the contract.

interface Owner {
  at: number;
  inbox: number;
  user: number | null;
  team: number | null;
  conversation: number;
}

export interface Fact extends Owner {
  name: string;
  value: number;
  business: number;
}

interface Told extends Owner {
  incoming: boolean;
}

interface Talk extends Owner {
  labels: string[];
  first_reply: boolean;
  waiting: number | null;
  resolved: number | null;
  noticed: number | null;
  bot_resolved: number | null;
  handed_over: boolean;
  human: boolean;
}

export interface Hours {
  timezone: string;
  week: WorkingHour[];
}

export interface Oracle {
  talks: Map<number, Talk>;
  told: Told[];
  facts: Fact[];
  /** Inboxes whose bot is active now. */
  bots: Set<number>;
  hours: Map<number, Hours>;
  /** Takes in what has happened since the last time. */
  observe(): Promise<void>;
  /** Everything happened so many milliseconds earlier. */
  age(milliseconds: number): void;
}

interface Row extends Record<string, unknown> {
  id: number;
  name: string;
  conversation_id: number;
  created_at: Date;
  status: [string, string] | null;
  message_id: number | null;
  assignee: number | null;
  assignee_type: string | null;
  team: number | null;
  labels: string[] | null;
}

const readEvents = `
  select e.id, e.name, e.conversation_id, e.created_at, e.payload #> '{changes,status}' as status,
    case when e.name like 'message.%' then (e.payload #>> '{data,id}')::bigint end as message_id,
    (e.payload #>> '{data,meta,assignee,id}')::bigint as assignee, e.payload #>> '{data,meta,assignee_type}' as assignee_type,
    (e.payload #>> '{data,meta,team,id}')::bigint as team, e.payload #> '{data,labels}' as labels
  from events e where e.account_id = $1 and e.id > $2 and e.conversation_id is not null order by e.id`;

interface Raw extends Record<string, unknown> {
  id: number;
  created_at: Date;
  message_type: number;
  private: boolean;
  sender_user_id: number | null;
  sender_agent_bot_id: number | null;
  rule: string | null;
}

const readMessages = `
  select id, created_at, message_type, private, sender_user_id, sender_agent_bot_id,
    content_attributes ->> 'automation_rule_id' as rule
  from messages where account_id = $1 and id = any($2::bigint[])`;

export function createOracle(world: World, hours: Map<number, Hours>): Oracle {
  const { id: account } = world.acme;
  let seen = 0;
  const oracle: Oracle = {
    talks: new Map(),
    told: [],
    facts: [],
    bots: new Set(),
    hours,
    async observe() {
      const events = await sql<Row>(world, readEvents, [account, seen]);
      const begun = await sql<{ id: number; created_at: Date; inbox_id: number }>(
        world,
        'select id, created_at, inbox_id from conversations where account_id = $1',
        [account],
      );
      const ids = events.map(({ message_id }) => message_id).filter((id) => id !== null);
      const messages = await sql<Raw>(world, readMessages, [account, ids]);
      for (const event of events) {
        seen = event.id;
        if (event.name === 'conversation.created') {
          const row = begun.find(({ id }) => id === event.conversation_id);
          if (row !== undefined) begin(oracle, event, { at: +row.created_at, inbox: row.inbox_id });
        }
        const talk = oracle.talks.get(event.conversation_id);
        if (talk === undefined) continue;
        if (event.name.startsWith('conversation.')) take(talk, event);
        if (event.name === 'conversation.status_changed') changeStatus(oracle, talk, event);
        if (event.name === 'conversation.bot_handoff') handOver(oracle, talk, +event.created_at);
        const message = messages.find(({ id }) => id === event.message_id);
        if (event.name === 'message.created' && message !== undefined) hear(oracle, talk, message);
      }
    },
    age(milliseconds) {
      for (const each of [...oracle.told, ...oracle.facts]) each.at -= milliseconds;
      for (const talk of oracle.talks.values()) {
        talk.at -= milliseconds;
        for (const key of ['waiting', 'resolved', 'noticed', 'bot_resolved'] as const) {
          if (talk[key] !== null) talk[key] -= milliseconds;
        }
      }
    },
  };
  return oracle;
}

function begin(oracle: Oracle, event: Row, { at, inbox }: { at: number; inbox: number }): void {
  oracle.talks.set(event.conversation_id, {
    at,
    inbox,
    conversation: event.conversation_id,
    user: null,
    team: null,
    labels: [],
    first_reply: false,
    waiting: at,
    resolved: null,
    noticed: null,
    bot_resolved: null,
    handed_over: false,
    human: false,
  });
}

function take(talk: Talk, { name, assignee, assignee_type, team, labels }: Row): void {
  if (name === 'conversation.deleted') return;
  talk.user = assignee_type === 'User' ? assignee : null;
  talk.team = team;
  talk.labels = (labels ?? []).map((label) => label.toLowerCase());
}

function changeStatus(oracle: Oracle, talk: Talk, { status, created_at }: Row): void {
  const at = +created_at;
  if (status?.[1] === 'resolved') {
    measure(oracle, talk, { name: 'conversation_resolved', since: talk.at, at, user: talk.user });
    if (oracle.bots.has(talk.inbox) && !talk.human) {
      measure(oracle, talk, {
        name: 'conversation_bot_resolved',
        since: talk.at,
        at,
        user: talk.user,
      });
      talk.bot_resolved = at;
    }
    talk.resolved = at;
    talk.waiting = null;
  }
  if (status?.[1] === 'open') talk.noticed = at;
}

function handOver(oracle: Oracle, talk: Talk, at: number): void {
  if (talk.handed_over) return;
  talk.handed_over = true;
  talk.noticed = at;
  measure(oracle, talk, { name: 'conversation_bot_handoff', since: talk.at, at, user: talk.user });
}

function hear(oracle: Oracle, talk: Talk, message: Raw): void {
  const at = +message.created_at;
  const { inbox, team, conversation } = talk;
  const incoming = message.message_type === 0;
  const outgoing = message.message_type === 1;
  const user = incoming ? talk.user : message.sender_user_id;
  if ((incoming || outgoing) && !message.private) {
    oracle.told.push({ at, inbox, team, conversation, user, incoming });
  }
  if (incoming) talk.waiting ??= at;
  if (!outgoing) return;
  if (message.sender_user_id !== null) talk.human = true;
  if (message.private || message.rule !== null) return;
  if (message.sender_agent_bot_id !== null) talk.waiting = null;
  if (message.sender_user_id === null) return;
  if (!talk.first_reply) {
    const since = talk.noticed ?? talk.bot_resolved ?? talk.at;
    measure(oracle, talk, { name: 'first_response', since, at, user: message.sender_user_id });
  } else if (talk.waiting !== null) {
    measure(oracle, talk, { name: 'reply_time', since: talk.waiting, at, user: talk.user });
  }
  talk.first_reply = true;
  talk.waiting = null;
}

interface Measure {
  name: string;
  since: number;
  at: number;
  user: number | null;
}

function measure(oracle: Oracle, talk: Talk, { name, since, at, user }: Measure): void {
  const { inbox, team, conversation } = talk;
  const hours = oracle.hours.get(inbox);
  const business = hours === undefined ? at - since : openTime(hours, since, at);
  oracle.facts.push({
    name,
    at,
    value: (at - since) / 1000,
    business: business / 1000,
    inbox,
    user,
    team,
    conversation,
  });
}

const QUARTER = 15 * 60_000;

/** How much of the span lies in quarters of an hour that are open; hours and zones keep to quarters. */
function openTime({ timezone, week }: Hours, since: number, until: number): number {
  let open = 0;
  for (let slot = Math.floor(since / QUARTER) * QUARTER; slot < until; slot += QUARTER) {
    if (isOutsideHours(week, timezone, new Date(slot))) continue;
    open += Math.min(until, slot + QUARTER) - Math.max(since, slot);
  }
  return open;
}

const words = ['year', 'month', 'day', 'hour', 'weekday', 'timeZoneName'] as const;
const formatters = new Map<string, Intl.DateTimeFormat>();
const known = new Map<string, string>();

/** What the unit that an instant lies in is called on the clock of a zone. */
function unitName(at: number, unit: string, timeZone: string): string {
  const key = `${unit} ${timeZone} ${at}`;
  const name = known.get(key) ?? nameUnit(at, unit, timeZone);
  known.set(key, name);
  return name;
}

function nameUnit(at: number, unit: string, timeZone: string): string {
  const formatter =
    formatters.get(timeZone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      hourCycle: 'h23',
      weekday: 'short',
      timeZoneName: 'longOffset',
    });
  formatters.set(timeZone, formatter);
  const parts = Object.fromEntries(
    formatter.formatToParts(at).map(({ type, value }) => [type, value]),
  );
  const [year, month, day, hour, weekday, offset] = words.map((word) => parts[word] ?? '');
  if (unit === 'year') return `${year}`;
  if (unit === 'month') return `${year}-${month}`;
  if (unit === 'day') return `${year}-${month}-${day}`;
  // Of the two hours of one name in autumn each is its own.
  if (unit === 'hour') return `${year}-${month}-${day} ${hour} ${offset}`;
  const sunday = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'].indexOf(weekday ?? '');
  return new Date(Date.UTC(Number(year), Number(month) - 1, Number(day) - sunday)).toISOString();
}

/** The beginnings of the units that the span touches, in unix seconds. */
export function bucketStarts(
  { since, until }: { since: number; until: number },
  unit: string,
  zone: string,
): number[] {
  if (since >= until) return [];
  let slot = Math.floor((since * 1000) / QUARTER) * QUARTER;
  const first = unitName(slot, unit, zone);
  while (unitName(slot - QUARTER, unit, zone) === first) slot -= QUARTER;
  const starts: number[] = [];
  let last = '';
  for (; slot < until * 1000; slot += QUARTER) {
    const name = unitName(slot, unit, zone);
    if (name !== last) starts.push(slot / 1000);
    last = name;
  }
  return starts;
}
