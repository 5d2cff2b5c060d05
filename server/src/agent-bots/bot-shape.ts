import { Type } from 'typebox';
import { FreeObject, Id, Nullable } from '../http/schema.ts';

/** A bot as it is set up (contract: platform §4.16). */
export const AgentBot = Type.Object(
  {
    id: Id('Bot id.'),
    name: Type.String({ description: 'Name.', examples: ['Rex'] }),
    description: Nullable(Type.String({ description: 'What it does.' })),
    thumbnail: Type.String({ description: 'URL of its picture; empty for none.', examples: [''] }),
    outgoing_url: Type.Optional(
      Nullable(
        Type.String({
          description: 'Where its events go. Absent for bots of the installation.',
          examples: ['https://bot.example.com/events'],
        }),
      ),
    ),
    bot_type: Type.Literal('webhook'),
    bot_config: FreeObject({ description: 'What its maker keeps with it.', examples: [{}] }),
    account_id: Nullable(Id('Account; null for bots of the installation.')),
    access_token: Type.Optional(
      Type.String({
        description: 'What it signs in with. Only for administrators, and only of own bots.',
        examples: ['9WfKVyTJbXhVd2Z6yLLBeVqk'],
      }),
    ),
    system_bot: Type.Boolean({
      description: 'Belongs to the installation: it can be used, not changed.',
      examples: [false],
    }),
    inbox_ids: Type.Optional(
      Type.Array(Id('Inbox.'), {
        description: 'Where it answers first, in this account. Only for administrators.',
        examples: [[1]],
      }),
    ),
  },
  { $id: 'AgentBot', description: 'A program that takes part in conversations.' },
);
