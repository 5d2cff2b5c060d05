import { randomBytes } from 'node:crypto';
import type { Db, Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import type { Session, SessionCredentials } from './session-headers.ts';
import type { Vault } from './vault.ts';

const MAX_CLIENTS = 25;

const insert = `
  insert into user_sessions (user_id, client, digest, user_agent, address, expires_at)
  values ($1, $2, $3, $4, $5, date_trunc('second', now()) + interval '2 months') returning expires_at`;

// The one that would end first makes room (contract: platform §1.2).
const evict = `
  delete from user_sessions s where s.user_id = $1 and s.client in (
    select client from user_sessions where user_id = $1
    order by expires_at desc, created_at desc offset ${MAX_CLIENTS})`;

interface Beginning {
  id: number;
  email: string;
  /** For the list in which people look for clients that are not theirs. */
  user_agent: string;
  address: string;
}

/** Begins a session of the user on a new client. Its token is in no table, only a digest of it. */
export async function createSession(
  tx: Tx,
  vault: Vault,
  { id, email, user_agent, address }: Beginning,
): Promise<Session> {
  const token = randomBytes(16).toString('base64url');
  const client = randomBytes(16).toString('base64url');
  // Two clients that sign in at once count one after the other.
  await rows(tx, 'select from users where id = $1 for no key update', [id]);
  const made = await row<{ expires_at: Date }>(tx, insert, [
    id,
    client,
    vault.digest(token),
    user_agent,
    address,
  ]);
  await rows(tx, evict, [id]);
  return { token, client, uid: email, expires_at: (made as { expires_at: Date }).expires_at };
}

const find = `
  select s.user_id, s.expires_at from user_sessions s join users u on u.id = s.user_id
  where s.digest = $1 and s.client = $2 and lower(u.email) = lower($3) and s.expires_at > now() and u.deleted_at is null`;

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

/** Ends every session of the user but the one that would end last (contract: platform §1.2). */
export async function keepLatestSession(tx: Tx, userId: number): Promise<void> {
  await rows(
    tx,
    `delete from user_sessions where user_id = $1 and client is distinct from (
       select client from user_sessions where user_id = $1
       order by expires_at desc, created_at desc, id desc limit 1)`,
    [userId],
  );
}

/** Ends every session of the user, except that on the client named, if any. */
export async function endOtherSessions(
  tx: Tx,
  userId: number,
  client: string | null = null,
): Promise<void> {
  await rows(
    tx,
    'delete from user_sessions where user_id = $1 and client is distinct from $2::text',
    [userId, client],
  );
}
