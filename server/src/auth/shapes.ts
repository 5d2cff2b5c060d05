import { Type } from 'typebox';
import { FreeObject, Id, IsoTime, Nullable, OneOf } from '../http/schema.ts';

const availability = (description: string) =>
  OneOf(['online', 'offline', 'busy'], { description, examples: ['online'] });

const role = OneOf(['agent', 'administrator'], {
  description: 'What they may do.',
  examples: ['administrator'],
});

const CustomRole = Type.Object(
  {
    id: Id('Custom role.'),
    name: Type.String({ description: 'Its name.', examples: ['Reporter'] }),
    description: Nullable(Type.String({ description: 'What it is for.' })),
    permissions: Type.Array(Type.String(), {
      description: 'What it allows.',
      examples: [['report_manage']],
    }),
  },
  { $id: 'MembershipRole', description: 'The custom role of a member.' },
);

const Membership = Type.Object(
  {
    id: Id('Account.'),
    name: Type.String({ description: 'Its name.', examples: ['Acme'] }),
    status: OneOf(['active', 'suspended'], { description: 'Of the account.' }),
    active_at: Nullable(IsoTime('When the person last worked in it.')),
    role,
    permissions: Type.Array(Type.String(), {
      description: 'The role again; or what their custom role allows, and `custom_role`.',
      examples: [['administrator']],
    }),
    availability: availability('As chosen.'),
    availability_status: availability('`offline` while not connected, if `auto_offline`.'),
    auto_offline: Type.Boolean({ description: 'Offline while not connected.', examples: [true] }),
    custom_role_id: Nullable(Type.Integer({ description: 'Their custom role.' })),
    custom_role: Nullable(CustomRole),
  },
  { $id: 'Membership', description: 'A person’s place in an account.' },
);

const user = {
  access_token: Type.String({
    description: 'For `api_access_token`.',
    examples: ['vnEJx4bMcVfMNVyYv8Sd1Kti'],
  }),
  account_id: Nullable(Id('The account they worked in last.')),
  available_name: Type.String({
    description: 'Display name if they have one, else `name`.',
    examples: ['Ada'],
  }),
  avatar_url: Type.String({ description: 'URL of their picture; empty for none.', examples: [''] }),
  confirmed: Type.Boolean({ description: 'The e-mail address is confirmed.', examples: [true] }),
  display_name: Nullable(Type.String({ description: 'Name to show.', examples: ['Ada'] })),
  message_signature: Nullable(Type.String({ description: 'Put below their messages.' })),
  email: Type.String({ description: 'E-mail address.', examples: ['ada@acme.example.com'] }),
  id: Id('User id.'),
  inviter_id: Nullable(Type.Integer({ description: 'Who invited them.' })),
  name: Type.String({ description: 'Full name.', examples: ['Ada Lovelace'] }),
  provider: Type.String({ description: 'How they sign in.', examples: ['email'] }),
  pubsub_token: Type.String({
    description: 'For the realtime connection.',
    examples: ['dXNlci8x--mQ0f3v2l'],
  }),
  custom_attributes: Type.Optional(FreeObject({ description: 'Absent when there are none.' })),
  role: Nullable(role),
  ui_settings: FreeObject({ description: 'What clients keep for them.', examples: [{}] }),
  uid: Type.String({ description: 'Same as `email`.', examples: ['ada@acme.example.com'] }),
  type: Nullable(Type.String({ description: 'Always null here.' })),
  accounts: Type.Array(Membership, { description: 'Where they work.' }),
};

/** A person as only they may see themselves (contract: platform §1.4). */
export const Profile = Type.Object(user, {
  $id: 'Profile',
  description: 'A person, as they see themselves.',
});

/** Answer to signing in. */
export const SignedIn = Type.Object({ data: Profile }, { $id: 'SignedIn' });

/** Answer to the check of a session. */
export const ValidSession = Type.Object(
  {
    payload: Type.Object({
      success: Type.Literal(true),
      data: Type.Object({ ...user, created_at: IsoTime('When the person was added.') }),
    }),
  },
  { $id: 'ValidSession' },
);

/** Answer that only says something. */
export const Said = Type.Object(
  { message: Type.String({ description: 'What was done.' }) },
  { $id: 'Said' },
);

/** Answer to the first step of signing in, when the person has a second factor; its status is 206. */
export const secondStep = {
  mfa_required: true,
  mfa_token: 'bGluazogc2Vjb25kIGZhY3Rvcg--Zm9yIGZpdmUgbWludXRlcw',
};

/** Answer to signing out. */
export const SignedOut = Type.Object({ success: Type.Literal(true) }, { $id: 'SignedOut' });
