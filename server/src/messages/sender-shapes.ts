import { Type } from 'typebox';
import { BotSender } from '../agent-bots/shapes.ts';
import { UserSender } from '../agents/shapes.ts';
import { ContactSender } from '../contacts/shapes.ts';

/** Who wrote a message, told apart by `type` (contract §3.8). */
export const Sender = Type.Union([UserSender, ContactSender, BotSender], {
  $id: 'Sender',
  description: 'Who wrote a message; `type` tells which.',
});
