import { Type } from 'typebox';
import { FreeObject, Id, IsoTime, Nullable, OneOf } from '../http/schema.ts';

const textOrNull = (description: string) => Nullable(Type.String({ description }));
const role = OneOf(['agent', 'administrator'], { description: 'What they may do.', examples: ['agent'] }); // prettier-ignore

/** An account as platform apps see it (contract: platform §10). */
export const PlatformAccount = Type.Object(
  {
    id: Id('Account.'),
    name: Type.String({ description: 'Its name.', examples: ['Acme'] }),
    locale: Type.String({ description: 'Its language.', examples: ['en'] }),
    domain: textOrNull('Domain of its mail.'),
    support_email: textOrNull('Address that its mail comes from.'),
    features: FreeObject({ description: 'Those that are on.', examples: [{ macros: true }] }),
    custom_attributes: FreeObject({ description: 'Custom attributes.', examples: [{}] }),
    limits: FreeObject({ description: 'How much it may have.', examples: [{ agents: 20 }] }),
    status: OneOf(['active', 'suspended'], { description: 'Whether it may be used.' }),
  },
  { $id: 'PlatformAccount', description: 'An account, as platform apps see it.' },
);

/** A membership, as the row is. */
export const AccountUser = Type.Object(
  {
    id: Id('Membership.'),
    account_id: Id('Account.'),
    user_id: Id('User.'),
    role,
    inviter_id: Nullable(Type.Integer({ description: 'Who invited them.' })),
    created_at: IsoTime('Since when.'),
    updated_at: IsoTime('When it last changed.'),
    active_at: Nullable(IsoTime('When they last worked in it.')),
    availability: OneOf(['online', 'offline', 'busy'], { description: 'As chosen.' }),
    auto_offline: Type.Boolean({ description: 'Offline while not connected.', examples: [true] }),
    custom_role_id: Nullable(Type.Integer({ description: 'Their custom role.' })),
    agent_capacity_policy_id: Nullable(Type.Integer({ description: 'Always null.' })),
  },
  { $id: 'AccountUser', description: 'Somebody’s place in an account.' },
);

const person = {
  id: Id('User.'),
  name: Type.String({ description: 'Full name.', examples: ['Ada Lovelace'] }),
  display_name: textOrNull('Name to show.'),
  email: Type.String({ description: 'E-mail address.', examples: ['ada@acme.example.com'] }),
  pubsub_token: Type.String({ description: 'For the realtime connection.', examples: ['dXNl--mQ'] }), // prettier-ignore
};
const access_token = Type.String({
  description: 'For `api_access_token`.',
  examples: ['vnEJx4bMcVfMNVyYv8Sd1Kti'],
});

/** A person as platform apps see them (contract: platform §10). */
export const PlatformUser = Type.Object(
  {
    access_token,
    account_id: Nullable(Id('The account they worked in last.')),
    available_name: Type.String({ description: 'Name to show.', examples: ['Ada'] }),
    avatar_url: Type.String({ description: 'Empty for none.', examples: [''] }),
    confirmed: Type.Boolean({ description: 'The address is confirmed.', examples: [true] }),
    message_signature: textOrNull('Put below their messages.'),
    ...person,
    inviter_id: Nullable(Type.Integer({ description: 'Who invited them.' })),
    provider: Type.String({ description: 'How they sign in.', examples: ['email'] }),
    custom_attributes: Type.Optional(FreeObject({ description: 'Absent when there are none.' })),
    role: Nullable(role),
    ui_settings: FreeObject({ description: 'What clients keep for them.', examples: [{}] }),
    uid: Type.String({ description: 'Same as `email`.', examples: ['ada@acme.example.com'] }),
    accounts: Type.Array(
      Type.Object({
        id: Id('Account.'),
        name: Type.String({ description: 'Its name.', examples: ['Acme'] }),
        active_at: Nullable(IsoTime('When they last worked in it.')),
        role,
      }),
      { description: 'Where they work.' },
    ),
  },
  { $id: 'PlatformUser', description: 'A person, as platform apps see them.' },
);

export const PlatformToken = Type.Object(
  {
    access_token,
    expiry: Nullable(Type.String({ description: 'Always null: it does not end.' })),
    user: Type.Object(person, { description: 'Whose it is.' }),
  },
  { $id: 'PlatformToken' },
);

export const SignInLink = Type.Object(
  {
    url: Type.String({
      description: 'Signs in once, within five minutes.',
      examples: [
        'https://desk.example.com/app/login?email=ada%40acme.example.com&sso_auth_token=0f',
      ],
    }),
  },
  { $id: 'SignInLink' },
);

/** A bot as platform apps see it (contract: platform §10). */
export const PlatformBot = Type.Object(
  {
    id: Id('Bot.'),
    name: Type.String({ description: 'Name.', examples: ['Rex'] }),
    description: textOrNull('What it does.'),
    outgoing_url: textOrNull('Where its events go.'),
    account_id: Nullable(Type.Integer({ description: 'Null when every account may use it.' })),
    access_token,
  },
  { $id: 'PlatformBot', description: 'A bot, as platform apps see it.' },
);
