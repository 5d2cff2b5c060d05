import { unauthorized } from '../errors.ts';
import type { Route } from '../http/route.ts';
import type { UserActor } from './actor.ts';
import type { Vault } from './vault.ts';

/** By this a key is told from other tokens, in a bearer and in whatever it has leaked into. */
export const SERVICE_KEY_PREFIX = 'ck_';

export const serviceKeyDigest = (vault: Vault, token: string): Buffer =>
  vault.digest(`service key ${token}`);

// What shows or makes other credentials.
const credentials = /\/(service_keys|agent_bots?|integrations|webhooks)(\/|$)/;

/** What a key that sees all inboxes may do beyond an agent. It never is an administrator. */
const permissions = ['report_manage', 'contact_manage', 'knowledge_base_manage'] as const;

type Powers = Pick<UserActor, 'role' | 'permissions' | 'key'>;

/**
 * A key works as an agent of the inboxes it was made for: what is kept from agents is kept from it,
 * secrets of the account above all.
 */
export const powersOf = (key: NonNullable<UserActor['key']>): Powers =>
  key.all_inboxes ? { role: 'agent', permissions, key } : { role: 'agent', key };

/** Throws 401 for what a key may not call: anything that changes when it may only read, and credentials. */
export function checkKey(
  key: NonNullable<UserActor['key']>,
  { kind, path }: Pick<Route, 'kind' | 'path'>,
): void {
  if (kind === 'write' && !key.writes) throw unauthorized('This service key may only read');
  if (credentials.test(path)) throw keysKeepOut();
}

export const keysKeepOut = () =>
  unauthorized('Access to this endpoint is not authorized for service keys');
