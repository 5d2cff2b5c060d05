import { Type } from 'typebox';
import { Anything, Nullable } from '../http/schema.ts';
import { expectedLastMessage, later } from '../messages/schema.ts';

export const ScheduledUpdate = Type.Object({
  content: Type.Optional(
    Nullable(
      Type.String({ description: 'Up to 150,000 characters.', examples: ['Did it arrive?'] }),
    ),
  ),
  private: Type.Optional(Type.Boolean({ description: 'A note that only the team sees.' })),
  ...later,
  expected_last_message_id: Type.Optional(
    Anything({
      description: 'When others have written after this message, it is held; null for no matter.',
      as: Nullable(Type.Integer()),
    }),
  ),
});

export const SendNow = Type.Object({ expected_last_message_id: expectedLastMessage });
