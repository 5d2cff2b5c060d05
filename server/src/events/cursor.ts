import type { Db } from '../db/pool.ts';
import { row } from '../db/query.ts';
import { unprocessable } from '../errors.ts';
import type { Place } from './place.ts';

/** A place in the log, as callers are given it. They are told that it has no meaning for them. */
export const encodeCursor = ({ epoch, position }: Place): string =>
  Buffer.from(`${epoch}.${position}`).toString('base64url');

/** Throws 422 for what is no cursor of the change feed. */
export function decodeCursor(text: string): Place {
  const [, epoch, position] =
    /^([\da-z]{1,64})\.(\d{1,15})$/.exec(Buffer.from(text, 'base64url').toString()) ?? [];
  if (epoch === undefined) throw unprocessable('after is no cursor of the change feed');
  return { epoch, position: Number(position) };
}

/**
 * Where an account's log stands, as the columns `epoch` and `position` of one row. By account, so that lists of an
 * account in which nothing happens stay the same, byte for byte. `account` is a piece of SQL.
 */
export const newestPlace = (account: string): string => `
  select e.epoch, greatest(
    (select position from event_log where account_id = ${account} order by position desc limit 1),
    (select position from event_publications order by position limit 1)) as position
  from event_epoch e`;

const findNewest = newestPlace('$1');

/**
 * Where the account's log stands. To be asked before what a caller is shown is read, or by the same statement: whatever
 * happened up to here is in it, and what happens later follows in the change feed.
 */
export async function cursorOf(db: Db, account_id: number): Promise<string> {
  const found = await row<{ epoch: string; position: number }>(db, findNewest, [account_id]);
  if (found === undefined) throw new Error('nothing was ever published in this database');
  return encodeCursor(found);
}
