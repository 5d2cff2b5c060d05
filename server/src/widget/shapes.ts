import { Type } from 'typebox';
import { Attachment } from '../attachments/shapes.ts';
import { ClientMessage } from '../client-api/shapes.ts';
import { RawContact } from '../contacts/shapes.ts';
import { ConversationStatus } from '../conversations/schema.ts';
import {
  FreeObject,
  Id,
  IsoTime,
  Nullable,
  OneOf,
  UnixTime,
  UnixTimeOrZero,
} from '../http/schema.ts';
import { Sender } from '../messages/sender-shapes.ts';

const flag = (description: string) => Type.Boolean({ description, examples: [false] });
const known = {
  id: Id('Contact id.'),
  has_email: flag('There is an e-mail address.'),
  has_name: flag('There is a name; a new visitor is given one.'),
  has_phone_number: flag('There is a phone number.'),
};
const identifier = Nullable(
  Type.String({ description: 'What the website calls them.', examples: ['cus_4711'] }),
);

/** What is known of a visitor (contract: customer §3.3). */
export const Visitor = Type.Object(
  { ...known, identifier },
  { $id: 'Visitor', description: 'What is known of a visitor.' },
);

export const ChangedVisitor = Type.Object(known, { $id: 'ChangedVisitor' });

export const NamedVisitor = Type.Object(
  {
    ...known,
    widget_auth_token: Type.Optional(
      Type.String({
        description: 'The token of a new session; only when there had to be one.',
        examples: ['eyJhbGciOiJIUzI1NiJ9.eyJzb3VyY2VfaWQiOiI1ZjFjIn0.c2lnbmF0dXJl'],
      }),
    ),
  },
  { $id: 'NamedVisitor' },
);

const head = {
  id: Id('Number of the conversation.'),
  inbox_id: Id('Inbox.'),
  contact_last_seen_at: UnixTimeOrZero('When the visitor last looked.'),
  status: ConversationStatus,
};

/** The conversation that goes on, or `{}`. */
export const CurrentConversation = Type.Union(
  [Type.Object(head), Type.Object({}, { additionalProperties: false })],
  { description: 'The last conversation; `{}` when there is none.' },
);

const attributes = FreeObject({ description: 'Custom attributes.', examples: [{ plan: 'pro' }] });

/** A conversation that was just started (contract: customer §3.4). */
export const StartedConversation = Type.Object(
  {
    ...head,
    messages: Type.Array(ClientMessage, { description: 'Theirs, and what the inbox answered.' }),
    custom_attributes: attributes,
    contact: RawContact,
  },
  { $id: 'StartedConversation', description: 'A conversation that a visitor started.' },
);

/** A message that was just sent (contract: customer §3.5). */
export const SentMessage = Type.Object(
  {
    id: Id('Message id.', 42),
    content: Nullable(Type.String({ description: 'Text.', examples: ['Hello!'] })),
    inbox_id: Id('Inbox.'),
    conversation_id: Id('Number of the conversation.'),
    message_type: Type.Unsafe<0>({
      type: 'integer',
      enum: [0],
      description: 'Always 0: from the visitor.',
      examples: [0],
    }),
    created_at: UnixTime('When it was sent.'),
    private: flag('Always false.'),
    source_id: Nullable(Type.String({ description: 'Always null.' })),
    content_attributes: FreeObject({
      description: '`in_reply_to` is the message that it answers, or null.',
      examples: [{ in_reply_to: null }],
    }),
    attachments: Type.Optional(
      Type.Array(Attachment, { description: 'Absent when there are none.' }),
    ),
    sender: Type.Optional(Sender),
  },
  { $id: 'SentMessage', description: 'A message that a visitor sent.' },
);

/** A page of messages (contract: customer §3.5). */
export const VisitorMessages = Type.Object(
  {
    payload: Type.Array(ClientMessage, { description: 'Oldest first.' }),
    meta: Type.Optional(
      Type.Object(
        { contact_last_seen_at: UnixTimeOrZero('When the visitor last looked.') },
        { description: 'Absent while there is no conversation.' },
      ),
    ),
  },
  { $id: 'VisitorMessages' },
);

export const AnsweringContact = Type.Object(
  { contact: RawContact },
  { $id: 'AnsweringContact', description: 'Who answered.' },
);

export const WebsiteMembers = Type.Object(
  {
    payload: Type.Array(
      Type.Object({
        id: Id('User id.'),
        name: Type.String({ description: 'As they are shown.', examples: ['Ben'] }),
        avatar_url: Type.String({ description: 'Picture; empty for none.', examples: [''] }),
        availability_status: OneOf(['online', 'busy', 'offline'], {
          description: 'Whether they are there just now.',
          examples: ['online'],
        }),
      }),
      { description: 'By name.' },
    ),
  },
  { $id: 'WebsiteMembers', description: 'Who answers on a website.' },
);

const time = (description: string) => Nullable(IsoTime(description));
const number = (description: string) => Nullable(Type.Integer({ description }));

/** A conversation as its row is (contract: customer §0.4). */
export const RawConversation = Type.Object(
  {
    id: Id('Primary key, unlike anywhere else.'),
    account_id: Id('Account.'),
    inbox_id: Id('Inbox.'),
    status: ConversationStatus,
    assignee_id: number('Who answers.'),
    created_at: IsoTime('When it began.'),
    updated_at: IsoTime('When it last changed.'),
    contact_id: Id('Contact.'),
    display_id: Id('Number of the conversation.'),
    contact_last_seen_at: time('When the visitor last looked.'),
    agent_last_seen_at: time('When somebody of the team last looked.'),
    additional_attributes: FreeObject({ description: 'Where it began.', examples: [{}] }),
    contact_inbox_id: Id('The session it began in.'),
    uuid: Type.String({
      description: 'Its unguessable name.',
      examples: ['8a0c2f0e-6d0b-4a54-9b5d-3a1f6c1f0b7e'],
    }),
    identifier: Nullable(Type.String({ description: 'Always null.' })),
    last_activity_at: IsoTime('When something was last said.'),
    team_id: number('Team.'),
    campaign_id: number('Campaign that began it.'),
    snoozed_until: time('When it wakes.'),
    custom_attributes: attributes,
    assignee_last_seen_at: time('When who answers last looked.'),
    first_reply_created_at: time('When it was first answered.'),
    priority: Nullable(Type.String({ description: 'How urgent it is.' })),
    sla_policy_id: number('Always null.'),
    waiting_since: time('Since when the visitor waits.'),
    cached_label_list: Type.String({ description: 'Labels, one after the other.', examples: [''] }),
    assignee_agent_bot_id: number('The bot that answers.'),
  },
  { $id: 'RawConversation', description: 'A conversation, as its row is.' },
);
