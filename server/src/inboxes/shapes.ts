import { Type } from 'typebox';
import { FreeObject, Id, Nullable, OneOf } from '../http/schema.ts';
import { CHANNEL_TYPES, REPLY_TIMES } from './channels.ts';

const text = (description: string, example: string) =>
  Type.String({ description, examples: [example] });
const textOrNull = (description: string) => Nullable(Type.String({ description }));
const flag = (description: string, example = false) =>
  Type.Boolean({ description, examples: [example] });
const clock = (description: string) => Nullable(Type.Integer({ description }));
const only = (description: string) => Type.Optional(Type.String({ description }));
const onlyFlag = (description: string) => Type.Optional(Type.Boolean({ description }));
const onlyNumber = (description: string) => Type.Optional(Type.Integer({ description }));

const Day = Type.Object({
  day_of_week: Type.Integer({ description: '0 is Sunday.', examples: [1] }),
  closed_all_day: flag('Closed the whole day.'),
  open_hour: clock('Hour of opening.'),
  open_minutes: clock('Minute of opening.'),
  close_hour: clock('Hour of closing.'),
  close_minutes: clock('Minute of closing.'),
  open_all_day: flag('Open the whole day.'),
});

const settings = {
  id: Id('Inbox id.'),
  avatar_url: text('URL of its picture; empty for none.', ''),
  channel_id: Id('Channel id.'),
  name: text('Name.', 'Support'),
  channel_type: OneOf(CHANNEL_TYPES, {
    description: 'Where its conversations come from.',
    examples: ['Channel::Api'],
  }),
  greeting_enabled: flag('Greets who writes first.'),
  greeting_message: textOrNull('What it says then.'),
  working_hours_enabled: flag('Is closed outside of `working_hours`.'),
  enable_email_collect: flag('Asks visitors for their e-mail address.', true),
  csat_survey_enabled: flag('Asks for a rating when a conversation is resolved.'),
  csat_config: FreeObject({ description: 'The survey; empty until one was set up.' }),
  enable_auto_assignment: flag('Gives new conversations to members who are online.', true),
  auto_assignment_config: FreeObject({ description: '`max_assignment_limit`, if there is one.' }),
  out_of_office_message: textOrNull('What it says when it is closed.'),
  working_hours: Type.Array(Day, { description: 'Its week.' }),
  timezone: text('Time zone of `working_hours`.', 'UTC'),
  callback_webhook_url: textOrNull('Always null: no channel here is called by its provider.'),
  allow_messages_after_resolved: flag('Customers can go on in a resolved conversation.', true),
  lock_to_single_conversation: flag('Keeps one conversation for each contact.'),
  sender_name_type: OneOf(['friendly', 'professional'], {
    description: 'Whether mail carries the name of the agent.',
    examples: ['friendly'],
  }),
  business_name: textOrNull('Name that mail is sent under.'),
};

const ofWebsites = {
  allowed_domains: textOrNull('Website: where the chat may be embedded.'),
  widget_color: textOrNull('Website: color of the chat window.'),
  website_url: textOrNull('Website: its address.'),
  hmac_mandatory: Nullable(
    Type.Boolean({ description: 'API and website: contacts must prove who they are.' }),
  ),
  welcome_title: textOrNull('Website: headline of the chat window.'),
  welcome_tagline: textOrNull('Website: text below it.'),
  web_widget_script: textOrNull('Website: what to put into its pages.'),
  website_token: textOrNull('Website: its public name.'),
  selected_feature_flags: Nullable(
    Type.Array(Type.String(), { description: 'Website: what the chat window offers.' }),
  ),
  reply_time: Nullable(OneOf(REPLY_TIMES, { description: 'Website: what visitors are told.' })),
  messaging_service_sid: textOrNull('Always null.'),
  phone_number: textOrNull('Always null.'),
  provider: textOrNull('E-mail: `google`, `microsoft` or null.'),
};

const ofOneKind = {
  hmac_token: only('API and website, for administrators: key of the proofs of identity.'),
  pre_chat_form_enabled: onlyFlag('Website: asks for details before the first message.'),
  pre_chat_form_options: Type.Optional(FreeObject({ description: 'Website: the form.' })),
  continuity_via_email: onlyFlag('Website: goes on by e-mail when the visitor has left.'),
  webhook_url: Type.Optional(textOrNull('API: where events of the inbox are sent.')),
  inbox_identifier: only('API: its public name.'),
  additional_attributes: Type.Optional(
    FreeObject({ description: 'API: `agent_reply_time_window` and what else was set.' }),
  ),
  email: only('E-mail: its address.'),
  forwarding_enabled: onlyFlag('E-mail: whether mail can be forwarded to us.'),
  forward_to_email: only('E-mail: where to forward it to.'),
};

const mailbox = 'E-mail, for administrators:';
const ofMailboxes = {
  imap_login: only(`${mailbox} name to fetch with.`),
  imap_password: only(`${mailbox} password to fetch with.`),
  imap_address: only(`${mailbox} host to fetch from.`),
  imap_port: onlyNumber(`${mailbox} its port.`),
  imap_enabled: onlyFlag(`${mailbox} whether mail is fetched.`),
  imap_enable_ssl: onlyFlag(`${mailbox} TLS from the start.`),
  smtp_login: only(`${mailbox} name to send with.`),
  smtp_password: only(`${mailbox} password to send with.`),
  smtp_address: only(`${mailbox} host to send through.`),
  smtp_port: onlyNumber(`${mailbox} its port.`),
  smtp_enabled: onlyFlag(`${mailbox} whether it sends through this host.`),
  smtp_domain: only(`${mailbox} name to greet the host with.`),
  smtp_enable_ssl_tls: onlyFlag(`${mailbox} TLS from the start.`),
  smtp_enable_starttls_auto: onlyFlag(`${mailbox} TLS when the host offers it.`),
  smtp_openssl_verify_mode: only(`${mailbox} whether its certificate is checked.`),
  smtp_authentication: only(`${mailbox} how to sign in.`),
};

/** An inbox (contract: platform §4.3). */
export const Inbox = Type.Object(
  { ...settings, ...ofWebsites, ...ofOneKind, ...ofMailboxes },
  { $id: 'Inbox', description: 'Where conversations come from.' },
);

export const InboxList = Type.Object({ payload: Type.Array(Inbox) }, { $id: 'InboxList' });
