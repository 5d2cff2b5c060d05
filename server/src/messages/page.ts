import sql, { raw } from 'sql-template-tag';
import type { Conversation } from '../conversations/queries.ts';
import { contactSenderJson } from '../contacts/present.ts';
import { userSenderJson } from '../agents/present.ts';
import { lenientId } from '../conversations/queries.ts';
import { iso, jsonObject } from '../db/json.ts';
import type { Db } from '../db/pool.ts';
import { row, select } from '../db/query.ts';
import { unprocessable } from '../errors.ts';
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
  texts: string[];
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

const message = raw(messageJson('m', 'c'));

/** One page of the conversation's messages as JSON texts, oldest first. */
export async function messagePage(
  db: Db,
  { account_id, id }: Conversation,
  input: MessagesInput,
): Promise<MessagePage> {
  const { above, below, limit, direction } = pageOf(input);
  const conditions = [
    ...(above === undefined ? [] : [sql`m.id > ${above}`]),
    ...(below === undefined ? [] : [sql`m.id < ${below}`]),
    ...(given(input.filter_internal_messages) ? [sql`not m.private and m.message_type <> 2`] : []),
  ];
  const all = conditions.reduce((so, each) => sql`${so} and ${each}`, sql`true`);
  const order = direction === 'back' ? sql`desc` : sql`asc`;
  const found = await select<{ id: number; json: string }>(
    db,
    sql`select m.id, (${message})::text as json
      from (
        select * from messages m
        where m.account_id = ${account_id} and m.conversation_id = ${id} and ${all}
        order by m.id ${order} limit ${limit + 1}
      ) m
      join conversations c on c.account_id = m.account_id and c.id = m.conversation_id
      order by m.id ${order}`,
  );
  const page = found.slice(0, limit);
  const last = found.length > limit ? page.at(-1) : undefined;
  const texts = page.map(({ json }) => json);
  return {
    texts: direction === 'back' ? texts.toReversed() : texts,
    next_cursor: last === undefined ? null : `${direction === 'back' ? 'b' : 'f'}${last.id}`,
  };
}

// The assignee stands here even after leaving the account, unlike in the conversation (contract §6.1).
const meta = `
  select (${jsonObject(
    {
      labels: 'c.labels',
      additional_attributes: 'c.additional_attributes',
      contact: contactSenderJson('k'),
    },
    { assignee: `case when u.id is not null then ${userSenderJson('u', 'm')} end` },
    {
      agent_last_seen_at: iso('c.agent_last_seen_at'),
      assignee_last_seen_at: iso('c.assignee_last_seen_at'),
    },
  )})::text as json
  from conversations c
  join contacts k on k.account_id = c.account_id and k.id = c.contact_id
  left join memberships m on m.account_id = c.account_id and m.user_id = c.assignee_id
  left join users u on u.id = m.user_id
  where c.account_id = $1 and c.id = $2`;

/** The `meta` beside a page of messages, as JSON text. */
export async function messagePageMeta(db: Db, { account_id, id }: Conversation): Promise<string> {
  const found = await row<{ json: string }>(db, meta, [account_id, id]);
  return found?.json ?? '{}';
}
