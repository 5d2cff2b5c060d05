import { Type } from 'typebox';
import { FreeObject, Id, IsoTime, Nullable } from '../http/schema.ts';

const flag = (description: string) => Type.Boolean({ description, examples: [false] });
const text = (description: string, example: string) =>
  Type.String({ description, examples: [example] });
const clock = (description: string) => Nullable(Type.Integer({ description, examples: [9] }));
const maybe = (description: string) => Nullable(Type.String({ description }));

const hours = Type.Object({
  id: Id('Id of the row.'),
  inbox_id: Id('Inbox.'),
  account_id: Id('Account.'),
  day_of_week: Type.Integer({ description: '0 is Sunday.', examples: [1] }),
  closed_all_day: flag('Closed.'),
  open_hour: clock('Hour of opening.'),
  open_minutes: clock('Minute of opening.'),
  close_hour: clock('Hour of closing.'),
  close_minutes: clock('Minute of closing.'),
  created_at: IsoTime('When they were set first.'),
  updated_at: IsoTime('When they were set last.'),
  open_all_day: flag('Open around the clock.'),
});

const channel = Type.Object({
  api_host: text('Address of this server.', 'https://desk.example.com'),
  auth_token: text('The token of the visitor, good for 180 days.', 'eyJhbGciOiJIUzI1NiJ9.e30.c2ln'),
  website_token: text('Names the website.', 'kQ7v2mXbT9wLzR4nYcPs6dHa'),
  allow_messages_after_resolved: flag('Takes messages in a resolved conversation.'),
  avatar_url: text('Picture of the inbox; empty for none.', ''),
  csat_survey_enabled: flag('Asks for a rating in the end.'),
  disable_branding: flag('Does not say what it is made with.'),
  enabled_features: Type.Array(Type.String(), {
    description: 'What the window offers.',
    examples: [['attachments', 'emoji_picker', 'end_conversation']],
  }),
  enabled_languages: Type.Array(
    Type.Object({
      name: text('Its own name.', 'English (en)'),
      iso_639_1_code: text('Its code.', 'en'),
    }),
    { description: 'What the window can speak.' },
  ),
  locale: text('Language of the account.', 'en'),
  out_of_office_message: maybe('What is said outside of the hours.'),
  portal: Type.Null({ description: 'Always null: there is no help centre.', examples: [null] }),
  pre_chat_form_enabled: flag('Asks who it is before the first message.'),
  pre_chat_form_options: FreeObject({ description: 'What it asks.', examples: [{}] }),
  reply_time: text('How soon somebody answers.', 'in_a_few_minutes'),
  timezone: text('Of the hours.', 'UTC'),
  utc_off_set: text('How far that is from UTC just now.', '+00:00'),
  website_name: text('Name of the inbox.', 'Website'),
  welcome_tagline: maybe('Below the greeting.'),
  welcome_title: maybe('The greeting.'),
  widget_color: text('Colour of the window.', '#1f93ff'),
  working_hours: Type.Array(hours, { description: 'One for each day.' }),
  working_hours_enabled: flag('Whether they count.'),
});

const contact = Type.Object({
  email: maybe('E-mail address.'),
  id: Id('Contact id.'),
  identifier: maybe('What the website calls them.'),
  name: text('Name; a new visitor is given one.', 'misty-river-482'),
  phone_number: maybe('In E.164 form.'),
  pubsub_token: text('For the realtime connection.', '0f9d6c1e4b7a4c55a3b1d2e3f4a5b6c7'),
});

const installation = Type.Object({
  LOGO_THUMBNAIL: text('Empty.', ''),
  BRAND_NAME: text('What it is made with.', 'Confab'),
  WIDGET_BRAND_URL: text('Where that leads.', 'https://desk.example.com'),
  MAXIMUM_FILE_UPLOAD_SIZE: Type.Integer({ description: 'Megabytes.', examples: [40] }),
  INSTALLATION_NAME: text('What it is made with.', 'Confab'),
});

/** The ConfigView of customer §3.3. */
export const WebsiteSettings = Type.Object(
  { website_channel_config: channel, contact, global_config: installation },
  { $id: 'WebsiteSettings', description: 'What the window of a website is, and for whom.' },
);
