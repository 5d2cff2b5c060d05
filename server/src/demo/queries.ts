import type { Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';

// What the demo writes without a verb, because only it needs to: the past.

/** The database's clock to the microsecond, which Date does not hold. */
export async function clock(tx: Tx): Promise<string> {
  const read = await row<{ now: string }>(tx, 'select clock_timestamp()::text as now');
  return (read as { now: string }).now;
}

interface Place {
  account_id: number;
  id: number;
}

/** When somebody of the team looked at a conversation for the last time, and who. */
export interface Look {
  id: number;
  user_id: number;
  at: Date;
}

// The verb would stamp the transaction's own time, which is now. Customers have seen what they answered.
const markSeen = `
  update conversations c set agent_last_seen_at = look.at,
    assignee_last_seen_at = case when c.assignee_id = look.user_id then look.at end
  from unnest($2::bigint[], $3::bigint[], $4::timestamptz[]) look (id, user_id, at)
  where c.account_id = $1 and c.id = look.id`;

export async function markLooks(tx: Tx, accountId: number, looks: readonly Look[]): Promise<void> {
  const columns = [looks.map(({ id }) => id), looks.map((look) => look.user_id)];
  await rows(tx, markSeen, [accountId, ...columns, looks.map(({ at }) => at)]);
}

export async function saveDraft(tx: Tx, { account_id, id }: Place, text: string): Promise<void> {
  await rows(
    tx,
    'insert into drafts (account_id, conversation_id, message, updated_at) values ($1, $2, $3, clock_timestamp())',
    [account_id, id, text],
  );
}

/** When the steps were carried out, and when they are meant to have happened. */
export interface Clocks {
  real: string[];
  meant: Date[];
}

// A time is moved with the step it fell into; what is older than the first step, or empty, stays.
const moved = (column: string): string => `
  case width_bucket(${column}, $2::timestamptz[])
    when 0 then ${column}
    else ($3::timestamptz[])[width_bucket(${column}, $2::timestamptz[])]
         + (${column} - ($2::timestamptz[])[width_bucket(${column}, $2::timestamptz[])])
  end`;

const move = (table: string, ...columns: string[]): string =>
  `update ${table} set ${columns.map((column) => `${column} = ${moved(column)}`).join(', ')} where account_id = $1`;

// The lifecycle hands this time through a Date, which cuts it to milliseconds. As it comes from a
// message or from the conversation's beginning, it is found again there, whole.
const restoreWaiting = `
  update conversations c set waiting_since = coalesce((
    select min(t.at) from (
      select c.created_at as at
      union all
      select m.created_at from messages m where m.account_id = c.account_id and m.conversation_id = c.id) t
    where date_trunc('milliseconds', t.at) = date_trunc('milliseconds', c.waiting_since)), c.waiting_since)
  where account_id = $1 and waiting_since is not null`;

const moves = [
  move('conversations', 'created_at', 'updated_at', 'last_activity_at', 'waiting_since'),
  move('messages', 'created_at', 'updated_at'),
  move('attachments', 'created_at'),
  move('drafts', 'updated_at'),
  move('events', 'created_at'),
  move('report_messages', 'created_at'),
  move('csat_survey_responses', 'created_at', 'updated_at'),
  move('reporting_events', 'event_start_time', 'event_end_time', 'created_at'),
];

// Derived from what was moved, by the same rules by which the lifecycle derived them.
const derivations = [
  `update conversations c set first_reply_created_at = seen.reply, contact_last_seen_at = seen.question
   from (select m.conversation_id as id, max(m.created_at) filter (where m.message_type = 0) as question,
           min(m.created_at) filter (where m.message_type = 1 and not m.private
             and m.sender_user_id is not null) as reply
         from messages m where m.account_id = $1 group by m.conversation_id) seen
   where c.account_id = $1 and c.id = seen.id`,
  `update reporting_events set
     value = floor(extract(epoch from event_end_time)) - floor(extract(epoch from event_start_time)),
     value_in_business_hours = confab_business_seconds(account_id, inbox_id, event_start_time, event_end_time)
   where account_id = $1 and name <> 'conversation_opened'`,
  `update contacts k set updated_at = seen.last, last_activity_at = seen.last,
     created_at = least(seen.first, (k.custom_attributes ->> 'customer_since')::timestamptz)
   from (select c.contact_id, min(c.created_at) as first, max(m.created_at) as last
         from conversations c
         join messages m on m.account_id = c.account_id and m.conversation_id = c.id and m.message_type = 0
         where c.account_id = $1 group by c.contact_id) seen
   where k.account_id = $1 and k.id = seen.contact_id`,
  `update contact_inboxes ci set created_at = c.created_at, updated_at = c.created_at
   from conversations c
   where ci.account_id = $1 and c.account_id = $1 and c.contact_inbox_id = ci.id`,
  `update conversation_participants p set created_at = c.created_at
   from conversations c
   where p.account_id = $1 and c.account_id = $1 and c.id = p.conversation_id`,
  `update mentions n set mentioned_at = (
     select max(m.created_at) from messages m
     where m.account_id = n.account_id and m.conversation_id = n.conversation_id
       and strpos(m.content, '(mention://user/' || n.user_id || '/') > 0)
   where account_id = $1`,
];

/** Moves everything that the account's conversations hold from now to when it is meant to have happened. */
export async function movePast(tx: Tx, accountId: number, { real, meant }: Clocks): Promise<void> {
  await rows(tx, restoreWaiting, [accountId]);
  for (const statement of moves) await rows(tx, statement, [accountId, real, meant]);
  for (const statement of derivations) await rows(tx, statement, [accountId]);
}

const backdated = [
  'update accounts set created_at = $2, updated_at = $2 where id = $1',
  `update users set created_at = $2, updated_at = $2, confirmed_at = $2
   where id in (select user_id from memberships where account_id = $1)`,
  ...['memberships', 'labels', 'inboxes', 'teams', 'custom_attribute_definitions', 'audits'].map(
    (table) => `update ${table} set created_at = $2 where account_id = $1`,
  ),
  ...['canned_responses', 'macros', 'custom_filters', 'custom_roles'].map(
    (table) => `update ${table} set created_at = $2, updated_at = $2 where account_id = $1`,
  ),
];

/** Lets the company itself be older than its first conversation. */
export async function foundCompany(tx: Tx, accountId: number, at: Date): Promise<void> {
  for (const statement of backdated) await rows(tx, statement, [accountId, at]);
}

/** Names of the first of `acme`, `acme-2`, `acme-3` … under which nobody has an address yet. */
export async function freeDomain(tx: Tx): Promise<{ number: number; domain: string }> {
  const taken = await rows<{ domain: string }>(
    tx,
    `select distinct lower(split_part(email, '@', 2)) as domain from users where email ilike '%@acme%.example.com'`,
  );
  const domains = new Set(taken.map(({ domain }) => domain));
  for (let number = 1; ; number += 1) {
    const domain = `acme${number === 1 ? '' : `-${number}`}.example.com`;
    if (!domains.has(domain)) return { number, domain };
  }
}

export async function insertLabels(
  tx: Tx,
  accountId: number,
  labels: readonly (readonly [title: string, color: string, description: string])[],
): Promise<void> {
  await rows(
    tx,
    `insert into labels (account_id, title, color, description)
     select $1, * from unnest($2::text[], $3::text[], $4::text[])`,
    [accountId, ...[0, 1, 2].map((column) => labels.map((label) => label[column as 0 | 1 | 2]))],
  );
}

interface Definition {
  model: string;
  key: string;
  name: string;
  type: string;
  values: readonly string[];
}

export async function insertDefinition(
  tx: Tx,
  accountId: number,
  { model, key, name, type, values }: Definition,
): Promise<void> {
  await rows(
    tx,
    `insert into custom_attribute_definitions (account_id, attribute_model, attribute_key,
       attribute_display_name, attribute_display_type, attribute_values)
     values ($1, $2, $3, $4, $5, $6)`,
    [accountId, model, key, name, type, JSON.stringify(values)],
  );
}

export async function describeContact(
  tx: Tx,
  { account_id, id }: Place,
  attributes: { additional: object; custom: object },
): Promise<void> {
  await rows(
    tx,
    'update contacts set additional_attributes = $3, custom_attributes = $4 where account_id = $1 and id = $2',
    [account_id, id, JSON.stringify(attributes.additional), JSON.stringify(attributes.custom)],
  );
}

interface ChannelSettings {
  channel?: object;
  greeting?: string;
  csat?: boolean;
  survey?: object;
}

export async function equipInbox(
  tx: Tx,
  { account_id, id }: Place,
  { channel = {}, greeting, csat = false, survey = {} }: ChannelSettings,
): Promise<void> {
  await rows(
    tx,
    `update inboxes set channel = channel || $3::jsonb, greeting_enabled = $4::text is not null,
       greeting_message = $4, csat_survey_enabled = $5, csat_config = $6
     where account_id = $1 and id = $2`,
    [account_id, id, JSON.stringify(channel), greeting ?? null, csat, JSON.stringify(survey)],
  );
}
