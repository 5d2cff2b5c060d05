import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Author } from '../auth/actor.ts';
import type { Vault } from '../auth/vault.ts';
import type { Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { conflict, unprocessable } from '../errors.ts';
import { without } from '../failpoint.ts';
import type { Bag } from './bag.ts';

interface Answer {
  status: number;
  body: string;
}

/** The write's Idempotency-Key, or undefined. Throws 422 when the header is not usable. */
export function idempotencyKey(request: FastifyRequest): string | undefined {
  const key = request.headers['idempotency-key'];
  if (key === undefined || key === '') return undefined;
  if (typeof key !== 'string' || key.length > 255) {
    throw unprocessable('Idempotency-Key must have at most 255 characters');
  }
  return key;
}

interface Keyed {
  vault: Vault;
  actor: Author;
  key: string;
  request: FastifyRequest;
  bag: Bag;
}

/**
 * Same key, one effect and one answer, for 24 hours and for each caller alone. The answer is stored
 * in the transaction of its effect, so a crash leaves both or neither. A twin that arrives while the
 * first is under way gets 409; the key with another request gets 422; errors are not stored, because
 * they had no effect.
 */
export async function onceOnly(
  tx: Tx,
  { vault, actor, key, request, bag }: Keyed,
  effect: () => Promise<Answer>,
): Promise<Answer & { replayed: boolean }> {
  // Of a customer the session: several may say that they are the same contact.
  const owner = `${actor.type}:${actor.type === 'Contact' ? actor.contact_inbox_id : actor.id}`;
  const id = [actor.account_id, owner, key];
  const lock = await row<{ taken: boolean }>(
    tx,
    'select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as taken',
    [id.join('/')],
  );
  if (lock?.taken !== true && !without('keys-are-locked'))
    throw conflict('A request with this Idempotency-Key is still under way');

  const fingerprint = createHash('sha256')
    .update(`${request.method} ${request.url}\n${JSON.stringify(bag)}`)
    .digest();
  const stored = await row<Answer & { fingerprint: Buffer }>(
    tx,
    `select fingerprint, status, body from idempotency_keys
     where account_id = $1 and actor = $2 and key = $3 and created_at > least(now(), to_timestamp($4)) - interval '24 hours'`,
    // By both clocks: one that is put forward makes nobody's second try a first one.
    [...id, Date.now() / 1000],
  );
  if (stored !== undefined && !without('stored-answers')) {
    if (!stored.fingerprint.equals(fingerprint)) {
      throw unprocessable('Idempotency-Key was used with another request');
    }
    const body = vault.decrypt(Buffer.from(stored.body, 'base64'));
    return { status: stored.status, body, replayed: true };
  }

  const answer = await effect();
  await rows(
    tx,
    `insert into idempotency_keys (account_id, actor, key, fingerprint, status, body)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (account_id, actor, key) do update
       set fingerprint = excluded.fingerprint, status = excluded.status, body = excluded.body, created_at = now()`,
    // What an answer shows to its caller (the key of an inbox, say) lies open nowhere.
    [...id, fingerprint, answer.status, vault.encrypt(answer.body).toString('base64')],
  );
  return { ...answer, replayed: false };
}
