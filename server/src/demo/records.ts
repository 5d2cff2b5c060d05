import type { Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';

// What the team keeps about its customers and itself, as rows of the past.

interface Place {
  account_id: number;
  id: number;
}

interface Note {
  contact_id: number;
  user_id: number;
  content: string;
  at: Date;
}

export async function writeNotes(tx: Tx, accountId: number, notes: readonly Note[]): Promise<void> {
  await rows(
    tx,
    `insert into notes (account_id, contact_id, user_id, content, created_at, updated_at)
     select $1, n.contact_id, n.user_id, n.content, n.at, n.at
     from jsonb_to_recordset($2::jsonb) n (contact_id bigint, user_id bigint, content text, at timestamptz)
     order by n.at`,
    [accountId, JSON.stringify(notes)],
  );
}

export async function labelContacts(
  tx: Tx,
  accountId: number,
  labelled: readonly { id: number; labels: readonly string[] }[],
): Promise<void> {
  await rows(
    tx,
    `update contacts k set labels = n.labels from jsonb_to_recordset($2::jsonb) n (id bigint, labels text[])
     where k.account_id = $1 and k.id = n.id`,
    [accountId, JSON.stringify(labelled)],
  );
}

/** Lets a member of the account hold the custom role. */
export async function giveRole(tx: Tx, { account_id, id }: Place, userId: number): Promise<void> {
  await rows(
    tx,
    'update memberships set custom_role_id = $2 where account_id = $1 and user_id = $3',
    [account_id, id, userId],
  );
}

/** Switches the hours of an inbox on. */
export async function keepHours(
  tx: Tx,
  { account_id, id }: Place,
  { timezone, message }: { timezone: string; message: string },
): Promise<void> {
  await rows(
    tx,
    `update inboxes set working_hours_enabled = true, timezone = $3, out_of_office_message = $4
     where account_id = $1 and id = $2`,
    [account_id, id, timezone, message],
  );
}

/** The message by which the customer was asked for a rating; 0 when nobody asked. */
export async function questionOf(tx: Tx, { account_id, id }: Place): Promise<number> {
  const found = await row<{ id: number }>(
    tx,
    'select id from messages where account_id = $1 and conversation_id = $2 and content_type = 9',
    [account_id, id],
  );
  return found?.id ?? 0;
}
