import { Type } from 'typebox';
import { Anything, Line, Nullable } from '../http/schema.ts';

const text = (description: string, example: string) =>
  Type.Optional(Nullable(Type.String({ description, maxLength: 2048, examples: [example] })));

/** What the form before a conversation asks for (contract: customer §3.10). */
export const PreChat = Type.Object(
  {
    name: Type.Optional(Nullable(Line({ description: 'Name.', examples: ['Mia Park'] }))),
    email: Type.Optional(
      Nullable(Line({ description: 'E-mail address.', examples: ['mia@example.com'] })),
    ),
    phone_number: Type.Optional(
      Nullable(Line({ description: 'In E.164 form.', examples: ['+14155550123'] })),
    ),
  },
  { description: 'Who writes.' },
);

export const writing = {
  content: Type.Optional(
    Nullable(
      Type.String({ description: 'Up to 150,000 characters.', examples: ['Where is my order?'] }),
    ),
  ),
  timestamp: text('When it was written, as the visitor’s clock says.', 'Thu Nov 26 2026 09:00:00'),
  referer_url: text('The page it was written on.', 'https://shop.example.com/orders'),
  echo_id: Type.Optional(
    Anything({
      description: 'Comes back in the event; the same one again is the same message.',
      examples: ['tmp-1'],
      as: Type.String(),
    }),
  ),
  reply_to: Type.Optional(
    Anything({ description: 'The message that it answers.', examples: [42], as: Type.Integer() }),
  ),
};

/** The first message of a conversation. */
export const WrittenMessage = Type.Object(writing, { description: 'The first message.' });
