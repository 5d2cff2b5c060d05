import { randomBytes } from 'node:crypto';
import type { Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { invalidFields } from '../errors.ts';
import { UploadedFile } from '../http/uploaded-file.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { urlName } from '../storage/filename.ts';
import type { StoredFile } from '../storage/store.ts';

/** Whose picture it is. */
export type AvatarOwner =
  | { user_id: number }
  | { agent_bot_id: number }
  | { account_id: number; contact_id: number }
  | { account_id: number; inbox_id: number };

export const MAX_AVATAR_BYTES = 15 * 1024 * 1024;
const types = new Set(['image/jpeg', 'image/png', 'image/gif']);

const insert = `
  insert into avatars (user_id, agent_bot_id, account_id, contact_id, inbox_id, key, token, filename,
    url_name, content_type, byte_size, checksum, metadata)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`;

/**
 * Gives the owner this picture instead of the one before (contract: customer §1.6). `file` is what
 * stood in the request; anything that is no file is ignored, because forms send '' for nothing.
 * Throws 422 for what is no JPEG, PNG or GIF of at most 15 MB.
 */
export async function setAvatar(tx: Tx, owner: AvatarOwner, file: unknown): Promise<void> {
  if (!(file instanceof UploadedFile)) return;
  await storeAvatar(tx, owner, file.stored);
  file.kept = true;
}

/** Why a file can be nobody's picture, in words that follow its name; undefined when it can. */
export function avatarRefusal(stored: StoredFile): string | undefined {
  if (stored.byte_size > MAX_AVATAR_BYTES) return 'is too big';
  return types.has(stored.content_type) ? undefined : 'filetype not supported';
}

/** Like `setAvatar`, for a file that did not come with a request. The caller keeps the stored bytes. */
export async function storeAvatar(tx: Tx, owner: AvatarOwner, stored: StoredFile): Promise<void> {
  const refusal = avatarRefusal(stored);
  if (refusal !== undefined) throw invalidFields([['avatar', refusal]]);
  await forget(tx, owner);
  const token = randomBytes(32).toString('base64url');
  const url_name = urlName(stored.filename);
  const ids = { user_id: null, agent_bot_id: null, account_id: null, contact_id: null, inbox_id: null, ...owner }; // prettier-ignore
  await rows(tx, insert, [
    ids.user_id,
    ids.agent_bot_id,
    ids.account_id,
    ids.contact_id,
    ids.inbox_id,
    stored.key,
    token,
    stored.filename,
    url_name,
    stored.content_type,
    stored.byte_size,
    stored.checksum,
    JSON.stringify(stored.metadata),
  ]);
  // A picture whose size we could not find out has no small one.
  const kind = stored.metadata.width === undefined ? 'blobs/redirect' : 'representations/redirect';
  const size = stored.metadata.width === undefined ? '' : '250/';
  await point(tx, owner, `/rails/active_storage/${kind}/${token}/${size}${url_name}`);
}

/** Takes the picture away; does nothing when there is none. */
export async function removeAvatar(tx: Tx, owner: AvatarOwner): Promise<void> {
  await forget(tx, owner);
  await point(tx, owner, '');
}

type Target = { table: string; idColumn: string; id: number; accountId: number | null };

function targetOf(owner: AvatarOwner): Target {
  if ('user_id' in owner) {
    return { table: 'users', idColumn: 'user_id', id: owner.user_id, accountId: null };
  }
  if ('agent_bot_id' in owner) {
    return {
      table: 'agent_bots',
      idColumn: 'agent_bot_id',
      id: owner.agent_bot_id,
      accountId: null,
    };
  }
  return 'contact_id' in owner
    ? {
        table: 'contacts',
        idColumn: 'contact_id',
        id: owner.contact_id,
        accountId: owner.account_id,
      }
    : { table: 'inboxes', idColumn: 'inbox_id', id: owner.inbox_id, accountId: owner.account_id };
}

/** The record goes, and with it the URL; the bytes follow when the transaction has committed. */
async function forget(tx: Tx, owner: AvatarOwner): Promise<void> {
  const { idColumn, id, accountId } = targetOf(owner);
  const gone = await row<{ key: string }>(
    tx,
    `delete from avatars where ${idColumn} = $1 and account_id is not distinct from $2 returning key`,
    [id, accountId],
  );
  // Not by way of an event: a person or a bot of the installation has no account for one.
  if (gone !== undefined)
    await enqueue(tx, [{ queue: 'remove_files', data: { keys: [gone.key] } }]);
}

async function point(tx: Tx, owner: AvatarOwner, url: string): Promise<void> {
  const { table, id, accountId } = targetOf(owner);
  await (accountId === null
    ? rows(tx, `update ${table} set avatar_url = $2 where id = $1`, [id, url])
    : rows(tx, `update ${table} set avatar_url = $3 where account_id = $1 and id = $2`, [accountId, id, url])); // prettier-ignore
}
