import { Type } from 'typebox';
import { searchMeta } from '../conversations/shapes.ts';
import { Id, Nullable, UnixTime } from '../http/schema.ts';

/** A conversation that was found, with the messages that match (contract §3.10). */
const SearchConversation = Type.Object(
  {
    id: Id('Display id.'),
    uuid: Type.String({
      description: 'An id that no other conversation has, in any account.',
      format: 'uuid',
      examples: ['0b1d4a3e-7e0f-4f5b-8a64-6a1f8f4f1c11'],
    }),
    created_at: UnixTime('When it began.'),
    contact: Type.Object({
      id: Id('Contact id.'),
      name: Type.String({ description: 'Name.', examples: ['Mia Park'] }),
    }),
    inbox: Type.Object({
      id: Id('Inbox id.'),
      name: Type.String({ description: 'Name.', examples: ['Support'] }),
      channel_type: Type.String({ description: 'Kind of channel.', examples: ['Channel::Api'] }),
    }),
    messages: Type.Array(
      Type.Object({
        content: Nullable(Type.String({ description: 'Text.', examples: ['Where is my order?'] })),
        id: Id('Message id.', 42),
        sender_name: Type.Optional(
          Type.String({ description: 'Absent without a sender.', examples: ['Mia Park'] }),
        ),
        message_type: Type.Integer({ description: '0 incoming, 1 outgoing.', examples: [0] }),
        created_at: UnixTime('When it was written.'),
      }),
      { description: 'Those that match: the newest 100, oldest first.' },
    ),
    account_id: Id('Account.'),
    display_id: Id('Same as `id`.'),
  },
  { $id: 'SearchConversation', description: 'A conversation that was found.' },
);

/** Answer of a search (contract §4.3). */
export const SearchResults = Type.Object(
  { meta: searchMeta, payload: Type.Array(SearchConversation) },
  { $id: 'SearchResults' },
);
