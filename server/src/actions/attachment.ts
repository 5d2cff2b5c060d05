import { newBlob } from '../attachments/attach.ts';
import { storeBlobs } from '../attachments/queries.ts';
import { signedId } from '../attachments/signed-id.ts';
import type { Tx } from '../db/pool.ts';
import { unprocessable } from '../errors.ts';
import type { Platform } from '../platform.ts';
import { storeFile } from '../storage/store.ts';
import { findOwnedFile } from './queries.ts';

/**
 * A copy of a kept file for one message, as `attachments` takes it: the copy goes with its message,
 * the file stays. Should the transaction come to nothing, the sweep removes the copy's bytes.
 */
export async function copyForMessage(
  tx: Tx,
  { storage, vault }: Platform,
  { account_id }: { account_id: number },
  id: number,
): Promise<string> {
  const file = Number.isSafeInteger(id) ? await findOwnedFile(tx, account_id, id) : undefined;
  const stored = file && (await storage.get(file.key));
  if (file === undefined || stored === undefined) throw unprocessable('the file is gone');
  const { filename, content_type } = file;
  const copy = await storeFile(storage, { bytes: stored.bytes, filename, content_type });
  const [blob] = await storeBlobs(tx, [newBlob(account_id, copy)]);
  if (blob === undefined) throw new Error('an inserted blob was not returned');
  return signedId(vault, blob);
}
