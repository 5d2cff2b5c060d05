import sql, { raw, type Sql } from 'sql-template-tag';
import type { Conversation } from '../conversations/queries.ts';
import { contactSenderJson } from '../contacts/present.ts';
import { userSenderJson } from '../agents/present.ts';
import { lenientId } from '../conversations/queries.ts';
import { iso, jsonObject } from '../db/json.ts';
import type { Db } from '../db/pool.ts';
import { row, select } from '../db/query.ts';
import { unprocessable } from '../errors.ts';
import { messageJson } from './present.ts';

export interface MessagesInput {
  before?: unknown;
  after?: unknown;
  filter_internal_messages?: unknown;
  per_page?: number | undefined;
  cursor?: string | undefined;
}

interface Page {
  conditions: Sql[];
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
const given = (value: unknown): boolean => value !== undefined && value !== null && value !== '';

/** The page that the parameters ask for (contract §6.1): 20 back, 100 forward, or up to 1000 between. */
function pageOf(input: MessagesInput): Page {
  const limit = (usual: number): number =>
    input.per_page === undefined || input.per_page < 1 ? usual : Math.min(input.per_page, 100);
  if (input.cursor !== undefined) return cursorPage(input.cursor, limit(20));
  const { before, after } = input;
  if (given(after) && given(before)) {
    const conditions = [sql`m.id >= ${idOf(after)}`, sql`m.id < ${idOf(before)}`];
    return { conditions, limit: limit(1000), direction: 'forward' };
  }
  if (given(after)) {
    return { conditions: [sql`m.id > ${idOf(after)}`], limit: limit(100), direction: 'forward' };
  }
  const conditions = given(before) ? [sql`m.id < ${idOf(before)}`] : [];
  return { conditions, limit: limit(20), direction: 'back' };
}

function cursorPage(cursor: string, limit: number): Page {
  const [, letter, digits] = /^([bf])(\d{1,15})$/.exec(cursor) ?? [];
  if (digits === undefined) throw unprocessable('cursor is invalid for this list');
  const id = Number(digits);
  return letter === 'b'
    ? { conditions: [sql`m.id < ${id}`], limit, direction: 'back' }
    : { conditions: [sql`m.id > ${id}`], limit, direction: 'forward' };
}

const message = raw(messageJson('m', 'c'));

/** One page of the conversation's messages as JSON texts, oldest first. */
export async function messagePage(
  db: Db,
  { account_id, id }: Conversation,
  input: MessagesInput,
): Promise<MessagePage> {
  const { conditions, limit, direction } = pageOf(input);
  const visible = given(input.filter_internal_messages)
    ? [sql`not m.private and m.message_type <> 2`]
    : [];
  const all = [...conditions, ...visible].reduce((so, each) => sql`${so} and ${each}`, sql`true`);
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
      agent_last_seen_at: iso('c.agent_last_seen_at'),
      assignee_last_seen_at: iso('c.assignee_last_seen_at'),
    },
    { assignee: `case when u.id is not null then ${userSenderJson('u', 'm')} end` },
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
