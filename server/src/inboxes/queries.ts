import { seesAll, viewerId, type Actor } from '../auth/actor.ts';
import { iso, pictureUrl } from '../db/json.ts';
import type { Db, Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { notFound } from '../errors.ts';
import { recordId } from '../record-id.ts';
import type { Channel, ChannelType } from './channels.ts';
import type { DayHours } from './hours.ts';

/** What an administrator sets; the columns of the same names. */
export interface InboxSettings {
  name: string;
  greeting_enabled: boolean;
  greeting_message: string | null;
  working_hours_enabled: boolean;
  enable_email_collect: boolean;
  csat_survey_enabled: boolean;
  csat_config: Record<string, unknown>;
  enable_auto_assignment: boolean;
  auto_assignment_config: Record<string, unknown>;
  out_of_office_message: string | null;
  timezone: string;
  allow_messages_after_resolved: boolean;
  lock_to_single_conversation: boolean;
  sender_name_type: string;
  business_name: string | null;
}

export interface Inbox extends InboxSettings {
  account_id: number;
  id: number;
  channel_type: ChannelType;
  channel: Channel;
  /** Encrypted. */
  secrets: Buffer | null;
  identifier: string;
  avatar_url: string;
  working_hours: DayHours[];
  created_at: string;
  updated_at: string;
}

export const SETTINGS = [
  'name', 'greeting_enabled', 'greeting_message', 'working_hours_enabled', 'enable_email_collect',
  'csat_survey_enabled', 'csat_config', 'enable_auto_assignment', 'auto_assignment_config',
  'out_of_office_message', 'timezone', 'allow_messages_after_resolved', 'lock_to_single_conversation',
  'sender_name_type', 'business_name',
] as const satisfies (keyof InboxSettings)[]; // prettier-ignore

const select = `
  select i.account_id, i.id, i.channel_type, i.channel, i.secrets, i.identifier,
    ${SETTINGS.map((name) => `i.${name}`).join(', ')}, ${pictureUrl('i.avatar_url')} as avatar_url,
    ${iso('i.created_at')} as created_at, ${iso('i.updated_at')} as updated_at,
    (select coalesce(json_agg(json_build_object('day_of_week', h.day_of_week,
       'closed_all_day', h.closed_all_day, 'open_hour', h.open_hour, 'open_minutes', h.open_minutes,
       'close_hour', h.close_hour, 'close_minutes', h.close_minutes, 'open_all_day', h.open_all_day)
       order by h.day_of_week), '[]')
     from working_hours h where h.account_id = i.account_id and h.inbox_id = i.id) as working_hours
  from inboxes i where i.account_id = $1 and i.deleted_at is null`;

// $2 is null for who sees every inbox; agents see those that they are members of.
const visible = `($2::bigint is null or exists (select from inbox_members im
  where im.account_id = i.account_id and im.inbox_id = i.id and im.user_id = $2))`;

const selectVisible = `${select} and ${visible} order by i.id`;
const selectOne = `${select} and ${visible} and i.id = $3`;
// Not "for update": conversations of the inbox go on being opened meanwhile.
const lockOne = `${selectOne} for no key update of i`;

const viewer = (actor: Actor): number | null => (seesAll(actor) ? null : viewerId(actor));

/** Every inbox that the actor may see. */
export async function listInboxes(db: Db, actor: Actor): Promise<Inbox[]> {
  return rows<Inbox>(db, selectVisible, [actor.account_id, viewer(actor)]);
}

/** The inbox, if the actor may see it. Throws 404 otherwise. */
export async function findInbox(db: Db, actor: Actor, id: unknown): Promise<Inbox> {
  return one(db, selectOne, actor, id);
}

/** Like findInbox, and nobody else changes it until the transaction ends. */
export async function lockInbox(tx: Tx, actor: Actor, id: unknown): Promise<Inbox> {
  return one(tx, lockOne, actor, id);
}

async function one(db: Db, statement: string, actor: Actor, id: unknown): Promise<Inbox> {
  const number = recordId(id);
  const values = [actor.account_id, viewer(actor), number];
  const inbox = number === null ? undefined : await row<Inbox>(db, statement, values);
  if (inbox === undefined) throw notFound();
  return inbox;
}

const update = `
  update inboxes set channel = $3, secrets = $4, updated_at = now(),
    ${SETTINGS.map((name, index) => `${name} = $${index + 5}`).join(', ')}
  where account_id = $1 and id = $2`;

/** Writes everything that can be set. */
export async function updateInboxRow(tx: Tx, inbox: Inbox): Promise<void> {
  await rows(tx, update, [
    inbox.account_id,
    inbox.id,
    JSON.stringify(inbox.channel),
    inbox.secrets,
    ...SETTINGS.map((name) => {
      const value = inbox[name];
      return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
    }),
  ]);
}

const upsertHours = `
  insert into working_hours (account_id, inbox_id, day_of_week, closed_all_day, open_all_day,
    open_hour, open_minutes, close_hour, close_minutes)
  select $1, $2, h.* from jsonb_to_recordset($3::jsonb) as h (day_of_week smallint, closed_all_day boolean,
    open_all_day boolean, open_hour smallint, open_minutes smallint, close_hour smallint, close_minutes smallint)
  on conflict (account_id, inbox_id, day_of_week) do update set closed_all_day = excluded.closed_all_day,
    open_all_day = excluded.open_all_day, open_hour = excluded.open_hour, open_minutes = excluded.open_minutes,
    close_hour = excluded.close_hour, close_minutes = excluded.close_minutes`;

/** Sets the hours of these days; others stay. */
export async function saveHours(
  tx: Tx,
  { account_id, id }: { account_id: number; id: number },
  hours: readonly DayHours[],
): Promise<void> {
  if (hours.length === 0) return;
  // Of several entries for one day the last one counts; one statement may not write a row twice.
  const days = [...new Map(hours.map((each) => [each.day_of_week, each])).values()];
  await rows(tx, upsertHours, [account_id, id, JSON.stringify(days)]);
}
