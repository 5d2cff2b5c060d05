import { Type, type Static, type TSchema } from 'typebox';
import { Anything, FreeObject, Nullable, OneOf } from '../http/schema.ts';
import { CONTENT_TYPES, MESSAGE_TYPES } from './enums.ts';

const any = (description: string, as: TSchema, example?: unknown) =>
  Type.Optional(
    Anything({ description, as, ...(example === undefined ? {} : { examples: [example] }) }),
  );

const addresses = 'E-mail inboxes: comma-separated addresses.';

/** Guards against answers that cross, wherever messages are written. */
export const expectedLastMessage = any(
  'Id of the last message you had before you, 0 for none. When somebody else has written since, nothing is sent: 409 with what you missed.',
  Nullable(Type.Integer()),
);

/** When a message is not to be sent at once. */
export const later = {
  scheduled_at: any(
    'Sends it then: unix seconds or ISO 8601, in the future, at most a year.',
    Type.Union([Type.Integer(), Type.String()]),
    1_800_000_000,
  ),
  cancel_on_reply: Type.Optional(
    Type.Boolean({ description: 'A reply of the customer before that cancels it.' }),
  ),
};

/** A message as a caller writes it (contract §6.2), alone or inside a new conversation. */
export const MessageInput = Type.Object(
  {
    content: Type.Optional(
      Nullable(
        Type.String({
          description: 'Up to 150,000 characters.',
          examples: ['Hello, how can I help?'],
        }),
      ),
    ),
    message_type: any(
      '`outgoing` (default); `incoming` only in API inboxes; `template`, `activity`.',
      OneOf(MESSAGE_TYPES),
      'outgoing',
    ),
    private: Type.Optional(Type.Boolean({ description: 'A note that only the team sees.' })),
    content_type: any(
      '`text` (default), `input_select`, `cards`, `form`, `article` …',
      OneOf(CONTENT_TYPES),
      'text',
    ),
    content_attributes: any('An object, or its JSON text in multipart requests.', FreeObject(), {}),
    attachments: any(
      'Files (multipart) or `signed_id`s of direct uploads.',
      Type.Array(Type.String()),
    ),
    echo_id: any(
      'Comes back in the answer and the event; the same one again is the same message.',
      Type.String(),
      'tmp-1',
    ),
    source_id: Type.Optional(
      Nullable(Type.String({ description: 'Id of the message elsewhere.' })),
    ),
    expected_last_message_id: expectedLastMessage,
    ...later,
    external_created_at: any(
      'When the message was written elsewhere; kept in content_attributes.',
      Type.Union([Type.Integer(), Type.String()]),
    ),
    campaign_id: any('Kept in additional_attributes.', Type.Integer()),
    template_params: any('An object with `name`; kept in additional_attributes.', FreeObject()),
    sender_type: any('`AgentBot` with `sender_id` posts as that bot.', Type.Literal('AgentBot')),
    sender_id: any('Id of the bot to post as.', Type.Integer()),
    cc_emails: any(addresses, Type.String()),
    bcc_emails: any(addresses, Type.String()),
    to_emails: any(addresses, Type.String()),
    email_html_content: any(
      'E-mail inboxes: HTML body instead of the rendered content.',
      Type.String(),
    ),
  },
  { $id: 'MessageInput', description: 'A message to send.' },
);
export type MessageInput = Static<typeof MessageInput>;
