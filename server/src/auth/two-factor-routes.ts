import { Type } from 'typebox';
import { clientAddress } from '../http/client-address.ts';
import { read, write, type Context, type Route } from '../http/route.ts';
import { bodyText, sendBody } from '../http/send.ts';
import { throttle } from './throttles.ts';
import {
  beginTwoFactor,
  disableTwoFactor,
  enableTwoFactor,
  renewBackupCodes,
  showTwoFactor,
} from './two-factor.ts';

const tag = 'Profile';
const path = '/api/v1/profile/mfa';
const enabled = Type.Boolean({ description: 'The second factor is asked for at signing in.' });
const otp_code = Type.Optional(
  Type.String({ description: 'The code that the app shows now.', examples: ['123456'] }),
);
const backup_codes = Type.Array(Type.String(), {
  description: 'Each works once instead of a code. They are not shown again.',
  examples: [['9F3A01BC', '77E0D4A2']],
});

/** Who calls, counted as one more attempt at a code. */
async function attempt({
  platform,
  request,
}: Pick<Context<unknown>, 'platform' | 'request'>): Promise<number> {
  const user_id = request.userId as number;
  await throttle(platform, {
    mfa_address: clientAddress(request),
    second_factor_user: String(user_id),
  });
  return user_id;
}

export const twoFactorRoutes: Route[] = [
  read({
    method: 'GET',
    path,
    access: ['user'],
    operation: 'showTwoFactor',
    summary: 'Show whether a second factor is asked for',
    tag,
    output: Type.Object({
      feature_available: Type.Boolean({ description: 'Always true.', examples: [true] }),
      enabled,
      backup_codes_generated: Type.Boolean({ description: 'There are backup codes left.' }),
    }),
    handle: async ({ db, request }) => showTwoFactor(db, request.userId as number),
  }),
  write({
    method: 'POST',
    path,
    access: ['user'],
    operation: 'beginTwoFactor',
    summary: 'Make a secret for an authenticator app',
    description: 'It counts once `verify` was called with a code of it.',
    tag,
    output: Type.Object({
      provisioning_url: Type.String({
        description: 'For a QR code.',
        examples: [
          'otpauth://totp/Confab:ada%40acme.example.com?issuer=Confab&secret=JBSWY3DPEHPK3PXP',
        ],
      }),
      secret: Type.String({ description: 'To type.', examples: ['JBSWY3DPEHPK3PXP'] }),
    }),
    errors: { 422: 'MFA is already enabled' },
    handle: async ({ tx, platform, request, reply }) => {
      void reply.header('cache-control', 'no-store');
      return beginTwoFactor(tx, platform.vault, request.userId as number);
    },
  }),
  write({
    method: 'POST',
    path: `${path}/verify`,
    access: ['user'],
    operation: 'enableTwoFactor',
    summary: 'Switch the second factor on',
    description: 'Sessions that were begun without it end, except the one that asks.',
    tag,
    input: Type.Object({ otp_code }),
    output: Type.Object({ enabled, backup_codes }),
    errors: { 422: 'Invalid verification code' },
    handle: async ({ tx, input, platform, request, reply }) => {
      const user_id = await attempt({ platform, request });
      void reply.header('cache-control', 'no-store');
      const codes = await enableTwoFactor(tx, platform.vault, {
        user_id,
        otp_code: input.otp_code ?? '',
        client: request.session?.client ?? null,
      });
      return { enabled: true, backup_codes: codes };
    },
  }),
  write({
    method: 'POST',
    path: `${path}/backup_codes`,
    access: ['user'],
    operation: 'renewBackupCodes',
    summary: 'Make new backup codes; those of before stop working',
    tag,
    input: Type.Object({ otp_code }),
    output: Type.Object({ backup_codes }),
    errors: { 422: 'Invalid verification code' },
    handle: async ({ tx, input, platform, request, reply }) => {
      const user_id = await attempt({ platform, request });
      void reply.header('cache-control', 'no-store');
      const shown = { user_id, otp_code: input.otp_code ?? '' };
      return { backup_codes: await renewBackupCodes(tx, platform.vault, shown) };
    },
  }),
  // Not a write route: checking the password takes long, and no transaction should be open meanwhile.
  read({
    method: 'DELETE',
    path,
    access: ['user'],
    operation: 'disableTwoFactor',
    summary: 'Switch the second factor off',
    tag,
    input: Type.Object({
      otp_code,
      password: Type.Optional(Type.String({ description: 'Their password.' })),
    }),
    output: Type.Object({ enabled }),
    errors: { 422: 'Invalid credentials or verification code' },
    handle: async ({ input, platform, request, reply }) => {
      const user_id = await attempt({ platform, request });
      await throttle(platform, { password_user: String(user_id) });
      const { otp_code: code = '', password = '' } = input;
      await disableTwoFactor(platform, { user_id, otp_code: code, password });
      return sendBody(reply, 200, bodyText({ enabled: false }));
    },
  }),
];
