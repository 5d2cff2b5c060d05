// FIRST VERSION by the lead, so that messages can be sent; the owner of attachments/ replaces the body, not the signature.
import type { Tx } from '../db/pool.ts';
import type { Platform } from '../platform.ts';

interface Attaching {
  account_id: number;
  message_id: number;
  channel_type: string;
  attachments: unknown;
}

/** Attaches uploaded files and signed ids to a message. */
export async function attachFiles(_tx: Tx, _platform: Platform, _attaching: Attaching): Promise<void> {}
