import type { FastifyRequest } from 'fastify';
import type { Db } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { notFound, unauthenticated, unauthorized } from '../errors.ts';
import { clientAddress } from '../http/client-address.ts';
import type { Access, Route } from '../http/route.ts';
import type { Actor, UserActor } from './actor.ts';
import { checkKey, keysKeepOut, powersOf, serviceKeyDigest } from './service-key.ts';
import { header, sessionOf } from './session-headers.ts';
import type { Vault } from './vault.ts';

interface Credential {
  user_id: number | null;
  user_name: string | null;
  bot_id: number | null;
  bot_name: string | null;
  /** When the session ends; null for an access token. */
  expires_at: Date | null;
  /** A session that was not used for a while, or not noted to be. */
  idle: boolean;
  account_status: string | null;
  role: 'agent' | 'administrator' | null;
  permissions: string[] | null;
  bot_belongs: boolean;
  /** The service key it is, and the one account it is for. */
  key: { id: number; account_id: number; writes: boolean; all_inboxes: boolean } | null;
}

// One statement per request, whoever calls. $1 digest of the token, or null; $2 account; $3 digest
// of a session token with $4 its client and $5 its uid; $6 digest of
// a service key.
const findCredential = `
  select u.id as user_id, coalesce(nullif(u.display_name, ''), u.name) as user_name,
         b.id as bot_id, b.name as bot_name, credential.expires_at, credential.idle,
         a.status as account_status, m.role, role.permissions,
         coalesce(b.account_id = a.id or exists (
           select from agent_bot_inboxes link where link.account_id = a.id and link.agent_bot_id = b.id
         ), false) as bot_belongs, credential.key
  from (
    select user_id, agent_bot_id, null::timestamptz as expires_at, false as idle, null::jsonb as key
    from access_tokens where digest = $1
    union all
    select s.user_id, null, s.expires_at, s.last_used_at < now() - interval '10 minutes', null
    from user_sessions s join users owner on owner.id = s.user_id
    where s.digest = $3 and s.client = $4 and lower(owner.email) = lower($5) and s.expires_at > now()
    union all
    select k.user_id, null, null, k.last_used_at is null or k.last_used_at < now() - interval '10 minutes',
      jsonb_build_object('id', k.id, 'account_id', k.account_id, 'writes', 'write' = any (k.scopes), 'all_inboxes', k.all_inboxes)
    from service_keys k
    where k.digest = $6 and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
  ) credential
  left join users u on u.id = credential.user_id
  left join agent_bots b on b.id = credential.agent_bot_id
  left join accounts a on a.id = $2 and a.deleted_at is null
  left join memberships m on m.account_id = a.id and m.user_id = u.id and m.removed_at is null
  left join custom_roles role on role.account_id = m.account_id and role.id = m.custom_role_id
  where u.id is null or u.deleted_at is null
  limit 1`;

interface Keys {
  db: Db;
  vault: Vault;
}

/**
 * Finds out who is calling, in the contract's order of checks (§1.2), and throws its answer at the
 * first that fails: no credential, unknown token, bot not allowed, no such account, suspended, no
 * member, not their role's to do.
 */
export async function authenticate(
  keys: Keys,
  request: FastifyRequest,
  route: Pick<Route, 'access' | 'refusesInHandler' | 'ownAccount' | 'kind' | 'path'>,
): Promise<Actor> {
  const accountId = accountIdOf(request);
  const actor = actorOf(await identify(keys, request, accountId), accountId, route);
  if (actor.type === 'AgentBot') return actor;
  if (actor.key !== undefined) checkKey(actor.key, route);
  if (route.refusesInHandler !== true && !mayCall(actor, route.access)) throw unauthorized();
  return { ...actor, origin: { address: clientAddress(request), request_id: request.id } };
}

/** Whether their role, or what their custom role adds to it, is among those that may. */
const mayCall = ({ role, permissions = [] }: UserActor, access: readonly Access[]): boolean =>
  access.includes(role) || access.some((each) => permissions.includes(each));

/** The id of the person who calls; for routes that are theirs and not an account's. Throws 401. */
export async function authenticateUser(keys: Keys, request: FastifyRequest): Promise<number> {
  const { user_id, key } = await identify(keys, request, null);
  if (key !== null) throw keysKeepOut();
  if (user_id === null) throw botsKeepOut();
  return user_id;
}

/** The same for routes that do without anybody; who shows a credential must show a good one. */
export async function callerIfAny(
  keys: Keys,
  request: FastifyRequest,
): Promise<number | undefined> {
  return isAnonymous(request) ? undefined : authenticateUser(keys, request);
}

const tokenOf = (request: FastifyRequest): string | undefined =>
  header(request, 'api_access_token') ?? header(request, 'api-access-token') ?? bearerKey(request);

// Any other bearer is a session or rubbish that SDKs send beside the token.
const bearerKey = (request: FastifyRequest): string | undefined =>
  /^Bearer (ck_\S+)$/i.exec(header(request, 'authorization') ?? '')?.[1];

const isAnonymous = (request: FastifyRequest): boolean =>
  tokenOf(request) === undefined && sessionOf(request) === undefined;

/** Whose credential it is. A session is noted on the request, because every answer repeats its headers. */
async function identify(
  { db, vault }: Keys,
  request: FastifyRequest,
  accountId: number | null,
): Promise<Credential> {
  const token = tokenOf(request);
  const session = token === undefined ? sessionOf(request) : undefined;
  if (token === undefined && session === undefined) throw unauthenticated();

  const found = await row<Credential & Record<string, unknown>>(db, findCredential, [
    token === undefined ? null : vault.digest(token),
    accountId,
    session === undefined ? null : vault.digest(session.token),
    session?.client ?? null,
    session?.uid ?? null,
    token === undefined ? null : serviceKeyDigest(vault, token),
  ]);
  if (found === undefined) {
    throw token === undefined ? unauthenticated() : unauthorized('Invalid Access Token');
  }
  if (found.key !== null && found.idle) await noteKeyUse(db, found.key);
  if (session !== undefined && found.expires_at !== null) {
    request.session = { ...session, expires_at: found.expires_at };
    if (found.idle) await noteUse(db, found.user_id as number, session.client);
  }
  return found;
}

// Noted once in ten minutes: people look for clients that are not theirs, not for minutes.
async function noteUse(db: Db, userId: number, client: string): Promise<void> {
  await rows(
    db,
    `update user_sessions set last_used_at = now()
     where user_id = $1 and client = $2 and last_used_at < now() - interval '10 minutes'`,
    [userId, client],
  );
}

async function noteKeyUse(db: Db, key: { account_id: number; id: number }): Promise<void> {
  await rows(
    db,
    `update service_keys set last_used_at = now() where account_id = $1 and id = $2
       and (last_used_at is null or last_used_at < now() - interval '10 minutes')`,
    [key.account_id, key.id],
  );
}

const botsKeepOut = () => unauthorized('Access to this endpoint is not authorized for bots');

function actorOf(
  found: Credential,
  accountId: number | null,
  { access, ownAccount = false }: Pick<Route, 'access' | 'ownAccount'>,
): Actor {
  // A platform app is neither: it is told the same as a bot, and also where bots may enter.
  const isApp = found.bot_id === null && found.user_id === null;
  if (isApp || (found.bot_id !== null && !access.includes('bot'))) throw botsKeepOut();
  if (accountId === null || found.account_status === null) throw notFound();
  if (found.account_status === 'suspended' && !ownAccount) {
    throw unauthorized('Account is suspended');
  }
  if (found.bot_id !== null) {
    if (!found.bot_belongs) throw unauthorized('Bot is not authorized to access this account');
    return {
      type: 'AgentBot',
      id: found.bot_id,
      account_id: accountId,
      name: found.bot_name ?? '',
    };
  }
  const powers = found.key === null ? memberPowers(found) : keyPowers(found.key, accountId);
  if (powers === undefined && ownAccount) throw notFound();
  if (powers === undefined) throw unauthorized('You are not authorized to access this account');
  return {
    type: 'User',
    id: found.user_id as number,
    account_id: accountId,
    name: found.user_name as string,
    ...powers,
  };
}

type Powers = Pick<UserActor, 'role' | 'permissions' | 'key'>;

const memberPowers = ({ role, permissions }: Credential): Powers | undefined =>
  role === null ? undefined : { role, ...(permissions === null ? {} : { permissions }) };

function keyPowers(key: NonNullable<Credential['key']>, accountId: number): Powers | undefined {
  const { account_id, ...rest } = key;
  return account_id === accountId ? powersOf(rest) : undefined;
}

function accountIdOf(request: FastifyRequest): number | null {
  const text = (request.params as Record<string, string | undefined>)['account_id'] ?? '';
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}
