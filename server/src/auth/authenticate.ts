import type { FastifyRequest } from 'fastify';
import type { Db } from '../db/pool.ts';
import { row } from '../db/query.ts';
import { notFound, unauthenticated, unauthorized } from '../errors.ts';
import type { Access } from '../http/route.ts';
import type { Actor } from './actor.ts';
import { header, sessionOf } from './session-headers.ts';
import type { Vault } from './vault.ts';

interface Credential {
  user_id: number | null;
  user_name: string | null;
  bot_id: number | null;
  bot_name: string | null;
  /** When the session ends; null for an access token. */
  expires_at: Date | null;
  account_status: string | null;
  role: 'agent' | 'administrator' | null;
  bot_belongs: boolean;
}

// One statement per request, whoever calls. $1 digest of the token, or null; $2 account; $3 digest
// of a session token with $4 its client and $5 its uid.
const findCredential = `
  select u.id as user_id, coalesce(nullif(u.display_name, ''), u.name) as user_name,
         b.id as bot_id, b.name as bot_name, credential.expires_at,
         a.status as account_status, m.role,
         coalesce(b.account_id = a.id or exists (
           select from agent_bot_inboxes link where link.account_id = a.id and link.agent_bot_id = b.id
         ), false) as bot_belongs
  from (
    select user_id, agent_bot_id, null::timestamptz as expires_at from access_tokens where digest = $1
    union all
    select s.user_id, null, s.expires_at from user_sessions s join users owner on owner.id = s.user_id
    where s.digest = $3 and s.client = $4 and lower(owner.email) = lower($5) and s.expires_at > now()
  ) credential
  left join users u on u.id = credential.user_id
  left join agent_bots b on b.id = credential.agent_bot_id
  left join accounts a on a.id = $2
  left join memberships m on m.account_id = a.id and m.user_id = u.id and m.removed_at is null
  limit 1`;

interface Keys {
  db: Db;
  vault: Vault;
}

/**
 * Finds out who is calling, in the contract's order of checks (§1.2), and throws its answer at the
 * first that fails: no credential, unknown token, bot not allowed, no such account, suspended, no member.
 */
export async function authenticate(
  keys: Keys,
  request: FastifyRequest,
  access: readonly Access[],
): Promise<Actor> {
  const accountId = accountIdOf(request);
  return actorOf(await identify(keys, request, accountId), accountId, access);
}

/** The id of the person who calls; for routes that are theirs and not an account's. Throws 401. */
export async function authenticateUser(keys: Keys, request: FastifyRequest): Promise<number> {
  const { user_id } = await identify(keys, request, null);
  if (user_id === null) throw botsKeepOut();
  return user_id;
}

/** Whose credential it is. A session is noted on the request, because every answer repeats its headers. */
async function identify(
  { db, vault }: Keys,
  request: FastifyRequest,
  accountId: number | null,
): Promise<Credential> {
  const token = header(request, 'api_access_token') ?? header(request, 'api-access-token');
  const session = token === undefined ? sessionOf(request) : undefined;
  if (token === undefined && session === undefined) throw unauthenticated();

  const found = await row<Credential & Record<string, unknown>>(db, findCredential, [
    token === undefined ? null : vault.digest(token),
    accountId,
    session === undefined ? null : vault.digest(session.token),
    session?.client ?? null,
    session?.uid ?? null,
  ]);
  if (found === undefined) {
    throw token === undefined ? unauthenticated() : unauthorized('Invalid Access Token');
  }
  if (session !== undefined && found.expires_at !== null) {
    request.session = { ...session, expires_at: found.expires_at };
  }
  return found;
}

const botsKeepOut = () => unauthorized('Access to this endpoint is not authorized for bots');

function actorOf(found: Credential, accountId: number | null, access: readonly Access[]): Actor {
  if (found.bot_id !== null && !access.includes('bot')) throw botsKeepOut();
  if (accountId === null || found.account_status === null) throw notFound();
  if (found.account_status === 'suspended') throw unauthorized('Account is suspended');
  if (found.bot_id !== null) {
    if (!found.bot_belongs) throw unauthorized('Bot is not authorized to access this account');
    return {
      type: 'AgentBot',
      id: found.bot_id,
      account_id: accountId,
      name: found.bot_name ?? '',
    };
  }
  if (found.role === null) throw unauthorized('You are not authorized to access this account');
  return {
    type: 'User',
    id: found.user_id as number,
    account_id: accountId,
    name: found.user_name as string,
    role: found.role,
  };
}

function accountIdOf(request: FastifyRequest): number | null {
  const text = (request.params as Record<string, string | undefined>)['account_id'] ?? '';
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}
