import { randomBytes } from 'node:crypto';
import { randomToken } from '../auth/secrets.ts';
import type { Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import type { Channel, ChannelType } from './channels.ts';
import { defaultHours } from './hours.ts';
import { saveHours } from './queries.ts';

export interface NewInbox {
  account_id: number;
  name: string;
  channel_type: ChannelType;
  channel?: Channel;
}

/** Makes an inbox with the settings of a new one. */
export async function createInbox(
  tx: Tx,
  { account_id, name, channel_type, channel = {} }: NewInbox,
): Promise<{ id: number; name: string }> {
  // Who knows the address can write into the inbox: it is as hard to guess as a password.
  const forward = channel_type === 'Channel::Email' ? { forward_key: randomBytes(16).toString('hex') } : {}; // prettier-ignore
  const inbox = (await row<{ id: number }>(
    tx,
    `insert into inboxes (account_id, name, channel_type, channel, identifier)
     values ($1, $2, $3, $4, $5) returning id`,
    [account_id, name, channel_type, JSON.stringify({ ...channel, ...forward }), randomToken()],
  )) as { id: number };
  await saveHours(tx, { account_id, id: inbox.id }, defaultHours);
  return { id: inbox.id, name };
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
