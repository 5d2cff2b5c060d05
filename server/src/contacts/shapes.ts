import { Type } from 'typebox';
import { FreeObject, Id, IsoTime, Nullable, OneOf, UnixTime, FeedCursor } from '../http/schema.ts';

const identity = {
  email: Nullable(Type.String({ description: 'E-mail address.', examples: ['mia@example.com'] })),
  id: Id('Contact id.'),
  name: Type.String({ description: 'Name; may be empty.', examples: ['Mia Park'] }),
  phone_number: Nullable(
    Type.String({ description: 'In E.164 form.', examples: ['+14155550123'] }),
  ),
  blocked: Type.Boolean({
    description: 'Muted: new conversations are resolved at once.',
    examples: [false],
  }),
  identifier: Nullable(
    Type.String({ description: 'Id of the person in your own system.', examples: ['cus_4711'] }),
  ),
  thumbnail: Type.String({ description: 'URL of their picture; empty for none.', examples: [''] }),
};

const attributes = {
  additional_attributes: FreeObject({
    description: 'Facts that were found out about them.',
    examples: [{ city: 'Lisbon' }],
  }),
  custom_attributes: FreeObject({
    description: 'Facts that your team keeps about them.',
    examples: [{ plan: 'pro' }],
  }),
};

const contact = {
  ...attributes,
  availability_status: OneOf(['online', 'offline'], {
    description: '`online` while they have the chat open.',
    examples: ['offline'],
  }),
  ...identity,
  last_activity_at: Type.Optional(UnixTime('Last seen writing. Absent if never.')),
  created_at: UnixTime('When they became known.'),
};

/** The customer of a conversation (contract §3.2). */
export const Contact = Type.Object(contact, { $id: 'Contact', description: 'A customer.' });

/** An inbox as contacts name it (contract: customer §0.4). */
const InboxSlim = Type.Object(
  {
    id: Id('Inbox id.'),
    avatar_url: Type.String({ description: 'URL of its picture; empty for none.', examples: [''] }),
    channel_id: Id('Channel.'),
    name: Type.String({ description: 'Name.', examples: ['Support'] }),
    channel_type: Type.String({ description: 'Kind of channel.', examples: ['Channel::Api'] }),
    provider: Nullable(Type.String({ description: 'Who runs the mailbox, if anybody known.' })),
  },
  { $id: 'InboxSlim', description: 'An inbox through which a customer writes.' },
);

/** What ties a contact to an inbox. */
export const ContactInbox = Type.Object(
  {
    source_id: Type.String({ description: 'Who they are in the inbox.', examples: ['shop:4711'] }),
    inbox: InboxSlim,
    claims: Type.Optional(
      FreeObject({
        description:
          'What this session of the customer says of itself, while its words alone make it this contact: they are not proven.',
        examples: [{ name: 'Mia', email: 'mia@example.com' }],
      }),
    ),
  },
  { $id: 'ContactInbox', description: 'An inbox, and who the customer is in it.' },
);

/** A contact with the inboxes through which they write; these only where they are asked for. */
export const ContactWithInboxes = Type.Object(
  {
    ...contact,
    contact_inboxes: Type.Optional(
      Type.Array(ContactInbox, {
        description: 'The inboxes through which they write; absent unless asked for.',
      }),
    ),
  },
  { $id: 'ContactWithInboxes', description: 'A customer, and how they write.' },
);

export const OneContact = Type.Object({ payload: ContactWithInboxes }, { $id: 'OneContact' });

/** A page of contacts (contract: customer §1.2). */
export const ContactList = Type.Object(
  {
    meta: Type.Object({
      count: Nullable(
        Type.Integer({ description: 'How many there are; null without a text to look for.' }),
      ),
      current_page: Type.Union([Type.Integer(), Type.String()], {
        description: 'The `page` of the request as it came; 1 without one.',
        examples: [1],
      }),
      cursor: Type.Optional(FeedCursor()),
    }),
    payload: Type.Array(ContactWithInboxes, { description: 'At most 15.' }),
  },
  { $id: 'ContactList' },
);

/** A contact as the sender of a message (contract §3.8). */
export const ContactSender = Type.Object(
  { ...attributes, ...identity, type: Type.Literal('contact') },
  { $id: 'ContactSender', description: 'A customer who wrote a message.' },
);

const { thumbnail: _, ...rawIdentity } = identity;
const place = (description: string) => Nullable(Type.String({ description }));

/** A contact as the customer's own API shows it (contract: customer §0.4). */
export const RawContact = Type.Object(
  {
    ...rawIdentity,
    account_id: Id('Account.'),
    created_at: IsoTime('When they became known.'),
    updated_at: IsoTime('When something about them last changed.'),
    ...attributes,
    last_activity_at: Nullable(IsoTime('Last seen writing.')),
    contact_type: OneOf(['visitor', 'lead', 'customer'], {
      description: '`lead` once they can be reached.',
      examples: ['lead'],
    }),
    middle_name: Type.String({ description: 'Usually empty.', examples: [''] }),
    last_name: Type.String({ description: 'Usually empty.', examples: [''] }),
    location: place('City.'),
    country_code: place('Country.'),
    company_id: Nullable(Type.Integer({ description: 'Always null.' })),
  },
  { $id: 'RawContact', description: 'A customer, as their own API shows them.' },
);

const setting = Type.Boolean({ description: 'As it is set.', examples: [false] });
const settingText = Nullable(Type.String({ description: 'As it is set.' }));
const settings = FreeObject({ description: 'As it is set.', examples: [{}] });

/** An inbox as its row is (contract: customer §0.4). */
const RawInbox = Type.Object(
  {
    id: Id('Inbox id.'),
    channel_id: Id('Channel.'),
    account_id: Id('Account.'),
    name: Type.String({ description: 'Name.', examples: ['Support'] }),
    created_at: IsoTime('When it was made.'),
    updated_at: IsoTime('When it was last changed.'),
    channel_type: Type.String({ description: 'Kind of channel.', examples: ['Channel::Api'] }),
    enable_auto_assignment: setting,
    greeting_enabled: setting,
    greeting_message: settingText,
    email_address: Nullable(Type.String({ description: 'Always null.' })),
    working_hours_enabled: setting,
    out_of_office_message: settingText,
    timezone: Type.String({ description: 'Time zone.', examples: ['UTC'] }),
    enable_email_collect: setting,
    csat_survey_enabled: setting,
    allow_messages_after_resolved: setting,
    auto_assignment_config: settings,
    lock_to_single_conversation: setting,
    portal_id: Nullable(Type.Integer({ description: 'Always null.' })),
    sender_name_type: OneOf(['friendly', 'professional'], {
      description: 'Whose name mails carry.',
      examples: ['friendly'],
    }),
    business_name: settingText,
    csat_config: settings,
  },
  { $id: 'RawInbox', description: 'An inbox, as making a contact shows it.' },
);

/** A new contact, and how they are tied to the inbox that was named (contract: customer §1.1). */
export const NewContact = Type.Object(
  {
    payload: Type.Object({
      contact: ContactWithInboxes,
      contact_inbox: Type.Object({
        inbox: Nullable(RawInbox, { description: 'Null when none was named.' }),
        source_id: Nullable(
          Type.String({ description: 'Who they are in it.', examples: ['shop:4711'] }),
        ),
      }),
    }),
  },
  { $id: 'NewContact' },
);
