import { Type } from 'typebox';
import { FreeObject, Id, Nullable, OneOf, UnixTime } from '../http/schema.ts';

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

/** The customer of a conversation (contract §3.2). */
export const Contact = Type.Object(
  {
    ...attributes,
    availability_status: OneOf(['online', 'offline'], {
      description: '`online` while they have the chat open.',
      examples: ['offline'],
    }),
    ...identity,
    last_activity_at: Type.Optional(UnixTime('Last seen writing. Absent if never.')),
    created_at: UnixTime('When they became known.'),
  },
  { $id: 'Contact', description: 'A customer.' },
);

/** A contact as the sender of a message (contract §3.8). */
export const ContactSender = Type.Object(
  { ...attributes, ...identity, type: Type.Literal('contact') },
  { $id: 'ContactSender', description: 'A customer who wrote a message.' },
);
