import { Type, type TSchema } from 'typebox';
import { Message } from '../messages/shapes.ts';
import { FreeObject, Id, Nullable, UnixTime } from '../http/schema.ts';

const text = (description: string, example: string) =>
  Type.String({ description, examples: [example] });

/** A contact that was found (contract: platform §4.21). */
const FoundContact = Type.Object(
  {
    email: Nullable(text('E-mail address.', 'mia@example.com')),
    id: Id('Contact id.'),
    name: text('Name; may be empty.', 'Mia Park'),
    phone_number: Nullable(text('In E.164 form.', '+14155550123')),
    identifier: Nullable(text('Id of the person in your own system.', 'cus_4711')),
    additional_attributes: FreeObject({
      description: 'Facts that were found out about them.',
      examples: [{ city: 'Lisbon' }],
    }),
    last_activity_at: Nullable(UnixTime('Last seen writing.')),
  },
  { $id: 'FoundContact', description: 'A contact that was found.' },
);

const FoundMessage = Type.Object(
  {
    ...Message.properties,
    highlights: Type.Array(
      Type.Object({
        start: Type.Integer({ description: 'First UTF-16 unit.', examples: [6] }),
        length: Type.Integer({ description: 'UTF-16 units.', examples: [5] }),
      }),
      { description: 'Where `content` has the text: the first 20 places.' },
    ),
  },
  { $id: 'FoundMessage', description: 'A message that was found.' },
);

const conversation = {
  id: Id('Display id.'),
  account_id: Id('Account.'),
  created_at: UnixTime('When it began.'),
  message: Type.Optional(Message),
  contact: FoundContact,
  inbox: Type.Object({
    id: Id('Inbox id.'),
    channel_id: Id('Channel id.'),
    name: text('Name.', 'Support'),
    channel_type: text('Kind of channel.', 'Channel::Api'),
  }),
  agent: Type.Optional(
    Type.Object(
      {
        id: Id('User id.'),
        available_name: text('Name to show.', 'Ada'),
        email: text('E-mail address.', 'ada@acme.example.com'),
        name: text('Full name.', 'Ada Lovelace'),
        role: text('`agent` or `administrator`.', 'agent'),
      },
      { description: 'Who has it; absent when nobody has.' },
    ),
  ),
};

const FoundConversation = Type.Object(conversation, {
  $id: 'FoundConversation',
  description: 'A conversation that was found, with its first message.',
});

const FoundConversationAlone = Type.Object(
  {
    ...conversation,
    additional_attributes: FreeObject({ description: 'Facts about it.', examples: [{}] }),
  },
  { $id: 'FoundConversationAlone', description: 'The same, with its additional attributes.' },
);

const articles = Type.Array(Type.Unknown(), { description: 'Always empty.' });
const section = (name: string, items: TSchema) =>
  Type.Object({ payload: Type.Object({ [name]: items }) });

export const sections = {
  conversations: section('conversations', Type.Array(FoundConversationAlone)),
  contacts: section('contacts', Type.Array(FoundContact)),
  messages: section('messages', Type.Array(FoundMessage)),
  articles: section('articles', articles),
};

/** Answer of a search for everything. */
export const FoundEverything = Type.Object(
  {
    payload: Type.Object({
      conversations: Type.Array(FoundConversation),
      contacts: Type.Array(FoundContact),
      messages: Type.Array(FoundMessage),
      articles,
    }),
  },
  { $id: 'FoundEverything' },
);
