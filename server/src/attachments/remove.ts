import type { Tx } from '../db/pool.ts';
import { rows } from '../db/query.ts';

// The rows go in the caller's transaction. The files go by a job, once that is committed: the caller
// hands the keys to its event.

const removing = (condition: string): string => `
  with gone as (delete from attachments a where a.account_id = $1 and ${condition} returning a.blob_id)
  delete from blobs b using gone where b.account_id = $1 and b.id = gone.blob_id returning b.key`;

const removeOfMessage = removing('a.message_id = $2');
const removeOfConversations = removing(`a.message_id in (
  select m.id from messages m where m.account_id = $1 and m.conversation_id = any($2::bigint[]))`);

/** Removes a message's attachments; returns the storage keys of their files. */
export async function removeAttachments(
  tx: Tx,
  accountId: number,
  messageId: number,
): Promise<string[]> {
  return keysOf(await rows<{ key: string }>(tx, removeOfMessage, [accountId, messageId]));
}

/** Removes the attachments of all messages of these conversations; returns the storage keys of their files. */
export async function removeAttachmentsOfConversations(
  tx: Tx,
  accountId: number,
  conversationIds: readonly number[],
): Promise<string[]> {
  return keysOf(
    await rows<{ key: string }>(tx, removeOfConversations, [accountId, conversationIds]),
  );
}

const keysOf = (found: { key: string }[]): string[] => found.map(({ key }) => key);
