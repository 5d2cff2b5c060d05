import type { FastifyReply, FastifyRequest } from 'fastify';
import { callerIfAny } from '../auth/authenticate.ts';
import { sendEntered } from '../auth/entered.ts';
import { loadProfile } from '../auth/profile.ts';
import { sessionHeaders } from '../auth/session-headers.ts';
import { originOf } from '../auth/session-start.ts';
import { SignedIn } from '../auth/shapes.ts';
import { throttle } from '../auth/throttles.ts';
import { transaction } from '../db/pool.ts';
import { row } from '../db/query.ts';
import { forbidden, frameworkError } from '../errors.ts';
import { read, type Context, type Route } from '../http/route.ts';
import { bodyText, sendBody } from '../http/send.ts';
import { Type } from 'typebox';
import { closed, isOpen, onboard } from './onboarding.ts';
import { newMemberships, presentSignedUp } from './present.ts';
import { FirstPerson, ShortSignUp, SignedUp, SignUp } from './schema.ts';
import { addAccount, signUp, type Application } from './sign-up.ts';

const tag = 'Sessions';
const notHere = { status: 404, error: 'Not Found' };
const onboarding = '/installation/onboarding';

const signUpErrors = {
  401: 'Invalid Access Token',
  403: { message: 'You have entered an invalid email' },
  404: notHere,
};

type Call = Pick<Context<unknown>, 'platform' | 'request' | 'reply'>;

/** Both ways of signing up. A caller who is signed in gets one more account instead. */
async function answerSignUp(
  { platform, request, reply }: Call,
  given: Partial<Omit<Application, 'origin'>> & { short: boolean },
): Promise<FastifyReply> {
  if (platform.config.accountSignup === 'false') throw frameworkError(404, 'Not Found');
  const { pool: db, vault } = platform;
  const origin = originOf(request);
  await throttle(platform, { accounts_address: origin.address });
  const blank = { account_name: '', user_full_name: '', email: '', password: '', locale: '' };
  const application = { ...blank, ...given, origin };
  const caller = await callerIfAny({ db, vault }, request);
  if (caller !== undefined) {
    await transaction(db, async (tx) => addAccount(tx, { ...application, user_id: caller }));
    return sendSignedUp({ platform, request, reply }, caller);
  }
  const { userId, session } = await signUp(platform, application);
  request.session = session;
  return sendSignedUp({ platform, request, reply }, userId);
}

async function sendSignedUp({ platform, request, reply }: Call, id: number): Promise<FastifyReply> {
  const { pool, vault } = platform;
  const { user, created_at } = await loadProfile(pool, vault, id);
  const found = await row<{ accounts: unknown }>(pool, newMemberships, [id]);
  const data = presentSignedUp({ ...user, created_at, accounts: found?.accounts });
  if (request.session !== undefined) void reply.headers(sessionHeaders(request.session));
  void reply.header('cache-control', 'no-store');
  return sendBody(reply, 200, bodyText({ data }));
}

const wantsPage = (request: FastifyRequest): boolean =>
  (request.headers.accept ?? '').includes('text/html');

// None is a write route: making a digest takes long, and no transaction should be open meanwhile.
export const signUpRoutes: Route[] = [
  read({
    method: 'POST',
    path: '/api/v1/accounts',
    access: ['public'],
    session: true,
    operation: 'signUp',
    summary: 'Sign up: make an account and its first administrator',
    description:
      'Only with ENABLE_ACCOUNT_SIGNUP. For a caller who is signed in the account is one more of theirs, and needs its name alone.',
    tag,
    input: SignUp,
    examples: {
      request: {
        account_name: 'Acme',
        user_full_name: 'Ada Lovelace',
        email: 'ada@acme.example.com',
        password: 'Password1!',
      },
    },
    output: SignedUp,
    errors: signUpErrors,
    handle: async (call) => answerSignUp(call, { ...call.input, short: false }),
  }),
  read({
    method: 'POST',
    path: '/api/v2/accounts',
    access: ['public'],
    session: true,
    operation: 'signUpShortly',
    summary: 'Sign up with an address and a password alone; names come later',
    description: 'Only with ENABLE_ACCOUNT_SIGNUP.',
    tag,
    input: ShortSignUp,
    examples: { request: { email: 'ada@acme.example.com', password: 'Password1!' } },
    output: SignedUp,
    errors: signUpErrors,
    handle: async (call) => answerSignUp(call, { ...call.input, short: true }),
  }),
  read({
    method: 'GET',
    path: onboarding,
    access: ['public'],
    operation: 'showOnboarding',
    summary: 'Ask whether the first person can still be made',
    description: 'Once there is anybody this is 404, and a browser is sent to the sign-in page.',
    tag,
    output: Type.Object({ open: Type.Boolean({ description: 'Always true.', examples: [true] }) }),
    errors: { 302: '', 404: notHere },
    handle: async ({ db, platform, request, reply }) => {
      if (await isOpen(db)) return { open: true };
      if (!wantsPage(request)) throw closed();
      return reply.redirect(`${platform.config.baseUrl}/app/login`, 302);
    },
  }),
  read({
    method: 'POST',
    path: onboarding,
    access: ['public'],
    operation: 'onboard',
    summary: 'Make the first person and their account',
    description:
      'Works while there is nobody at all. JSON, or a form with `user[name]`, `user[company]`, `user[email]`, `user[password]`.',
    tag,
    input: FirstPerson,
    examples: {
      request: {
        name: 'Ada Lovelace',
        company: 'Acme',
        email: 'ada@acme.example.com',
        password: 'Password1!',
      },
    },
    output: SignedIn,
    errors: { 302: '', 403: 'A page of another site may not do this', 404: notHere },
    handle: async ({ db, input, platform, request, reply }) => {
      // Somebody who has just started it on their own machine also visits other sites.
      if (request.headers['sec-fetch-site'] === 'cross-site') {
        throw forbidden('A page of another site may not do this');
      }
      const { name = '', company = '', email = '', password = '' } = { ...input, ...input.user };
      const origin = originOf(request);
      const entered = await onboard(platform, { name, company, email, password, origin });
      if (wantsPage(request)) return reply.redirect(`${platform.config.baseUrl}/app/login`, 302);
      return sendEntered({ db, platform, reply }, entered, { bearer: true });
    },
  }),
];
