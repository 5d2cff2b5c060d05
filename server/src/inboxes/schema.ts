import { Type, type Static } from 'typebox';
import { Anything, FreeObject, Line, LongText, Nullable } from '../http/schema.ts';

const flag = (description: string) => Type.Optional(Type.Boolean({ description }));
const line = (description: string, example?: string, max = 255) =>
  Type.Optional(
    Line({ description, ...(example === undefined ? {} : { examples: [example] }) }, max),
  );
const clearable = (description: string, max = 255) =>
  Type.Optional(Nullable(LongText({ description }, max)));
const port = (description: string) => Type.Optional(Type.Integer({ description, examples: [993] }));

const channelFields = {
  webhook_url: clearable('API: where events of the inbox are sent.', 2048),
  hmac_mandatory: flag('API and website: contacts must prove who they are.'),
  additional_attributes: Type.Optional(
    FreeObject({
      description: 'API: `agent_reply_time_window` is for how many hours after the last message one may answer.',
      examples: [{ agent_reply_time_window: 24 }],
    }),
  ),
  website_url: line('Website: its address. Required for one.', 'https://shop.example.com'),
  widget_color: line('Website: color of the chat window.', '#1f93ff'),
  welcome_title: clearable('Website: headline of the chat window.'),
  welcome_tagline: clearable('Website: text below the headline.'),
  reply_time: line('Website: `in_a_few_minutes`, `in_a_few_hours` or `in_a_day`.', 'in_a_few_minutes'),
  allowed_domains: Type.Optional(LongText({ description: 'Website: where the chat may be embedded, comma-separated; empty for anywhere.' })),
  pre_chat_form_enabled: flag('Website: asks for details before the first message.'),
  pre_chat_form_options: Type.Optional(
    Anything({ description: 'Website: the form.', as: FreeObject({ examples: [{ pre_chat_message: 'Who are you?' }] }) }),
  ),
  continuity_via_email: flag('Website: goes on by e-mail when the visitor has left.'),
  selected_feature_flags: Type.Optional(
    Type.Array(Type.String(), {
      description: 'Website: `attachments`, `emoji_picker`, `end_conversation`, `use_inbox_avatar_for_bot`, `allow_mobile_webview`.',
      maxItems: 20,
      examples: [['attachments', 'emoji_picker']],
    }),
  ),
  email: line('E-mail: its address. Required for one.', 'help@example.com'),
  provider: clearable('E-mail: `google`, `microsoft` or null.'),
  verified_for_sending: flag('E-mail: the address may be used as a sender.'),
  imap_enabled: flag('E-mail: fetch mail. The connection is tried before it is saved.'),
  imap_address: line('E-mail: host to fetch from.', 'imap.example.com'),
  imap_port: port('E-mail: its port.'),
  imap_login: line('E-mail: name to sign in with.'),
  imap_password: line('E-mail: password to sign in with.', undefined, 2048),
  imap_enable_ssl: flag('E-mail: speak TLS from the start.'),
  smtp_enabled: flag('E-mail: send through this host. The connection is tried before it is saved.'),
  smtp_address: line('E-mail: host to send through.', 'smtp.example.com'),
  smtp_port: port('E-mail: its port.'),
  smtp_login: line('E-mail: name to sign in with.'),
  smtp_password: line('E-mail: password to sign in with.', undefined, 2048),
  smtp_domain: line('E-mail: name to greet the host with.', 'example.com'),
  smtp_enable_ssl_tls: flag('E-mail: speak TLS from the start.'),
  smtp_enable_starttls_auto: flag('E-mail: change to TLS when the host offers it.'),
  smtp_openssl_verify_mode: line('E-mail: `none` or `peer`.', 'peer'),
  smtp_authentication: line('E-mail: `login`, `plain` or `cram_md5`.', 'login'),
}; // prettier-ignore

const settings = {
  name: line('Name.', 'Support'),
  avatar: Type.Optional(Anything({ description: 'Picture: JPEG, PNG or GIF of at most 15 MB.' })),
  greeting_enabled: flag('Greets who writes first.'),
  greeting_message: clearable('What it says then.', 10_000),
  enable_email_collect: flag('Website: asks visitors for their e-mail address.'),
  csat_survey_enabled: flag('Asks for a rating when a conversation is resolved.'),
  csat_config: Type.Optional(
    FreeObject({
      description: 'The survey: `display_type`, `message`, `survey_rules`, `button_text`, `language`. Replaced as a whole.',
      examples: [{ display_type: 'star', message: 'How did we do?' }],
    }),
  ),
  enable_auto_assignment: flag('Gives new conversations to members who are online.'),
  auto_assignment_config: Type.Optional(
    FreeObject({
      description: '`max_assignment_limit`: open conversations of an agent at most.',
      examples: [{ max_assignment_limit: 10 }],
    }),
  ),
  working_hours_enabled: flag('Is closed outside of `working_hours`.'),
  out_of_office_message: clearable('What it says to who writes when it is closed.', 10_000),
  timezone: line('Time zone of `working_hours`, by its IANA name.', 'Europe/Lisbon'),
  allow_messages_after_resolved: flag('Website: customers can go on in a resolved conversation.'),
  lock_to_single_conversation: flag('Keeps one conversation for each contact.'),
  sender_name_type: line('`friendly` (with the name of the agent) or `professional`.', 'friendly'),
  business_name: clearable('Name that mail is sent under.'),
}; // prettier-ignore

export const NewInboxInput = Type.Object({
  ...settings,
  channel: Type.Optional(
    Type.Object(
      {
        type: Type.Optional(Anything({ description: '`api`, `web_widget` or `email`.', examples: ['api'], as: Type.String() })),
        ...channelFields,
      },
      { description: 'What is particular to its kind.' },
    ),
  ),
}); // prettier-ignore

export const InboxInput = Type.Object({
  ...settings,
  working_hours: Type.Optional(
    Anything({
      description:
        'Days to change: `day_of_week` (0 is Sunday), `open_hour`, `open_minutes`, `close_hour`, `close_minutes`, or `closed_all_day`, or `open_all_day`.',
      as: Type.Array(FreeObject(), { examples: [[{ day_of_week: 6, closed_all_day: true }]] }),
    }),
  ),
  channel: Type.Optional(
    Type.Object(channelFields, { description: 'What is particular to its kind.' }),
  ),
});

export type InboxInput = Static<typeof InboxInput>;
export type ChannelInput = NonNullable<InboxInput['channel']>;
