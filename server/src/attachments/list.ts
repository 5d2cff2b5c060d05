import type { Conversation } from '../conversations/queries.ts';
import type { Db } from '../db/pool.ts';
import { row } from '../db/query.ts';
import { unprocessable } from '../errors.ts';
import { pageNumber } from '../http/schema.ts';
import { senderJson } from '../messages/present.ts';
import { listedAttachmentJson } from './present.ts';
import type { AttachmentListInput } from './schema.ts';

const MAX_PER_PAGE = 100;

// Messages from old to new, a message's own attachments from new to old, as in the original
// (contract §4.17).
const order = 'sent_at, message_id, created_at desc, id desc';

// $3 to $6 are the entry after which the page starts, or nulls; $7 is its length, $8 how many to skip.
const listed = `
  with found as materialized (
    select a.id, a.created_at, m.id as message_id, m.created_at as sent_at
    from messages m join attachments a on a.account_id = m.account_id and a.message_id = m.id
    where m.account_id = $1 and m.conversation_id = $2),
  page as materialized (
    select f.*, row_number() over (order by ${order}) as place from found f
    where $3::timestamptz is null or (sent_at, message_id) > ($3, $4::bigint)
      or ((sent_at, message_id) = ($3, $4) and (created_at, id) < ($5::timestamptz, $6::bigint))
    order by place limit $7::int + 1 offset $8)
  select (select count(*) from found) as total,
    (select json_build_array(p.sent_at::text, p.message_id, p.created_at::text, p.id)::text from page p
     where p.place = $8 + $7 and exists (select from page beyond where beyond.place = $8 + $7 + 1)) as last,
    coalesce((
      select string_agg((${listedAttachmentJson({ a: 'a', b: 'b', m: 'm' }, senderJson('m'))})::text, ',' order by p.place)
      from page p
      join attachments a on a.account_id = $1 and a.id = p.id
      join messages m on m.account_id = $1 and m.id = p.message_id
      left join blobs b on b.account_id = $1 and b.id = a.blob_id
      where p.place <= $8 + $7), '') as payload`;

interface Listed {
  total: number;
  last: string | null;
  payload: string;
}

/** One page of everything that was ever attached in the conversation, as JSON texts. */
export async function listAttachments(
  db: Db,
  { account_id, id }: Conversation,
  { page, per_page, cursor }: AttachmentListInput,
) {
  const length =
    per_page === undefined || per_page < 1 ? MAX_PER_PAGE : Math.min(per_page, MAX_PER_PAGE);
  const after = cursor === undefined ? [null, null, null, null] : decode(cursor);
  const current = pageNumber(page);
  const skipped = cursor === undefined ? (current - 1) * length : 0;
  const found = await row<Listed>(db, listed, [account_id, id, ...after, length, skipped]);
  const { total, last, payload } = found as Listed;
  const next_cursor = last === null ? null : Buffer.from(last).toString('base64url');
  return {
    meta: {
      total_count: total,
      count: total,
      current_page: current,
      total_pages: Math.ceil(total / length),
      has_more: next_cursor !== null,
      next_cursor,
    },
    payload,
  };
}

const instant = /^\d{4,6}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?\+00$/;

function decode(cursor: string): unknown[] {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    parts = undefined;
  }
  const list: unknown[] = Array.isArray(parts) && parts.length === 4 ? parts : [];
  const [sent, message, created, id] = list;
  const fits =
    instant.test(String(sent)) &&
    instant.test(String(created)) &&
    Number.isSafeInteger(message) &&
    Number.isSafeInteger(id);
  if (!fits) throw unprocessable('cursor is invalid for this list');
  return list;
}
