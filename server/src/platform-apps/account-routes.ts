import { Type } from 'typebox';
import type { PlatformApp } from '../auth/actor.ts';
import { lenientId } from '../conversations/queries.ts';
import type { Db } from '../db/pool.ts';
import { read, write, type Route } from '../http/route.ts';
import { Anything, FreeObject, Line, Nullable, OneOf } from '../http/schema.ts';
import { listMembers, putMember, removeMember } from './account-users.ts';
import {
  changeAccount,
  deleteAccount,
  listAccounts,
  makeAccount,
  showAccount,
} from './accounts.ts';
import { permissible } from './permissible.ts';
import { AccountUser, PlatformAccount } from './shapes.ts';

const tag = 'Platform API';
const access = ['platform' as const];
const path = '/platform/api/v1/accounts';
const one = `${path}/:account_id`;
const members = `${one}/account_users`;

const line = (description: string, example: string, length = 255) =>
  Type.Optional(Nullable(Line({ description, examples: [example] }, length)));
const object = (description: string, example: object) =>
  Type.Optional(FreeObject({ description, examples: [example] }));

const input = Type.Object({
  name: Type.Optional(Line({ description: 'Its name.', examples: ['Acme'] })),
  locale: line('Its language.', 'en'),
  domain: line('Domain of its mail.', 'acme.example.com', 100),
  support_email: line('Address that its mail comes from.', 'help@acme.example.com'),
  status: Type.Optional(
    Anything({ description: '`active` or `suspended`.', as: OneOf(['active', 'suspended']) }),
  ),
  features: object('Switches single features.', { macros: true }),
  limits: object('How much it may have.', { agents: 20 }),
  custom_attributes: object('Custom attributes.', { plan: 'pro' }),
});

const user_id = Type.Optional(
  Anything({ description: 'The user.', examples: [1], as: Type.Integer() }),
);

const accountOf = async (db: Db, app: PlatformApp, id: unknown): Promise<number> =>
  permissible(db, app, { kind: 'account_id', id });

export const platformAccountRoutes: Route[] = [
  read({
    method: 'GET',
    path,
    access,
    operation: 'listPlatformAccounts',
    summary: 'List the accounts of a platform app',
    tag,
    output: Type.Array(PlatformAccount),
    handle: async ({ db, app }) => listAccounts(db, app),
  }),
  write({
    method: 'POST',
    path,
    access,
    operation: 'createPlatformAccount',
    summary: 'Make an account',
    tag,
    input,
    output: PlatformAccount,
    examples: { request: { name: 'Acme', locale: 'en' } },
    handle: async ({ tx, app, input: given }) => showAccount(tx, await makeAccount(tx, app, given)),
  }),
  read({
    method: 'GET',
    path: one,
    access,
    operation: 'getPlatformAccount',
    summary: 'Show an account to a platform app',
    tag,
    output: PlatformAccount,
    handle: async ({ db, app, params }) =>
      showAccount(db, await accountOf(db, app, params['account_id'])),
  }),
  write({
    method: ['PATCH', 'PUT'],
    path: one,
    access,
    operation: 'updatePlatformAccount',
    summary: 'Change an account',
    description: 'Single features are switched; limits and custom attributes are replaced.',
    tag,
    input,
    output: PlatformAccount,
    examples: { request: { status: 'suspended' } },
    handle: async ({ tx, app, params, input: given }) => {
      const id = await accountOf(tx, app, params['account_id']);
      await changeAccount(tx, id, { app, input: given });
      return showAccount(tx, id);
    },
  }),
  write({
    method: 'DELETE',
    path: one,
    access,
    operation: 'deletePlatformAccount',
    summary: 'Delete an account with all that is in it',
    description: 'It is gone at once; what is in it is removed in the background.',
    tag,
    handle: async ({ tx, app, params }) => {
      await deleteAccount(tx, await accountOf(tx, app, params['account_id']));
    },
  }),
  read({
    method: 'GET',
    path: members,
    access,
    operation: 'listAccountUsers',
    summary: 'List the members of an account',
    tag,
    output: Type.Array(AccountUser),
    handle: async ({ db, app, params }) =>
      listMembers(db, await accountOf(db, app, params['account_id'])),
  }),
  write({
    method: 'POST',
    path: members,
    access,
    operation: 'putAccountUser',
    summary: 'Make a user a member of an account, or change their role',
    tag,
    input: Type.Object({
      user_id,
      role: Type.Optional(
        Anything({
          description: '`agent` (default) or `administrator`.',
          examples: ['agent'],
          as: OneOf(['agent', 'administrator']),
        }),
      ),
    }),
    output: AccountUser,
    examples: { request: { user_id: 1, role: 'agent' } },
    handle: async ({ tx, app, params, input: given }) => {
      const id = await accountOf(tx, app, params['account_id']);
      return putMember(tx, id, { app, user_id: lenientId(given.user_id), role: given.role });
    },
  }),
  write({
    method: 'DELETE',
    path: members,
    access,
    operation: 'deleteAccountUser',
    summary: 'End a membership',
    description: 'Does nothing when there is none.',
    tag,
    input: Type.Object({ user_id }),
    examples: { request: { user_id: 1 } },
    handle: async ({ tx, app, params, input: given }) => {
      const id = await accountOf(tx, app, params['account_id']);
      await removeMember(tx, id, { app, user_id: lenientId(given.user_id) });
    },
  }),
];
