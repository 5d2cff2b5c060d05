import { randomToken } from '../auth/secrets.ts';
import type { Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';

export interface NewInbox {
  account_id: number;
  name: string;
  channel_type: 'Channel::Api' | 'Channel::WebWidget' | 'Channel::Email';
  channel?: Record<string, unknown>;
}

/** Makes an inbox with the settings of a new one. */
export async function createInbox(
  tx: Tx,
  { account_id, name, channel_type, channel = {} }: NewInbox,
): Promise<{ id: number; name: string }> {
  const inbox = await row<{ id: number }>(
    tx,
    `insert into inboxes (account_id, name, channel_type, channel, identifier)
     values ($1, $2, $3, $4, $5) returning id`,
    [account_id, name, channel_type, JSON.stringify(channel), randomToken()],
  );
  return { id: (inbox as { id: number }).id, name };
}

/** Lets members of the account work in the inbox. */
export async function addInboxMembers(
  tx: Tx,
  { account_id, inbox_id, user_ids }: { account_id: number; inbox_id: number; user_ids: number[] },
): Promise<void> {
  await rows(
    tx,
    `insert into inbox_members (account_id, inbox_id, user_id)
     select $1, $2, unnest($3::bigint[]) on conflict do nothing`,
    [account_id, inbox_id, user_ids],
  );
}
