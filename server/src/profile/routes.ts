import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { Profile } from '../auth/shapes.ts';
import { enqueueMail } from '../auth/mail.ts';
import { findPerson } from '../auth/people.ts';
import { loadProfile } from '../auth/profile.ts';
import { throttle } from '../auth/throttles.ts';
import { createToken } from '../auth/tokens.ts';
import { removeAvatar } from '../avatars/avatars.ts';
import type { Db } from '../db/pool.ts';
import { clientAddress } from '../http/client-address.ts';
import { read, write, type Context, type Route } from '../http/route.ts';
import { Id, OneOf } from '../http/schema.ts';
import { bodyText, sendBody } from '../http/send.ts';
import { changeMembership } from './memberships.ts';
import { ProfileUpdate } from './schema.ts';
import { AVAILABILITIES, parseAvailability } from './rules.ts';
import { updateProfile } from './update.ts';

const tag = 'Profile';
const root = 'profile';
const path = '/api/v1/profile';
const account_id = Id('One of their accounts.');

type Call = Pick<Context<unknown>, 'platform' | 'request' | 'reply'>;

/** The whole person: clients put whatever is answered in the place of what they had. */
async function whole(db: Db, { platform, request, reply }: Call): Promise<Record<string, unknown>> {
  void reply.header('cache-control', 'no-store');
  const { user } = await loadProfile(db, platform.vault, request.userId as number);
  return user;
}

const sendWhole = async (db: Db, call: Call): Promise<FastifyReply> =>
  sendBody(call.reply, 200, bodyText(await whole(db, call)));

export const profileRoutes: Route[] = [
  read({
    method: 'GET',
    path,
    access: ['user'],
    summary: 'Show who is calling',
    tag,
    output: Profile,
    handle: async ({ db, platform, request }) => {
      const { user } = await loadProfile(db, platform.vault, request.userId as number);
      return user;
    },
  }),
  // Not a write route: checking a password takes long, and no transaction should be open meanwhile.
  read({
    method: ['PUT', 'PATCH'],
    path,
    access: ['user'],
    summary: 'Change who is calling',
    description:
      'A new password ends every session but the one that would end last, and changes the `pubsub_token`.',
    tag,
    root,
    multipart: true,
    input: ProfileUpdate,
    examples: { request: { ui_settings: { is_contact_sidebar_open: true } } },
    output: Profile,
    errors: { 422: 'Invalid current password' },
    handle: async (call) => {
      await updateProfile(call.platform, call.request.userId as number, call.input);
      return sendWhole(call.db, call);
    },
  }),
  write({
    method: 'DELETE',
    path: `${path}/avatar`,
    access: ['user'],
    operation: 'deleteProfileAvatar',
    summary: 'Remove their picture',
    tag,
    output: Profile,
    handle: async (call) => {
      await removeAvatar(call.tx, { user_id: call.request.userId as number });
      return whole(call.tx, call);
    },
  }),
  write({
    method: 'POST',
    path: `${path}/availability`,
    access: ['user'],
    operation: 'setAvailability',
    summary: 'Say whether they are available in an account',
    tag,
    root,
    input: Type.Object({
      account_id,
      availability: OneOf(AVAILABILITIES, { description: 'What they choose.' }),
    }),
    output: Profile,
    errors: { 404: 'Resource could not be found' },
    handle: async (call) => {
      const { tx, input, request } = call;
      const availability = parseAvailability(input.availability);
      const user_id = request.userId as number;
      await changeMembership(tx, { user_id, account_id: input.account_id, availability });
      return whole(tx, call);
    },
  }),
  write({
    method: 'POST',
    path: `${path}/auto_offline`,
    access: ['user'],
    operation: 'setAutoOffline',
    summary: 'Say whether they are offline in an account while not connected',
    tag,
    root,
    input: Type.Object({
      account_id,
      auto_offline: Type.Optional(Type.Boolean({ description: 'Without it: false.' })),
    }),
    output: Profile,
    errors: { 404: 'Resource could not be found' },
    handle: async (call) => {
      const { tx, input, request } = call;
      const { account_id: account, auto_offline = false } = input;
      const user_id = request.userId as number;
      await changeMembership(tx, { user_id, account_id: account, auto_offline });
      return whole(tx, call);
    },
  }),
  write({
    method: 'PUT',
    path: `${path}/set_active_account`,
    access: ['user'],
    operation: 'setActiveAccount',
    summary: 'Note the account they are working in',
    tag,
    root,
    input: Type.Object({ account_id }),
    errors: { 404: 'Resource could not be found' },
    handle: async ({ tx, input, request }) => {
      const user_id = request.userId as number;
      await changeMembership(tx, { user_id, account_id: input.account_id, active: true });
    },
  }),
  write({
    method: 'POST',
    path: `${path}/resend_confirmation`,
    access: ['user'],
    operation: 'resendConfirmation',
    summary: 'Send the mail that confirms their address again',
    description: 'Does nothing when there is nothing to confirm.',
    tag,
    prepare: async ({ platform, request }) => {
      await throttle(platform, {
        resend_address: clientAddress(request),
        confirmation_user: String(request.userId),
      });
    },
    handle: async ({ tx, request }) => {
      const user_id = request.userId as number;
      const person = await findPerson(tx, user_id);
      if (person === undefined || (person.confirmed && person.unconfirmed_email === null)) return;
      await enqueueMail(tx, { kind: 'confirmation', user_id });
    },
  }),
  write({
    method: 'POST',
    path: `${path}/reset_access_token`,
    access: ['user'],
    operation: 'resetAccessToken',
    summary: 'Make a new access token; the one before stops working',
    tag,
    output: Profile,
    handle: async (call) => {
      const { tx, platform, request } = call;
      await createToken(tx, platform.vault, { user_id: request.userId as number });
      return whole(tx, call);
    },
  }),
];
