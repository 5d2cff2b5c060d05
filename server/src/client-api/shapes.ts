import { Type } from 'typebox';
import { Attachment } from '../attachments/shapes.ts';
import { RawContact } from '../contacts/shapes.ts';
import { ConversationStatus } from '../conversations/schema.ts';
import { FreeObject, Id, Nullable, OneOf, UnixTime, UnixTimeOrZero } from '../http/schema.ts';
import { CONTENT_TYPES } from '../messages/enums.ts';
import { Sender } from '../messages/sender-shapes.ts';

/** A message as its customer sees it (contract: customer §0.4). */
export const ClientMessage = Type.Object(
  {
    id: Id('Message id.', 42),
    content: Nullable(Type.String({ description: 'Text, in Markdown.', examples: ['Hello!'] })),
    message_type: Type.Unsafe<0 | 1 | 3>({
      type: 'integer',
      enum: [0, 1, 3],
      description: '0 from the customer, 1 from the team, 3 from the inbox itself.',
      examples: [0],
    }),
    content_type: OneOf(CONTENT_TYPES, { description: 'Kind of content.', examples: ['text'] }),
    content_attributes: FreeObject({
      description: 'What the kind of content needs; `submitted_values` once it was answered.',
      examples: [{}],
    }),
    created_at: UnixTime('When it was sent.'),
    conversation_id: Id('Number of the conversation.'),
    attachments: Type.Optional(
      Type.Array(Attachment, { description: 'Absent when there are none.' }),
    ),
    sender: Type.Optional(Sender),
    echo_id: Type.Optional(
      Type.Unknown({ description: 'Only in the answer to a request that sent one.' }),
    ),
  },
  { $id: 'ClientMessage', description: 'A message, as its customer sees it.' },
);

/** A conversation as its customer sees it (contract: customer §2). */
export const ClientConversation = Type.Object(
  {
    id: Id('Number of the conversation.'),
    uuid: Type.String({
      description: 'Names the conversation in the address of its survey.',
      examples: ['8a0c2f0e-6d0b-4a54-9b5d-3a1f6c1f0b7e'],
    }),
    inbox_id: Id('Inbox.'),
    contact_last_seen_at: UnixTimeOrZero('When the customer last looked.'),
    status: ConversationStatus,
    agent_last_seen_at: UnixTimeOrZero('When somebody of the team last looked.'),
    messages: Type.Array(ClientMessage, { description: 'All of them, oldest first.' }),
    contact: RawContact,
  },
  { $id: 'ClientConversation', description: 'A conversation, as its customer sees it.' },
);

/** A customer, as they are let in (contract: customer §2). */
export const ClientContact = Type.Object(
  {
    source_id: Type.String({
      description: 'What the customer calls themselves by, in paths.',
      examples: ['5f1c8b0e-6f0e-4f7e-9b1f-0c6a3c1b2d3e'],
    }),
    pubsub_token: Type.String({
      description: 'For the realtime connection.',
      examples: ['0f9d6c1e4b7a4c55a3b1d2e3f4a5b6c7'],
    }),
    id: Id('Contact id.'),
    name: Type.String({ description: 'Name.', examples: ['Mia Park'] }),
    email: Nullable(Type.String({ description: 'E-mail address.', examples: ['mia@example.com'] })),
    phone_number: Nullable(
      Type.String({ description: 'In E.164 form.', examples: ['+14155550123'] }),
    ),
  },
  { $id: 'ClientContact', description: 'A customer, as they are let in.' },
);

const clock = (description: string) => Nullable(Type.Integer({ description, examples: [9] }));
const flag = (description: string) => Type.Boolean({ description, examples: [false] });

/** What customers may know of an API inbox (contract: customer §2). */
export const ClientInboxShape = Type.Object(
  {
    identifier: Type.String({
      description: 'Its name in paths.',
      examples: ['kQ7v2mXbT9wLzR4nYcPs6dHa'],
    }),
    identity_validation_enabled: flag('Customers have to prove who they are.'),
    name: Type.String({ description: 'Name.', examples: ['Support'] }),
    timezone: Type.String({ description: 'Of the working hours.', examples: ['UTC'] }),
    working_hours: Type.Array(
      Type.Object({
        day_of_week: Type.Integer({ description: '0 is Sunday.', examples: [1] }),
        closed_all_day: flag('Closed.'),
        open_hour: clock('Hour of opening.'),
        open_minutes: clock('Minute of opening.'),
        close_hour: clock('Hour of closing.'),
        close_minutes: clock('Minute of closing.'),
        open_all_day: flag('Open around the clock.'),
      }),
      { description: 'One for each day.' },
    ),
    working_hours_enabled: flag('Whether they count.'),
    csat_survey_enabled: flag('Asks for a rating in the end.'),
    greeting_enabled: flag('Greets who writes first.'),
  },
  { $id: 'ClientInbox', description: 'An API inbox, as its customers see it.' },
);
