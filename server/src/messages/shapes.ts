import { Type } from 'typebox';
import { UserSender } from '../agents/shapes.ts';
import { Attachment } from '../attachments/shapes.ts';
import { ContactSender } from '../contacts/shapes.ts';
import { FreeObject, Id, IsoTime, Nullable, OneOf, UnixTime, FeedCursor } from '../http/schema.ts';
import { CONTENT_TYPES, MESSAGE_STATUSES, MESSAGE_TYPES } from './enums.ts';
import { Sender } from './sender-shapes.ts';

const content = Nullable(
  Type.String({ description: 'Text, in Markdown.', examples: ['Hello, how can I help?'] }),
);
const messageType = Type.Unsafe<0 | 1 | 2 | 3>({
  type: 'integer',
  enum: [0, 1, 2, 3],
  description: `${MESSAGE_TYPES.map((name, index) => `${index} ${name}`).join(', ')}.`,
  examples: [1],
});
const contentType = OneOf(CONTENT_TYPES, { description: 'Kind of content.', examples: ['text'] });
const status = OneOf(MESSAGE_STATUSES, { description: 'Delivery.', examples: ['sent'] });
const contentAttributes = FreeObject({
  description: 'What the kind of content needs; `deleted: true` when it was deleted.',
  examples: [{}],
});
const isPrivate = Type.Boolean({ description: 'A note for the team.', examples: [false] });
const sourceId = Nullable(Type.String({ description: 'Id of the message in its channel.' }));

const extras = {
  echo_id: Type.Optional(
    Type.Unknown({ description: 'Only in the answer to a request that sent one.' }),
  ),
  sender: Type.Optional(Sender),
  attachments: Type.Optional(
    Type.Array(Attachment, { description: 'Absent when there are none.' }),
  ),
};

/** A message of the message endpoints (contract §3.6). */
export const Message = Type.Object(
  {
    id: Id('Message id.', 42),
    content,
    inbox_id: Id('Inbox.'),
    conversation_id: Id('Display id of the conversation.'),
    message_type: messageType,
    content_type: contentType,
    status,
    content_attributes: contentAttributes,
    created_at: UnixTime('When it was written.'),
    private: isPrivate,
    source_id: sourceId,
    ...extras,
  },
  { $id: 'Message', description: 'A message.' },
);

/** A message inside a conversation (contract §3.7). */
export const MessagePush = Type.Object(
  {
    id: Id('Message id.', 42),
    content,
    account_id: Id('Account.'),
    inbox_id: Id('Inbox.'),
    conversation_id: Id('Display id of the conversation.'),
    message_type: messageType,
    created_at: UnixTime('When it was written.'),
    updated_at: IsoTime('When it last changed.'),
    private: isPrivate,
    status,
    source_id: sourceId,
    content_type: contentType,
    content_attributes: contentAttributes,
    sender_type: Nullable(
      OneOf(['User', 'Contact', 'AgentBot'], {
        description: 'Kind of sender; null for activity.',
        examples: ['User'],
      }),
    ),
    sender_id: Nullable(Id('Id of the sender.')),
    external_source_ids: FreeObject({ description: 'Ids in other systems.', examples: [{}] }),
    additional_attributes: FreeObject({
      description: '`campaign_id`, `template_params`.',
      examples: [{}],
    }),
    processed_message_content: Nullable(
      Type.String({
        description: 'Content without quoted text.',
        examples: ['Hello, how can I help?'],
      }),
    ),
    sentiment: FreeObject({ description: 'Always empty.', examples: [{}] }),
    conversation: Type.Object(
      {
        assignee_id: Nullable(Id('Assigned user.')),
        unread_count: Type.Integer({ description: '0 to 10.', examples: [0] }),
        last_activity_at: UnixTime('Last activity.'),
        contact_inbox: Type.Object({
          source_id: Type.String({
            description: 'Id of the contact in the inbox.',
            examples: ['5f1c8b0e-6f0e-4f7e-9b1f-0c6a3c1b2d3e'],
          }),
        }),
      },
      { description: 'Facts about the conversation at this moment.' },
    ),
    ...extras,
  },
  { $id: 'MessagePush', description: 'A message as conversations and events carry it.' },
);

/** A page of messages (contract §6.1). */
export const MessagePage = Type.Object(
  {
    meta: Type.Object({
      labels: Type.Array(Type.String(), {
        description: 'Of the conversation.',
        examples: [['vip']],
      }),
      additional_attributes: FreeObject({ description: 'Of the conversation.', examples: [{}] }),
      contact: ContactSender,
      assignee: Type.Optional(UserSender),
      agent_last_seen_at: Nullable(IsoTime('When an agent last looked.')),
      assignee_last_seen_at: Nullable(IsoTime('When the assignee last looked.')),
      has_more: Type.Boolean({ description: 'There is another page.' }),
      next_cursor: Nullable(Type.String({ description: '`cursor` of the next page.' })),
      cursor: FeedCursor(),
    }),
    payload: Type.Array(Message, { description: 'Oldest first.' }),
  },
  { $id: 'MessagePage' },
);

/** Answer of translate (contract §6.6). */
export const Translation = Type.Object(
  { content: Nullable(Type.String({ description: 'Null while nothing translates.' })) },
  { $id: 'Translation' },
);
