import { Skipped, type Conversion } from '../conversion.ts';
import type { Kind, Reference } from '../kind.ts';
import { mentioned, renumberMentions } from '../renumber.ts';
import { jsonText, numberWithin, textOf, truth, type Row, type Value } from '../rules.ts';

const REPLY = /(?<!\\)"in_reply_to" ?: ?(\d{1,15})(?=\s*[,}])/;

/** The message that this one answers, as its attributes name it. */
const repliedTo = (attributes: Value): number | null => {
  if (typeof attributes !== 'string' || !attributes.includes('in_reply_to')) return null;
  const found = REPLY.exec(jsonText(attributes, 'object') ?? '')?.[1];
  return found === undefined ? null : Number(found);
};

export const messages: Kind = {
  name: 'messages',
  table: 'messages',
  hasId: true,
  columns: [
    'account_id',
    'conversation_id',
    'message_type',
    'content',
    'content_type',
    'content_attributes',
    'private',
    'status',
    'sender_type',
    'sender_id',
    'created_at',
    'updated_at',
  ],
  optional: [
    'source_id',
    'external_source_ids',
    'additional_attributes',
    'processed_message_content',
  ],
  // Where the inbox is gone, or was never the conversation's, it is the conversation's.
  computed: {
    inbox_id: `coalesce((select x.id from inboxes x where x.id = t.inbox_id and x.account_id = t.account_id),
      (select x.inbox_id from conversations x where x.id = t.conversation_id))`,
  },
  needs: { messages: ['inbox_id'] },
  long: ['content', 'content_attributes', 'additional_attributes', 'processed_message_content'],
  references: (row) => [
    ['conversations', row['conversation_id']],
    ['inboxes', row['inbox_id']],
    ...senderOf(row),
    ['messages', repliedTo(row['content_attributes'])],
    ...mentioned(row['content']),
  ],
  convert(row, on) {
    const account_id = on.account(row['account_id']);
    const conversation = row['conversation_id'];
    const type = numberWithin(row['message_type'], 3);
    if (type === null) throw new Skipped('its type is unknown');
    const contentType = numberWithin(row['content_type'], 12);
    if (contentType === null) on.note('its content type is unknown: it is text');
    const content = typeof row['content'] === 'string' ? row['content'] : null;
    return {
      account_id,
      conversation_id: on.required({
        kind: 'conversations',
        id: conversation,
        account_id,
        name: 'conversation',
      }),
      inbox_id: on.required({ kind: 'inboxes', id: row['inbox_id'], account_id, name: 'inbox' }),
      message_type: type,
      content_type: contentType ?? 0,
      status: numberWithin(row['status'], 3) ?? 0,
      private: truth(row['private'], false),
      content: content === null ? null : renumberMentions(content, on),
      processed_message_content: textOf(row['processed_message_content']),
      source_id: textOf(row['source_id']),
      ...sender(row, { on, account_id }),
      content_attributes: on.object(row['content_attributes'], 'content_attributes'),
      additional_attributes: on.object(row['additional_attributes'], 'additional_attributes'),
      external_source_ids: on.object(row['external_source_ids'], 'external_source_ids'),
      ...on.stamps(row),
    };
  },
  // Not before: the message that it answers may be of the same batch, and has its number by now.
  async before(_tx, made, on) {
    for (const row of made) {
      const answered = repliedTo(row.old['content_attributes']);
      if (answered === null || on.keeps('messages')(answered)) continue;
      const now = on.find('messages', answered)?.id;
      const attributes = jsonText(row.old['content_attributes'], 'object') ?? '{}';
      row.new['content_attributes'] = attributes.replace(REPLY, `"in_reply_to":${now ?? 'null'}`);
    }
  },
};

const SENDERS: Record<string, string> = {
  User: 'users',
  Contact: 'contacts',
  AgentBot: 'agent_bots',
};

function senderOf(row: Row): Reference[] {
  const kind = SENDERS[String(row['sender_type'])];
  return kind === undefined ? [] : [[kind, row['sender_id']]];
}

function sender(row: Row, { on, account_id }: { on: Conversion; account_id: number }) {
  const [type, id] = [row['sender_type'], row['sender_id']];
  const what = { id, account_id, name: 'sender' };
  if (typeof type === 'string' && type !== '' && !Object.hasOwn(SENDERS, type)) {
    on.note(`its sender is a ${type}, which we do not have`);
  }
  return {
    sender_user_id: type === 'User' ? on.author(what) : null,
    sender_contact_id: type === 'Contact' ? on.optional({ ...what, kind: 'contacts' }) : null,
    sender_agent_bot_id: type === 'AgentBot' ? on.bot(what) : null,
  };
}
