import type { FastifyReply } from 'fastify';
import type { Db } from '../db/pool.ts';
import { bodyText, sendBody } from '../http/send.ts';
import type { Platform } from '../platform.ts';
import { loadProfile } from './profile.ts';
import { sessionHeaders, signInHeaders } from './session-headers.ts';
import type { Entered } from './sign-in.ts';

/**
 * The answer to whoever has shown who they are: the person and the headers of the session, or with 206
 * the question for the second factor. `bearer` says whether everything comes in one header more.
 */
export async function sendEntered(
  { db, platform, reply }: { db: Db; platform: Platform; reply: FastifyReply },
  entered: Entered,
  { bearer }: { bearer: boolean },
): Promise<FastifyReply> {
  void reply.header('cache-control', 'no-store');
  if ('mfa_token' in entered) {
    const { mfa_token } = entered;
    return sendBody(reply, 206, bodyText({ mfa_required: true, mfa_token }));
  }
  const { user } = await loadProfile(db, platform.vault, entered.userId);
  const { session } = entered;
  void reply.headers(bearer ? signInHeaders(session) : sessionHeaders(session));
  return sendBody(reply, 200, bodyText({ data: user }));
}
