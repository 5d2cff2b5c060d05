import { audit } from '../audit/audit.ts';
import type { Actor } from '../auth/actor.ts';
import { randomToken } from '../auth/secrets.ts';
import { SERVICE_KEY_PREFIX, serviceKeyDigest } from '../auth/service-key.ts';
import type { Vault } from '../auth/vault.ts';
import { lenientId } from '../conversations/queries.ts';
import type { Db, Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { invalidFields, invalidRecord, notFound } from '../errors.ts';
import { JsonText } from '../http/json.ts';
import { serviceKeyJson } from './present.ts';
import { checkName, parseExpiry, parseScopes } from './rules.ts';

const from = `
  from service_keys k join users u on u.id = k.user_id
  where k.account_id = $1 and k.revoked_at is null`;
const list = `select coalesce(json_agg(${serviceKeyJson} order by k.id), '[]')::text as json ${from}`;
const find = `select (${serviceKeyJson})::text as json, k.user_id, u.name, k.scopes ${from} and k.id = $2`;
const lock = `${find} for update of k`;

interface Found extends Record<string, unknown> {
  json: string;
  user_id: number;
  name: string;
  scopes: string[];
}

/** The keys of the account that were not revoked; their tokens are nowhere. */
export async function listServiceKeys(db: Db, { account_id }: Actor): Promise<JsonText> {
  const found = await row<{ json: string }>(db, list, [account_id]);
  return new JsonText(found?.json ?? '[]');
}

/** Throws 404 when the account has no such key, or not any more. */
async function findServiceKey(
  db: Db,
  { account_id }: Actor,
  id: unknown,
  statement = find,
): Promise<Found & { id: number }> {
  const number = lenientId(id);
  const found = await row<Found>(db, statement, [account_id, number]);
  if (found === undefined || number === null) throw notFound();
  return { ...found, id: number };
}

export interface NewKey {
  name?: string;
  scopes?: string[];
  inbox_ids?: number[] | null;
  expires_at?: unknown;
}

const insertUser = `insert into users (name, email) values ($1, $2) returning id`;
const insertPlace = `
  insert into memberships (account_id, user_id, role, availability, removed_at)
  values ($1, $2, 'agent', 'offline', now())`;
const insertKey = `
  insert into service_keys (account_id, user_id, scopes, all_inboxes, digest, created_by_id, expires_at)
  values ($1, $2, $3, $4, $5, $6, $7) returning id`;

/** Makes a key. Only here its token can be seen: what is kept is a digest. Throws 422. */
export async function createServiceKey(
  tx: Tx,
  vault: Vault,
  { actor, input }: { actor: Actor; input: NewKey },
): Promise<Record<string, unknown>> {
  const { account_id } = actor;
  const { name = '', inbox_ids = null } = input;
  checkName(name);
  const scopes = parseScopes(input.scopes ?? []);
  const expires_at = parseExpiry(input.expires_at, new Date());
  const inboxes = inbox_ids === null ? null : await checkInboxes(tx, account_id, inbox_ids);
  const token = `${SERVICE_KEY_PREFIX}${randomToken()}${randomToken()}`;
  // An address that no mail reaches and nobody is shown.
  const email = `${randomToken()}@service-keys.invalid`;
  const user = (await row<{ id: number }>(tx, insertUser, [name.trim(), email])) as { id: number };
  await rows(tx, insertPlace, [account_id, user.id]);
  await rows(
    tx,
    'insert into inbox_members (account_id, inbox_id, user_id) select $1, unnest($2::bigint[]), $3',
    [account_id, inboxes ?? [], user.id],
  );
  const made = await row<{ id: number }>(tx, insertKey, [
    account_id,
    user.id,
    scopes,
    inboxes === null,
    serviceKeyDigest(vault, token),
    actor.id,
    expires_at,
  ]);
  const { id, json } = await findServiceKey(tx, actor, made?.id);
  const changes = { name: name.trim(), scopes, inbox_ids: inboxes, expires_at };
  await audit(tx, actor, { type: 'ServiceKey', id, action: 'create', changes });
  return { ...(JSON.parse(json) as object), token };
}

async function checkInboxes(tx: Tx, accountId: number, ids: number[]): Promise<number[]> {
  if (ids.length === 0) throw invalidFields([['inbox_ids', "can't be blank"]]);
  const wanted = [...new Set(ids)];
  const found = await rows<{ id: number }>(
    tx,
    'select id from inboxes where account_id = $1 and id = any($2::bigint[]) and deleted_at is null',
    [accountId, wanted],
  );
  if (found.length < wanted.length) throw invalidRecord('Inbox ids must exist', ['inbox_ids']);
  return wanted;
}

/** Gives it another name, which its messages have from then on, too. */
export async function renameServiceKey(
  tx: Tx,
  actor: Actor,
  { id, name }: { id: unknown; name: string },
): Promise<JsonText> {
  const key = await findServiceKey(tx, actor, id, lock);
  checkName(name);
  if (name.trim() !== key.name) {
    await rows(tx, 'update users set name = $2, updated_at = now() where id = $1', [
      key.user_id,
      name.trim(),
    ]);
    const changes = { name: [key.name, name.trim()] };
    await audit(tx, actor, { type: 'ServiceKey', id: key.id, action: 'update', changes });
  }
  return new JsonText((await findServiceKey(tx, actor, id)).json);
}

/** Ends it at once. The user stays, because messages go on naming it. */
export async function revokeServiceKey(tx: Tx, actor: Actor, id: unknown): Promise<void> {
  const key = await findServiceKey(tx, actor, id, lock);
  const { account_id } = actor;
  await rows(tx, 'update service_keys set revoked_at = now() where account_id = $1 and id = $2', [
    account_id,
    key.id,
  ]);
  await rows(tx, 'delete from inbox_members where account_id = $1 and user_id = $2', [
    account_id,
    key.user_id,
  ]);
  const changes = { name: key.name, scopes: key.scopes };
  await audit(tx, actor, { type: 'ServiceKey', id: key.id, action: 'destroy', changes });
}
