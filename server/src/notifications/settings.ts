import type { Static } from 'typebox';
import type { Actor } from '../auth/actor.ts';
import type { Db, Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { missingParameter, notFound, unprocessable } from '../errors.ts';
import { NOTIFICATION_TYPES } from './rules.ts';
import { flagsOf, type NotificationSettings, type NotificationSettingsInput } from './shapes.ts';

const find = `
  select id, email_flags, push_flags from notification_settings where account_id = $1 and user_id = $2`;

interface Stored {
  id: number;
  email_flags: string[];
  push_flags: string[];
}

/** What the caller wants to be told. */
export async function showSettings(
  db: Db,
  actor: Actor,
): Promise<Static<typeof NotificationSettings>> {
  const { account_id, id: user_id } = actor;
  const stored = await row<Stored & Record<string, unknown>>(db, find, [account_id, user_id]);
  if (stored === undefined) throw notFound();
  const chosen = (way: 'email' | 'push', names: string[]): string[] =>
    flagsOf(way).filter((flag) => names.includes(flag.slice(way.length + 1)));
  return {
    id: stored.id,
    user_id,
    account_id,
    all_email_flags: flagsOf('email'),
    selected_email_flags: chosen('email', stored.email_flags),
    all_push_flags: flagsOf('push'),
    selected_push_flags: chosen('push', stored.push_flags),
  };
}

/** Replaces both lists; one that is absent is cleared (contract: platform §4.14). */
export async function changeSettings(
  tx: Tx,
  actor: Actor,
  { notification_settings: given }: Static<typeof NotificationSettingsInput>,
): Promise<void> {
  if (given === undefined || Object.keys(given).length === 0) {
    throw missingParameter('notification_settings');
  }
  await rows(
    tx,
    'update notification_settings set email_flags = $3, push_flags = $4 where account_id = $1 and user_id = $2',
    [
      actor.account_id,
      actor.id,
      namesIn('email', given.selected_email_flags),
      namesIn('push', given.selected_push_flags),
    ],
  );
}

function namesIn(way: 'email' | 'push', flags: readonly string[] = []): string[] {
  const unknown = flags.find((flag) => !flagsOf(way).includes(flag));
  if (unknown !== undefined) {
    throw unprocessable(`'${unknown.slice(0, 100)}' is none of selected_${way}_flags`);
  }
  return NOTIFICATION_TYPES.filter((name) => flags.includes(`${way}_${name}`));
}
