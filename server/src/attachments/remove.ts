// FIRST VERSION by the lead; the owner of attachments/ replaces the bodies, not the signatures.
import type { Tx } from '../db/pool.ts';

/** Deletes the attachments of a message; returns the storage keys of their files. */
export async function removeAttachments(_tx: Tx, _accountId: number, _messageId: number): Promise<string[]> {
  return [];
}

/** The same for a whole conversation, before it is deleted. */
export async function removeAttachmentsOfConversation(
  _tx: Tx,
  _accountId: number,
  _conversationId: number,
): Promise<string[]> {
  return [];
}
