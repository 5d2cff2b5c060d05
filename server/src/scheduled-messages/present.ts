import { botSenderJson } from '../agent-bots/present.ts';
import { userSenderJson } from '../agents/present.ts';
import { dataUrl } from '../attachments/present.ts';
import { iso, jsonObject, unix } from '../db/json.ts';

const senderJson = `
  case
    when s.user_id is not null then
      (select ${userSenderJson('su', 'sm')} from users su
       join memberships sm on sm.account_id = s.account_id and sm.user_id = su.id
       where su.id = s.user_id)
    when s.agent_bot_id is not null then
      (select ${botSenderJson('sb')} from agent_bots sb where sb.id = s.agent_bot_id)
  end`;

const files = `
  coalesce((select json_agg(${jsonObject({
    id: 'b.id',
    message_id: 'null::bigint',
    file_type: `case when b.content_type ~ '^image/(jpeg|png|gif|bmp|webp)$' then 'image'
      when b.content_type ~ '^video/(ogg|mp4|webm|quicktime)$' then 'video'
      when b.content_type like '%audio/%' then 'audio' else 'file' end`,
    account_id: 'b.account_id',
    extension: 'null::text',
    filename: 'b.filename',
    content_type: 'b.content_type',
    file_size: 'b.byte_size',
    data_url: dataUrl('b'),
    thumb_url: `''::text`,
    width: `(b.metadata ->> 'width')::int`,
    height: `(b.metadata ->> 'height')::int`,
  })} order by file.position)
   from unnest(s.file_ids) with ordinality as file (id, position)
   join blobs b on b.account_id = s.account_id and b.id = file.id), '[]')`;

// Its author is told at its time; until then it looks like what it will be.
const orphaned = `s.state = 'scheduled' and s.conversation_id is null`;

/** Scheduled message `s`: like the message that comes of it, and what there is to say of its future. */
export const scheduledJson = jsonObject(
  {
    id: 's.id',
    content: `s.input ->> 'content'`,
    inbox_id: 's.inbox_id',
    conversation_id: 's.display_id',
    message_type: '1',
    status: 'null::text',
    source_id: `s.input ->> 'source_id'`,
    private: `coalesce((s.input ->> 'private')::boolean, false)`,
    content_type: `coalesce(s.input ->> 'content_type', 'text')`,
    content_attributes: `case when jsonb_typeof(s.input -> 'content_attributes') = 'object'
      then s.input -> 'content_attributes' else '{}' end`,
    attachments: files,
    scheduled_at: unix('s.scheduled_at'),
    state: `case when ${orphaned} then 'failed' else s.state end`,
    reason: `case when ${orphaned} then 'conversation_deleted' else s.reason end`,
    error: 's.error',
    cancel_on_reply: 's.cancel_on_reply',
    expected_last_message_id: 's.expected_last_message_id',
    message_id: 's.message_id',
    created_at: unix('s.created_at'),
    updated_at: iso('s.updated_at'),
  },
  { sender: senderJson },
);
