import { Type } from 'typebox';
import { HttpError } from '../errors.ts';
import { read, write, type Route } from '../http/route.ts';
import { bodyText, sendBody } from '../http/send.ts';
import { auditOwn } from '../audit/audit.ts';
import { sendEntered } from './entered.ts';
import { loadProfile } from './profile.ts';
import { sessionOf, signInHeaders } from './session-headers.ts';
import { endSession, findSession } from './sessions.ts';
import { originOf } from './session-start.ts';
import { secondStep, SignedIn, SignedOut, ValidSession } from './shapes.ts';
import { signIn, signInWithCode } from './sign-in.ts';

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
      'The headers access-token, client and uid of the answer are the session: send them with each request. Who has a second factor gets 206 and an `mfa_token` for the second step.',
    tag,
    input: Type.Object({
      email: Type.Optional(Type.String({ description: 'E-mail address.' })),
      password: Type.Optional(Type.String({ description: 'Password.' })),
      sso_auth_token: Type.Optional(
        Type.String({ description: 'Of a link that signs in, instead of the password.' }),
      ),
      mfa_token: Type.Optional(Type.String({ description: 'Second step: of the first answer.' })),
      otp_code: Type.Optional(Type.String({ description: 'Second step: the code of the moment.' })),
      backup_code: Type.Optional(
        Type.String({ description: 'Second step: a backup code instead.' }),
      ),
    }),
    examples: { request: { email: 'ada@acme.example.com', password: 'Password1!' } },
    output: SignedIn,
    errors: {
      206: secondStep,
      400: 'Invalid verification code',
      401: failure('Invalid login credentials. Please try again.'),
    },
    handle: async ({ db, input, platform, request, reply }) => {
      const { email = '', password = '', sso_auth_token = '', mfa_token, ...factor } = input;
      const origin = originOf(request);
      const entered =
        mfa_token === undefined || mfa_token === ''
          ? await signIn(platform, { email, password, sso_auth_token, origin })
          : await signInWithCode(platform, { mfa_token, factor, origin });
      return sendEntered({ db, platform, reply }, entered, { bearer: true });
    },
  }),
  read({
    method: 'GET',
    path: '/auth/sign_in',
    access: ['public'],
    operation: 'showSignIn',
    summary: 'Go to the page where people sign in',
    description: 'For browsers that were sent here; nobody can sign in with a GET.',
    tag,
    errors: { 302: '' },
    handle: async ({ platform, reply }) =>
      reply.redirect(`${platform.config.baseUrl}/app/login?error=access-denied`, 302),
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
      await auditOwn(tx, found.user_id, 'sign_out', originOf(request));
      return { success: true };
    },
  }),
];

const failed = (status: number, error: string): HttpError => new HttpError(status, failure(error));
