import { Type } from 'typebox';
import type { PlatformApp } from '../auth/actor.ts';
import { findPerson } from '../auth/people.ts';
import { createSsoLink } from '../auth/sso.ts';
import type { Db } from '../db/pool.ts';
import { notFound } from '../errors.ts';
import { read, write, type Route } from '../http/route.ts';
import { FreeObject, Line, Nullable } from '../http/schema.ts';
import { permissible } from './permissible.ts';
import { PlatformToken, PlatformUser, SignInLink } from './shapes.ts';
import { changeUser, deleteUser, makeUser, preparePassword, showToken, showUser } from './users.ts';

const tag = 'Platform API';
const access = ['platform' as const];
const path = '/platform/api/v1/users';
const one = `${path}/:user_id`;

const input = Type.Object({
  name: Type.Optional(Line({ description: 'Full name.', examples: ['Ada Lovelace'] })),
  display_name: Type.Optional(Nullable(Line({ description: 'Name to show.', examples: ['Ada'] }))),
  email: Type.Optional(
    Line({ description: 'E-mail address.', examples: ['ada@acme.example.com'] }),
  ),
  password: Type.Optional(
    Type.String({ description: 'Password.', maxLength: 1000, examples: ['Password1!'] }),
  ),
  custom_attributes: Type.Optional(
    FreeObject({ description: 'Custom attributes; added to what is there.' }),
  ),
});

const userOf = async (db: Db, app: PlatformApp, id: unknown): Promise<number> =>
  permissible(db, app, { kind: 'user_id', id });

export const platformUserRoutes: Route[] = [
  write({
    method: 'POST',
    path,
    access,
    operation: 'createPlatformUser',
    summary: 'Make a user',
    description:
      'They are confirmed and get no mail. Whoever has the address already is answered unchanged, and may be changed by this app from then on.',
    tag,
    input,
    output: PlatformUser,
    examples: {
      request: { name: 'Ada Lovelace', email: 'ada@acme.example.com', password: 'Password1!' },
    },
    // Hashing a password takes long: not while anything is locked.
    prepare: async ({ input: given }) => preparePassword(given),
    handle: async ({ tx, app, input: given, platform: { vault }, prepared: password_digest }) =>
      showUser(tx, vault, await makeUser(tx, { vault, app, input: given, password_digest })),
  }),
  read({
    method: 'GET',
    path: one,
    access,
    operation: 'getPlatformUser',
    summary: 'Show a user to a platform app',
    tag,
    output: PlatformUser,
    handle: async ({ db, app, params, platform: { vault } }) =>
      showUser(db, vault, await userOf(db, app, params['user_id'])),
  }),
  write({
    method: ['PATCH', 'PUT'],
    path: one,
    access,
    operation: 'updatePlatformUser',
    summary: 'Change a user',
    description: 'Another e-mail address is theirs at once. A new password signs them out.',
    tag,
    input,
    output: PlatformUser,
    examples: { request: { display_name: 'Ada' } },
    prepare: async ({ input: given, app, db, params }) => {
      await userOf(db, app, params['user_id']);
      return preparePassword(given);
    },
    handle: async ({
      tx,
      app,
      params,
      input: given,
      platform: { vault },
      prepared: password_digest,
    }) => {
      const id = await userOf(tx, app, params['user_id']);
      await changeUser(tx, id, { input: given, password_digest });
      return showUser(tx, vault, id);
    },
  }),
  write({
    method: 'DELETE',
    path: one,
    access,
    operation: 'deletePlatformUser',
    summary: 'Delete a user',
    description:
      'Nothing of them is left but their messages, without their name. Their conversations are released in the background.',
    tag,
    handle: async ({ tx, app, params }) => {
      await deleteUser(tx, await userOf(tx, app, params['user_id']));
    },
  }),
  write({
    method: 'GET',
    path: `${one}/login`,
    access,
    operation: 'getSignInLink',
    summary: 'Get an address that signs a user in',
    tag,
    output: SignInLink,
    handle: async ({ tx, app, params, platform }) => {
      const person = await findPerson(tx, await userOf(tx, app, params['user_id']));
      if (person === undefined) throw notFound();
      return { url: await createSsoLink(tx, platform, person) };
    },
  }),
  read({
    method: 'POST',
    path: `${one}/token`,
    access,
    operation: 'getPlatformToken',
    summary: 'Get the access token of a user',
    tag,
    output: PlatformToken,
    handle: async ({ db, app, params, platform: { vault } }) =>
      showToken(db, vault, await userOf(db, app, params['user_id'])),
  }),
];
