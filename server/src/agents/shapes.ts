import { Type } from 'typebox';
import { FreeObject, Id, Nullable, OneOf } from '../http/schema.ts';

const availability = OneOf(['online', 'offline', 'busy'], {
  description:
    'As chosen, or `offline` while not connected when `auto_offline` is on. Null once they have left the account.',
  examples: ['online'],
});

/** A member of the account (contract §3.3). */
export const Agent = Type.Object(
  {
    id: Id('User id.'),
    account_id: Id('Account.'),
    availability_status: Nullable(availability),
    auto_offline: Nullable(
      Type.Boolean({ description: 'Offline while not connected.', examples: [true] }),
    ),
    confirmed: Type.Boolean({ description: 'The e-mail address is confirmed.', examples: [true] }),
    email: Type.String({ description: 'E-mail address.', examples: ['ada@acme.example.com'] }),
    provider: Type.String({ description: 'How they sign in.', examples: ['email'] }),
    available_name: Type.String({
      description: 'Display name if they have one, else `name`.',
      examples: ['Ada'],
    }),
    custom_attributes: Type.Optional(
      FreeObject({
        description: 'Absent when there are none.',
        examples: [{ phone_number: '+14155550100' }],
      }),
    ),
    name: Type.String({ description: 'Full name.', examples: ['Ada Lovelace'] }),
    role: Nullable(
      OneOf(['agent', 'administrator'], {
        description: 'Null once they have left the account.',
        examples: ['administrator'],
      }),
    ),
    thumbnail: Type.String({
      description: 'URL of their picture; empty for none.',
      examples: [''],
    }),
    custom_role_id: Nullable(
      Type.Integer({ description: 'Custom role that limits what they may do.', examples: [1] }),
    ),
  },
  { $id: 'Agent', description: 'A member of the account.' },
);

/** A user as the sender of a message (contract §3.8). */
export const UserSender = Type.Object(
  {
    id: Id('User id.'),
    name: Type.String({ description: 'Full name.', examples: ['Ada Lovelace'] }),
    available_name: Type.String({ description: 'Name to show.', examples: ['Ada'] }),
    avatar_url: Type.String({
      description: 'URL of their picture; empty for none.',
      examples: [''],
    }),
    type: Type.Literal('user'),
    availability_status: Nullable(availability),
    thumbnail: Type.String({ description: 'Same as `avatar_url`.', examples: [''] }),
  },
  { $id: 'UserSender', description: 'An agent or administrator who wrote a message.' },
);
