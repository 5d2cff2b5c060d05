import { Type } from 'typebox';
import { HttpError } from '../errors.ts';
import { clientAddress } from '../http/client-address.ts';
import { read, write, type Route } from '../http/route.ts';
import { bodyText, sendBody } from '../http/send.ts';
import { loadProfile } from './profile.ts';
import { sessionOf, signInHeaders } from './session-headers.ts';
import { endSession, findSession } from './sessions.ts';
import { Profile, SignedIn, SignedOut, ValidSession } from './shapes.ts';
import { signIn } from './sign-in.ts';

const tag = 'Sessions';

const failure = (error: string) => ({ success: false, errors: [error] });

export const sessionRoutes: Route[] = [
  // Not a write route: checking the password takes long, and no transaction should be open meanwhile.
  read({
    method: 'POST',
    path: '/auth/sign_in',
    access: ['public'],
    summary: 'Sign in',
    description:
      'The headers access-token, client and uid of the answer are the session: send them with each request.',
    tag,
    input: Type.Object({
      email: Type.Optional(Type.String({ description: 'E-mail address.' })),
      password: Type.Optional(Type.String({ description: 'Password.' })),
    }),
    examples: { request: { email: 'ada@acme.example.com', password: 'Password1!' } },
    output: SignedIn,
    errors: { 401: failure('Invalid login credentials. Please try again.') },
    handle: async ({ db, input, platform, request, reply }) => {
      const { email = '', password = '' } = input;
      const address = clientAddress(request);
      const { userId, session } = await signIn(platform, { email, password, address });
      const { user } = await loadProfile(db, platform.vault, userId);
      void reply.headers(signInHeaders(session)).header('cache-control', 'no-store');
      return sendBody(reply, 200, bodyText({ data: user }));
    },
  }),
  read({
    method: 'GET',
    path: '/auth/validate_token',
    access: ['public'],
    session: true,
    summary: 'Check a session',
    description: 'Takes the session headers; an api_access_token is not a session.',
    tag,
    output: ValidSession,
    errors: { 401: failure('Invalid login credentials') },
    handle: async ({ db, platform, request, reply }) => {
      const credentials = sessionOf(request);
      const found = credentials && (await findSession(db, platform.vault, credentials));
      if (found === undefined) throw failed(401, 'Invalid login credentials');
      const { user, created_at } = await loadProfile(db, platform.vault, found.user_id);
      void reply.headers(signInHeaders(found.session)).header('cache-control', 'no-store');
      const payload = { success: true, data: { ...user, created_at } };
      return sendBody(reply, 200, bodyText({ payload }));
    },
  }),
  write({
    method: 'DELETE',
    path: '/auth/sign_out',
    access: ['public'],
    session: true,
    summary: 'Sign out on this client',
    tag,
    output: SignedOut,
    errors: { 404: failure('User was not found or was not logged in.') },
    handle: async ({ tx, platform, request }) => {
      const credentials = sessionOf(request);
      const found = credentials && (await findSession(tx, platform.vault, credentials));
      if (found === undefined) throw failed(404, 'User was not found or was not logged in.');
      await endSession(tx, { user_id: found.user_id, client: found.session.client });
      return { success: true };
    },
  }),
  read({
    method: 'GET',
    path: '/api/v1/profile',
    access: ['user'],
    summary: 'Show who is calling',
    tag: 'Profile',
    output: Profile,
    handle: async ({ db, platform, request }) => {
      const { user } = await loadProfile(db, platform.vault, request.userId as number);
      return user;
    },
  }),
];

const failed = (status: number, error: string): HttpError => new HttpError(status, failure(error));
