import { jsonObject } from '../db/json.ts';
import type { Db } from '../db/pool.ts';
import { row } from '../db/query.ts';
import { notFound, unauthorized } from '../errors.ts';
import { JsonText } from '../http/json.ts';

/** An API inbox, as far as its customers' calls depend on it. */
export interface ClientInbox {
  account_id: number;
  id: number;
  identifier: string;
  /** Nobody is anybody without a proof. */
  hmac_mandatory: boolean;
  /** Encrypted. */
  secrets: Buffer | null;
}

const source = `
  from inboxes i join accounts a on a.id = i.account_id and a.deleted_at is null
  where i.identifier = $1 and i.channel_type = 'Channel::Api' and i.deleted_at is null`;

const find = `
  select a.status, i.account_id, i.id, i.identifier, i.secrets,
    coalesce(i.channel ->> 'hmac_mandatory', 'false') = 'true' as hmac_mandatory ${source}`;

const day = jsonObject({
  day_of_week: 'h.day_of_week',
  closed_all_day: 'h.closed_all_day',
  open_hour: 'h.open_hour',
  open_minutes: 'h.open_minutes',
  close_hour: 'h.close_hour',
  close_minutes: 'h.close_minutes',
  open_all_day: 'h.open_all_day',
});

const show = `
  select a.status, (${jsonObject({
    identifier: 'i.identifier',
    identity_validation_enabled: `coalesce(i.channel ->> 'hmac_mandatory', 'false') = 'true'`,
    name: 'i.name',
    timezone: 'i.timezone',
    working_hours: `coalesce((select json_agg(${day} order by h.day_of_week) from working_hours h
      where h.account_id = i.account_id and h.inbox_id = i.id), '[]')`,
    working_hours_enabled: 'i.working_hours_enabled',
    csat_survey_enabled: 'i.csat_survey_enabled',
    greeting_enabled: 'i.greeting_enabled',
  })})::text as json ${source}`;

async function open<R extends object>(db: Db, statement: string, identifier: unknown): Promise<R> {
  const text = String(identifier).toWellFormed();
  // A text with a null byte is none that PostgreSQL could hold.
  if (text.includes('\0')) throw notFound();
  const found = await row<R & { status: string }>(db, statement, [text]);
  if (found === undefined) throw notFound();
  if (found.status === 'suspended') throw unauthorized('Account is suspended');
  return found;
}

/** The API inbox with this identifier. Throws 404 when there is none, 401 when its account is suspended. */
export const findClientInbox = async (db: Db, identifier: unknown): Promise<ClientInbox> =>
  open<ClientInbox>(db, find, identifier);

/** What customers may know of it. */
export async function showClientInbox(db: Db, identifier: unknown): Promise<JsonText> {
  return new JsonText((await open<{ json: string }>(db, show, identifier)).json);
}
