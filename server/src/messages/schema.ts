import { Type, type Static } from 'typebox';
import { Anything, Nullable } from '../http/schema.ts';

const any = (description: string, examples?: unknown[]) =>
  Type.Optional(Anything({ description, ...(examples ? { examples } : {}) }));

/** A message as a caller writes it (contract §6.2), alone or inside a new conversation. */
export const MessageInput = Type.Object({
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
    ['outgoing'],
  ),
  private: Type.Optional(Type.Boolean({ description: 'A note that only the team sees.' })),
  content_type: any('`text` (default), `input_select`, `cards`, `form`, `article` …'),
  content_attributes: any('An object, or its JSON text in multipart requests.'),
  attachments: any('Files (multipart) or `signed_id`s of direct uploads.'),
  echo_id: any('Comes back in the answer and the event; the same one again is the same message.'),
  source_id: Type.Optional(Nullable(Type.String({ description: 'Id of the message elsewhere.' }))),
  external_created_at: any('When the message was written elsewhere; kept in content_attributes.'),
  campaign_id: any('Kept in additional_attributes.'),
  template_params: any('An object with `name`; kept in additional_attributes.'),
  sender_type: any('`AgentBot` with `sender_id` posts as that bot.'),
  sender_id: any('Id of the bot to post as.'),
  cc_emails: any('E-mail inboxes: comma-separated addresses.'),
  bcc_emails: any('E-mail inboxes: comma-separated addresses.'),
  to_emails: any('E-mail inboxes: comma-separated addresses.'),
  email_html_content: any('E-mail inboxes: HTML body instead of the rendered content.'),
});
export type MessageInput = Static<typeof MessageInput>;
