import { availableName } from '../agents/present.ts';
import { dataUrl } from '../attachments/present.ts';
import type { Db } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';

/** A conversation as the head and the sender of its transcript need it. */
export interface TranscriptHead {
  display_id: number;
  inbox_name: string;
  business_name: string | null;
  sender_name_type: 'friendly' | 'professional';
  timezone: string;
  channel_type: string;
  support_email: string | null;
  /** Who answered last, or the assignee. */
  agent_name: string | null;
  /** The oldest message within the limits; null when there are none at all. */
  first_id: number | null;
  /** There are older ones, which are left out. */
  cut: boolean;
}

export interface TranscriptMessage {
  id: number;
  content: string | null;
  created_at: Date;
  sender_name: string | null;
  sender_email: string | null;
  content_attributes: Record<string, unknown>;
  attachments: { name: string; url: string }[];
}

const MAX_MESSAGES = 5000;
const MAX_CHARACTERS = 5_000_000;

const chat = (m: string): string =>
  `${m}.account_id = $1 and ${m}.conversation_id = $2 and ${m}.message_type in (0, 1) and not ${m}.private`;

const findHead = `
  select c.display_id, i.name as inbox_name, nullif(i.business_name, '') as business_name, i.sender_name_type,
    i.timezone, i.channel_type, nullif(a.support_email, '') as support_email,
    coalesce(
      (select ${availableName('u')} from messages m join users u on u.id = m.sender_user_id
       where ${chat('m')} and m.message_type = 1 order by m.id desc limit 1),
      (select ${availableName('u')} from users u where u.id = c.assignee_id)) as agent_name,
    newest.first_id, coalesce(newest.cut, false) as cut
  from conversations c
  join accounts a on a.id = c.account_id
  join inboxes i on i.account_id = c.account_id and i.id = c.inbox_id
  cross join lateral (
    select min(id) filter (where fits) as first_id, bool_or(not fits) as cut
    from (
      select id, place <= ${MAX_MESSAGES} and sum(size) over (order by id desc) <= ${MAX_CHARACTERS} as fits
      from (
        select m.id, coalesce(length(m.content), 0) as size, row_number() over (order by m.id desc) as place
        from messages m where ${chat('m')} order by m.id desc limit ${MAX_MESSAGES + 1}
      ) placed
    ) measured
  ) newest
  where c.account_id = $1 and c.id = $2`;

/** Undefined when the conversation is gone. */
export async function findTranscriptHead(
  db: Db,
  { account_id, conversation_id }: { account_id: number; conversation_id: number },
): Promise<TranscriptHead | undefined> {
  return row<TranscriptHead & Record<string, unknown>>(db, findHead, [account_id, conversation_id]);
}

// A file, or what lies elsewhere (a place, a shared link).
const attachments = `
  (select coalesce(json_agg(json_build_object(
      'name', coalesce(b.filename, a.fallback_title, a.external_url),
      'url', coalesce(${dataUrl('b')}, a.external_url)) order by a.id), '[]')
   from attachments a left join blobs b on b.account_id = a.account_id and b.id = a.blob_id
   where a.account_id = m.account_id and a.message_id = m.id
     and (b.id is not null or a.external_url is not null))`;

const findPage = `
  select m.id, m.content, m.created_at, coalesce(${availableName('u')}, k.name, b.name) as sender_name,
    coalesce(u.email, k.email) as sender_email, m.content_attributes, ${attachments} as attachments
  from messages m
  left join users u on u.id = m.sender_user_id
  left join contacts k on k.account_id = m.account_id and k.id = m.sender_contact_id
  left join agent_bots b on b.id = m.sender_agent_bot_id
  where ${chat('m')} and m.id >= $3 order by m.id limit $4`;

/** Messages that both sides saw, oldest first, from this one on. */
export async function transcriptPage(
  db: Db,
  { account_id, conversation_id }: { account_id: number; conversation_id: number },
  { from, limit }: { from: number; limit: number },
): Promise<TranscriptMessage[]> {
  return rows<TranscriptMessage & Record<string, unknown>>(db, findPage, [
    account_id,
    conversation_id,
    from,
    limit,
  ]);
}
