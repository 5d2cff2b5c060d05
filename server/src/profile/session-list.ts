import { iso, jsonObject } from '../db/json.ts';
import type { Db, Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { notFound } from '../errors.ts';
import { JsonText } from '../http/json.ts';

const session = jsonObject({
  id: 's.id',
  client: 's.client',
  created_at: iso('s.created_at'),
  last_used_at: iso('s.last_used_at'),
  expires_at: iso('s.expires_at'),
  user_agent: 's.user_agent',
  address: 's.address',
  current: 's.client is not distinct from $2',
});

const list = `
  select coalesce(json_agg(${session} order by s.last_used_at desc, s.id desc), '[]')::text as json
  from user_sessions s where s.user_id = $1 and s.expires_at > now()`;

interface Owner {
  user_id: number;
  /** Of the session that asks; null when it is a token. */
  client: string | null;
}

/** The clients on which somebody is signed in, the one used last first. No token is among it. */
export async function listSessions(db: Db, { user_id, client }: Owner): Promise<JsonText> {
  const found = await row<{ json: string }>(db, list, [user_id, client]);
  return new JsonText(found?.json ?? '[]');
}

/**
 * Ends what listens with the `pubsub_token` of before, which all sessions of somebody share: whoever has lost
 * theirs must not hear on. The others get the new one with the profile.
 */
export async function renewPubsubToken(tx: Tx, user_id: number): Promise<void> {
  await rows(
    tx,
    'update users set credentials_version = credentials_version + 1 where id = $1 returning id',
    [user_id],
  );
}

/** Ends one of somebody's own sessions. Throws 404 when it is none of theirs. */
export async function revokeSession(
  tx: Tx,
  { user_id, id }: { user_id: number; id: number | null },
): Promise<void> {
  const gone = await rows(
    tx,
    'delete from user_sessions where user_id = $1 and id = $2 returning id',
    [user_id, id],
  );
  if (gone.length === 0) throw notFound();
  await renewPubsubToken(tx, user_id);
}
