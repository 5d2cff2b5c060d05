import { Type } from 'typebox';
import { read, write, type Route } from '../http/route.ts';
import { unprocessable } from '../errors.ts';
import { clientAddress } from '../http/client-address.ts';
import { Anything } from '../http/schema.ts';
import { sendEntered } from './entered.ts';
import { enqueueMail } from './mail.ts';
import { emailKey } from './people.ts';
import { choosePassword, confirmAddress } from './recover.ts';
import { originOf } from './session-start.ts';
import { Said, secondStep, SignedIn } from './shapes.ts';
import { throttle } from './throttles.ts';

const tag = 'Sessions';
const redirect_url = '/';
const Token = Anything({
  description: 'Of the mail.',
  as: Type.String(),
});

export const recoveryRoutes: Route[] = [
  write({
    method: 'POST',
    path: '/auth/password',
    access: ['public'],
    operation: 'requestPasswordReset',
    summary: 'Ask for a mail to choose a new password',
    description:
      'The answer is the same whether or not anybody has the address, so that nobody finds out who does.',
    tag,
    input: Type.Object({ email: Type.String({ description: 'E-mail address.', maxLength: 255 }) }),
    examples: { request: { email: 'ada@acme.example.com' } },
    output: Said,
    prepare: async ({ input, platform, request }) => {
      const email = emailKey(input.email ?? '');
      if (email === '') throw unprocessable('param is missing or the value is empty: email');
      await throttle(platform, {
        reset_address: clientAddress(request),
        reset_email: email.replace(/\s/g, ''),
      });
      return email;
    },
    handle: async ({ tx, prepared: email }) => {
      // Whether there is such a person is only looked up when the mail is made: this takes as long for everybody.
      await enqueueMail(tx, { kind: 'reset', email });
      return {
        message:
          'Woot! Request for password reset is successful. Check your mail for instructions.',
      };
    },
  }),
  // Not write routes: making the digest takes long, and no transaction should be open meanwhile.
  read({
    method: ['PUT', 'PATCH'],
    path: '/auth/password',
    access: ['public'],
    operation: 'choosePassword',
    summary: 'Choose a new password with the token of the mail',
    description: 'Signs in; with a second factor it is asked for (206). All other sessions end.',
    tag,
    input: Type.Object({
      reset_password_token: Type.Optional(Token),
      password: Type.Optional(Type.String({ description: 'The new password.' })),
      password_confirmation: Type.Optional(Type.String({ description: 'The same again.' })),
    }),
    examples: {
      request: {
        reset_password_token: 'MS4xNzk1NDI0Nzk3--signature',
        password: 'Password1!',
        password_confirmation: 'Password1!',
      },
    },
    output: SignedIn,
    errors: { 206: secondStep, 422: { message: 'Invalid token', redirect_url } },
    handle: async ({ db, input, platform, request, reply }) => {
      const { reset_password_token, password = '', password_confirmation } = input;
      const origin = originOf(request);
      const entered = await choosePassword(platform, {
        reset_password_token,
        password,
        password_confirmation,
        origin,
      });
      return sendEntered({ db, platform, reply }, entered, { bearer: false });
    },
  }),
  read({
    method: 'POST',
    path: '/auth/confirmation',
    access: ['public'],
    operation: 'confirmEmail',
    summary: 'Confirm an e-mail address with the token of the mail',
    description: 'Signs in; with a second factor it is asked for (206).',
    tag,
    input: Type.Object({ confirmation_token: Type.Optional(Token) }),
    examples: { request: { confirmation_token: 'MS4xNzk1NDI0Nzk3--signature' } },
    output: SignedIn,
    errors: { 206: secondStep, 422: { message: 'Invalid token', redirect_url } },
    handle: async ({ db, input, platform, request, reply }) => {
      const { confirmation_token } = input;
      const entered = await confirmAddress(platform, {
        confirmation_token,
        origin: originOf(request),
      });
      return sendEntered({ db, platform, reply }, entered, { bearer: false });
    },
  }),
];
