import { Type } from 'typebox';
import { Id, IsoTime, Line, Nullable } from '../http/schema.ts';

const text = (description: string, examples: string[] = []) =>
  Type.String({ description, examples });

export const SignUp = Type.Object({
  account_name: Type.Optional(Line({ description: 'Name of the new account.' })),
  user_full_name: Type.Optional(Line({ description: 'Name of its first administrator.' })),
  email: Type.Optional(Line({ description: 'E-mail address of theirs.' })),
  password: Type.Optional(Type.String({ description: 'Password of theirs.' })),
  locale: Type.Optional(Line({ description: 'Language of the account.', examples: ['en'] })),
});

export const ShortSignUp = Type.Pick(SignUp, ['email', 'password', 'locale']);

const NewMembership = Type.Object({
  id: Id('Account.'),
  name: text('Its name.', ['Acme']),
  active_at: Nullable(IsoTime('When the person last worked in it.')),
  role: text('Their role.', ['administrator']),
  locale: text('Language of the account.', ['en']),
});

/** Answer to signing up (contract: platform §3.1). */
export const SignedUp = Type.Object(
  {
    data: Type.Object({
      id: Id('User id.'),
      provider: text('How they sign in.', ['email']),
      uid: text('Same as `email`.', ['ada@acme.example.com']),
      name: text('Full name.', ['Ada Lovelace']),
      display_name: Nullable(Type.String({ description: 'Name to show.' })),
      email: text('E-mail address.', ['ada@acme.example.com']),
      account_id: Nullable(Id('The new account.')),
      created_at: IsoTime('When the person was added.'),
      pubsub_token: text('For the realtime connection.', ['dXNlci8x--mQ0f3v2l']),
      role: Nullable(text('Their role there.', ['administrator'])),
      inviter_id: Nullable(Type.Integer({ description: 'Who invited them.' })),
      confirmed: Type.Boolean({ description: 'The address is confirmed.', examples: [false] }),
      avatar_url: text('URL of their picture; empty for none.', ['']),
      access_token: text('For `api_access_token`.', ['vnEJx4bMcVfMNVyYv8Sd1Kti']),
      accounts: Type.Array(NewMembership, { description: 'Where they work.' }),
    }),
  },
  { $id: 'SignedUp' },
);

const firstPerson = {
  name: Type.Optional(Line({ description: 'Full name.', examples: ['Ada Lovelace'] })),
  company: Type.Optional(Line({ description: 'Name of the account.', examples: ['Acme'] })),
  email: Type.Optional(Line({ description: 'E-mail address.' })),
  password: Type.Optional(Type.String({ description: 'Password.' })),
};

export const FirstPerson = Type.Object({
  ...firstPerson,
  user: Type.Optional(Type.Object(firstPerson, { description: 'The same, as forms send it.' })),
});
