import { Type } from 'typebox';
import { Id, Nullable } from '../http/schema.ts';

/** A bot as an assignee (contract §3.5). */
export const AgentBotSlim = Type.Object(
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
    bot_type: Type.String({ description: 'Always `webhook`.', examples: ['webhook'] }),
  },
  { $id: 'AgentBotSlim', description: 'A bot, where an agent could stand.' },
);

/** A bot as the sender of a message (contract §3.8). */
export const BotSender = Type.Object(
  {
    id: Id('Bot id.'),
    name: Type.String({ description: 'Name.', examples: ['Rex'] }),
    avatar_url: Type.String({ description: 'URL of its picture; empty for none.', examples: [''] }),
    type: Type.Literal('agent_bot'),
  },
  { $id: 'BotSender', description: 'A bot that wrote a message.' },
);
