import type { FastifyRequest } from 'fastify';
import { auditOwn } from '../audit/audit.ts';
import type { Tx } from '../db/pool.ts';
import { clientAddress } from '../http/client-address.ts';
import type { Person } from './people.ts';
import type { Session } from './session-headers.ts';
import { createSession } from './sessions.ts';
import type { Vault } from './vault.ts';

/** Where somebody signs in from. */
export interface ClientOrigin {
  address: string;
  user_agent: string;
  request_id: string;
}

export const originOf = (request: FastifyRequest): ClientOrigin => ({
  address: clientAddress(request),
  user_agent: (request.headers['user-agent'] ?? '').slice(0, 255).toWellFormed(),
  request_id: request.id,
});

/** Begins a session and notes it in the audit log of each account of theirs. */
export async function startSession(
  tx: Tx,
  vault: Vault,
  { person, origin }: { person: Pick<Person, 'id' | 'email'>; origin: ClientOrigin },
): Promise<Session> {
  const session = await createSession(tx, vault, { ...person, ...origin });
  await auditOwn(tx, person.id, 'sign_in', origin);
  return session;
}
