import type { Actor } from '../auth/actor.ts';
import { userSenderJson } from '../agents/present.ts';
import { contactSenderJson } from '../contacts/present.ts';
import { lenientId } from '../conversations/queries.ts';
import { mayOpenText, viewLimit } from '../conversations/visibility.ts';
import { iso, jsonObject } from '../db/json.ts';
import type { Db } from '../db/pool.ts';
import { row } from '../db/query.ts';
import { notFound, unprocessable } from '../errors.ts';
import { encodeCursor, newestPlace } from '../events/cursor.ts';
import type { Place } from '../events/place.ts';
import { messageJson } from './present.ts';
import { isBlank } from './rules.ts';

export interface MessagesInput {
  before?: unknown;
  after?: unknown;
  filter_internal_messages?: unknown;
  per_page?: number | undefined;
  cursor?: string | undefined;
}

/** The messages with ids between the two bounds, not including them. */
interface Page {
  above?: number | undefined;
  below?: number | undefined;
  limit: number;
  /** Which way the page reads: from the newest back, or forward. */
  direction: 'back' | 'forward';
}

export interface MessagePage {
  /** What stands beside the messages, as JSON text. */
  meta: string;
  /** The messages as JSON texts, oldest first. */
  payload: string;
  /** Where the change feed goes on from here. */
  cursor: string;
  /** Of the next page in the same direction, or null. */
  next_cursor: string | null;
}

const idOf = (value: unknown): number => lenientId(value) ?? 0;
const given = (value: unknown): boolean => !isBlank(value) && String(value).trim() !== '';

/** The page that the parameters ask for (contract §6.1): 20 back, 100 forward, or up to 1000 between. */
function pageOf(input: MessagesInput): Page {
  const { per_page, cursor } = input;
  const below = given(input.before) ? idOf(input.before) : undefined;
  const limit = (usual: number): number =>
    per_page === undefined || per_page < 1 ? usual : Math.min(per_page, 100);
  const forward = (above: number): Page => {
    return { above, below, limit: limit(below === undefined ? 100 : 1000), direction: 'forward' };
  };
  const next = cursor === undefined ? undefined : readCursor(cursor);
  if (next?.direction === 'forward') return forward(next.id);
  if (next === undefined && given(input.after)) {
    const after = idOf(input.after);
    // Of a range the lower end belongs to it.
    return forward(below === undefined ? after : after - 1);
  }
  return { below: next?.id ?? below, limit: limit(20), direction: 'back' };
}

function readCursor(cursor: string): { direction: Page['direction']; id: number } {
  const [, letter, digits] = /^([bf])(\d{1,15})$/.exec(cursor) ?? [];
  if (digits === undefined) throw unprocessable('cursor is invalid for this list');
  return { direction: letter === 'b' ? 'back' : 'forward', id: Number(digits) };
}

const message = messageJson('m', 'c');

// The assignee stands here even after leaving the account, unlike in the conversation (contract §6.1).
const meta = jsonObject(
  {
    labels: 'c.labels',
    additional_attributes: 'c.additional_attributes',
    contact: contactSenderJson('k'),
  },
  { assignee: `case when u.id is not null then ${userSenderJson('u', 'a')} end` },
  {
    agent_last_seen_at: iso('c.agent_last_seen_at'),
    assignee_last_seen_at: iso('c.assignee_last_seen_at'),
  },
);

interface Shape {
  mayOpen: string;
  direction: Page['direction'];
  isAbove: boolean;
  isBelow: boolean;
  withoutInternal: boolean;
}

/**
 * $1 account, $2 number of the conversation, $3 who looks, $4 how many messages, then the bounds that the shape has.
 * One statement sees one instant: the place in the log is that of what is shown.
 */
function textOf({ mayOpen, direction, isAbove, isBelow, withoutInternal }: Shape): string {
  const order = direction === 'back' ? 'desc' : 'asc';
  const conditions = [
    ...(isAbove ? ['m.id > $5'] : []),
    ...(isBelow ? [`m.id < $${isAbove ? 6 : 5}`] : []),
    ...(withoutInternal ? ['not m.private and m.message_type <> 2'] : []),
  ];
  return `
  select (${meta})::text as meta, place.epoch, place.position, page.texts, page.next
  from conversations c
  join inboxes i on i.account_id = c.account_id and i.id = c.inbox_id and i.deleted_at is null
  join contacts k on k.account_id = c.account_id and k.id = c.contact_id
  left join memberships a on a.account_id = c.account_id and a.user_id = c.assignee_id
  left join users u on u.id = a.user_id
  cross join (${newestPlace('$1')}) place
  cross join lateral (
    select string_agg(found.text, ',' order by found.id) as texts,
      max(found.id) filter (where found.number = $4 and found.count > $4) as next
    from (
      select m.id, m.number, m.count, case when m.number <= $4 then (${message})::text end as text
      from (
        select m.*, row_number() over (order by m.id ${order}) as number, count(*) over () as count
        from (
          select * from messages m
          where ${['m.account_id = c.account_id', 'm.conversation_id = c.id', ...conditions].join(' and ')}
          order by m.id ${order} limit $4::integer + 1
        ) m
      ) m
    ) found
  ) page
  where c.account_id = $1 and c.display_id = $2 and ${mayOpen}`;
}

const texts = new Map<string, string>();

/** The shapes are few; composing them anew for each page would cost as much as the rest that is done here. */
function statementOf(shape: Shape): string {
  const key = Object.values(shape).join();
  const text = texts.get(key) ?? textOf(shape);
  texts.set(key, text);
  return text;
}

interface Asked {
  actor: Actor;
  /** As it stands in the address. */
  displayId: unknown;
  input: MessagesInput;
}

/** One page of the messages of a conversation that the actor may see. Throws 404 otherwise. */
export async function messagePage(
  db: Db,
  { actor, displayId, input }: Asked,
): Promise<MessagePage> {
  const id = lenientId(displayId);
  if (id === null) throw notFound();
  const { above, below, limit, direction } = pageOf(input);
  const statement = statementOf({
    mayOpen: mayOpenText(actor, 3),
    direction,
    isAbove: above !== undefined,
    isBelow: below !== undefined,
    withoutInternal: given(input.filter_internal_messages),
  });
  const bounds = [above, below].filter((bound) => bound !== undefined);
  const values = [actor.account_id, id, viewLimit(actor), limit, ...bounds];
  const found = await row<Found>(db, statement, values);
  if (found === undefined) throw notFound();
  const { next } = found;
  return {
    meta: found.meta,
    payload: found.texts ?? '',
    cursor: encodeCursor(found),
    next_cursor: next === null ? null : `${direction === 'back' ? 'b' : 'f'}${next}`,
  };
}

interface Found extends Place, Record<string, unknown> {
  meta: string;
  texts: string | null;
  /** The last id of a page that is not the last. */
  next: number | null;
}
