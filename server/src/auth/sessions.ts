import { randomBytes } from 'node:crypto';
import type { Db, Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import type { Session, SessionCredentials } from './session-headers.ts';
import type { Vault } from './vault.ts';

const MAX_CLIENTS = 25;

const insert = `
  insert into user_sessions (user_id, client, digest, expires_at)
  values ($1, $2, $3, date_trunc('second', now()) + interval '2 months') returning expires_at`;

// The one that would end first makes room (contract: platform §1.2).
const evict = `
  delete from user_sessions s where s.user_id = $1 and s.client in (
    select client from user_sessions where user_id = $1
    order by expires_at desc, created_at desc offset ${MAX_CLIENTS})`;

/** Begins a session of the user on a new client. Its token is in no table, only a digest of it. */
export async function createSession(
  tx: Tx,
  vault: Vault,
  { id, email }: { id: number; email: string },
): Promise<Session> {
  const token = randomBytes(16).toString('base64url');
  const client = randomBytes(16).toString('base64url');
  // Two clients that sign in at once count one after the other.
  await rows(tx, 'select from users where id = $1 for no key update', [id]);
  const made = await row<{ expires_at: Date }>(tx, insert, [id, client, vault.digest(token)]);
  await rows(tx, evict, [id]);
  return { token, client, uid: email, expires_at: (made as { expires_at: Date }).expires_at };
}

const find = `
  select s.user_id, s.expires_at from user_sessions s join users u on u.id = s.user_id
  where s.digest = $1 and s.client = $2 and lower(u.email) = lower($3) and s.expires_at > now()`;

/** The living session with these credentials, and whose it is. */
export async function findSession(
  db: Db,
  vault: Vault,
  credentials: SessionCredentials,
): Promise<{ user_id: number; session: Session } | undefined> {
  const { token, client, uid } = credentials;
  const found = await row<{ user_id: number; expires_at: Date }>(db, find, [
    vault.digest(token),
    client,
    uid,
  ]);
  if (found === undefined) return undefined;
  return { user_id: found.user_id, session: { ...credentials, expires_at: found.expires_at } };
}

/** Ends the session on this client; the user's other clients stay signed in. */
export async function endSession(
  tx: Tx,
  { user_id, client }: { user_id: number; client: string },
): Promise<void> {
  await rows(tx, 'delete from user_sessions where user_id = $1 and client = $2', [user_id, client]);
}
