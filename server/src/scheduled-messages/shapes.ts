import { Type } from 'typebox';
import { FreeObject, Id, IsoTime, Nullable, OneOf, UnixTime } from '../http/schema.ts';
import { CONTENT_TYPES } from '../messages/enums.ts';
import { Sender } from '../messages/sender-shapes.ts';
import { REASONS, STATES } from './rules.ts';

const File = Type.Object({
  id: Id('File.'),
  message_id: Nullable(Id('Null: it has no message yet.', 43)),
  file_type: OneOf(['image', 'audio', 'video', 'file'], { description: 'What it is.' }),
  account_id: Id('Account.'),
  extension: Nullable(Type.String({ description: 'Always null.' })),
  filename: Type.String({ description: 'Name.', examples: ['offer.pdf'] }),
  content_type: Type.String({ description: 'MIME type.', examples: ['application/pdf'] }),
  file_size: Type.Integer({ description: 'Bytes.', examples: [48_213] }),
  data_url: Type.String({
    description: 'Where it can be read.',
    examples: ['https://desk.example.com/rails/active_storage/blobs/redirect/Zm9v/offer.pdf'],
  }),
  thumb_url: Type.String({ description: 'Always empty.', examples: [''] }),
  width: Nullable(Type.Integer({ description: 'Pixels, for images.' })),
  height: Nullable(Type.Integer({ description: 'Pixels, for images.' })),
});

/** A message that is sent later, and what became of it. */
export const ScheduledMessage = Type.Object(
  {
    id: Id('Scheduled message; the message that comes of it has an id of its own.', 7),
    content: Nullable(
      Type.String({ description: 'Text, in Markdown.', examples: ['Did it arrive?'] }),
    ),
    inbox_id: Id('Inbox.'),
    conversation_id: Id('Number of the conversation.'),
    message_type: Type.Unsafe<1>({ type: 'integer', enum: [1], description: 'Always 1 outgoing.' }),
    status: Nullable(Type.String({ description: 'Null: nothing was delivered yet.' })),
    source_id: Nullable(Type.String({ description: 'Id of the message elsewhere.' })),
    private: Type.Boolean({ description: 'A note for the team.', examples: [false] }),
    content_type: OneOf(CONTENT_TYPES, { description: 'Kind of content.', examples: ['text'] }),
    content_attributes: FreeObject({ description: 'As they were given.', examples: [{}] }),
    attachments: Type.Array(File, { description: 'Files that go along.', examples: [[]] }),
    scheduled_at: UnixTime('When it is sent.', 1_795_510_800),
    state: OneOf(STATES, {
      description:
        '`scheduled`: waits. `sent`: is message `message_id`. `held`: others wrote since; look, and send it or not. `failed`: could not be sent. `cancelled`: the customer wrote before it was sent.',
      examples: ['scheduled'],
    }),
    reason: Nullable(
      OneOf(REASONS, {
        description: 'Of a state that is neither `scheduled` nor `sent`.',
        examples: ['customer_replied'],
      }),
    ),
    error: Nullable(Type.String({ description: 'What was wrong, when it was refused.' })),
    cancel_on_reply: Type.Boolean({
      description: 'A reply of the customer cancels it.',
      examples: [true],
    }),
    expected_last_message_id: Nullable(
      Id('When others have written after this message, it is held.', 42),
    ),
    message_id: Nullable(Id('The message that it became.', 43)),
    created_at: UnixTime('When it was written.'),
    updated_at: IsoTime('When it last changed.'),
    sender: Type.Optional(Sender),
  },
  { $id: 'ScheduledMessage', description: 'A message that is sent later.' },
);

export const ScheduledMessages = Type.Object({
  payload: Type.Array(ScheduledMessage, { description: 'In the order of their times.' }),
});
