import type { Pool, Tx } from '../../../server/src/db/pool.ts';
import { transaction } from '../../../server/src/db/pool.ts';
import { payloads } from './payloads.ts';

/**
 * What no person writes: names of states and kinds, keys, digests, and what is only read by machines. Everything
 * else that is kept as text gets a payload, so that a new column is planted without a word here.
 */
const machines = new Set([
  'accounts.features', 'accounts.limits', 'accounts.locale', 'accounts.settings', 'accounts.status',
  'agent_bots.bot_type', 'agent_bots.avatar_url', 'audits.action', 'audits.auditable_type', 'audits.associated_type',
  'audits.request_uuid', 'automation_rules.event_name', 'automation_runs.event_name', 'automation_runs.reason',
  'automation_runs.status', 'blobs.checksum', 'blobs.claimed_by', 'blobs.content_type', 'blobs.key', 'blobs.token',
  'blobs.metadata', 'contact_exports.columns', 'contact_exports.status', 'contact_imports.status',
  'contact_inboxes.pubsub_token', 'contact_inboxes.source_id', 'contacts.avatar_url', 'contacts.contact_type',
  'custom_attribute_definitions.attribute_display_type', 'custom_attribute_definitions.attribute_model',
  'custom_attribute_definitions.regex_pattern', 'custom_filters.filter_type', 'custom_roles.permissions',
  'inboxes.avatar_url', 'inboxes.channel_type', 'inboxes.identifier', 'inboxes.sender_name_type', 'inboxes.timezone',
  'inboxes.auto_assignment_config', 'integration_hooks.hook_type', 'integration_hooks.app_id', 'labels.color',
  'macros.visibility', 'memberships.availability', 'memberships.role', 'reporting_events.name',
  'scheduled_messages.state', 'scheduled_messages.reason', 'service_keys.scopes', 'user_sessions.client',
  'users.avatar_url', 'users.password_digest', 'users.ui_settings', 'webhook_deliveries.lane',
  'webhook_deliveries.state', 'webhook_deliveries.event', 'webhook_attempts.timing', 'webhook_endpoints.kind',
  'webhook_endpoints.ordering', 'webhook_endpoints.paused_because', 'webhooks.subscriptions',
]); // prettier-ignore

/** Tables that no screen shows. */
const unseen = new Set([
  'agent_bot_inboxes', 'allowances', 'avatars', 'cache_keys', 'conversation_merges', 'event_epoch', 'event_log', 'events', 'idempotency_keys', 'import_ids',
  'import_ranges', 'import_sources', 'installation', 'notification_mails', 'notification_settings', 'notification_subscriptions', 'presence', 'processes',
  'schema_migrations', 'throttles', 'webhook_arrivals', 'webhook_lanes',
]); // prettier-ignore

/** Keys in JSON whose values are words of the product. */
const words =
  /^(action_name|attribute_key|attribute_model|custom_attribute_type|filter_operator|query_operator|display_type|type|status|outcome|state|error_code|event|operator|locale|date|message_type|content_type|widget_color|field_type|key|kind|result|reason|scheduled_at|created_at|at)$/;

/** JSON objects whose keys somebody has chosen. */
const keyed = /^(custom_attributes|ui|metadata)$/;

/** Such as the names of operators, and instants: what a JSON list or text says to machines. */
const machineText =
  /^(\d{4}-\d\d-\d\dT.*|[a-z]+(_[a-z]+)+|open|resolved|pending|snoozed|urgent|high|all|self|nil|-?\d+)$/;

/** The same text gets the same payload everywhere, so that what belongs together by its name still does. */
function hostile(text: string): string {
  let sum = 7;
  for (const letter of text.toLowerCase()) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 99991;
  return `${text} ${payloads[sum % payloads.length]}`;
}

function hostileJson(value: unknown, isKeyed: boolean): unknown {
  if (typeof value === 'string') return machineText.test(value) ? value : hostile(value);
  if (Array.isArray(value)) return value.map((each) => hostileJson(each, false));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      isKeyed ? hostile(key) : key,
      words.test(key) ? each : hostileJson(each, keyed.test(key)),
    ]),
  );
}

interface Column {
  table_name: string;
  column_name: string;
  data_type: 'text' | 'jsonb' | 'ARRAY';
}

const find = `select table_name, column_name, data_type from information_schema.columns
  join information_schema.tables using (table_schema, table_name)
  where table_schema = 'public' and table_type = 'BASE TABLE' and is_generated = 'NEVER'
    and (data_type in ('text', 'jsonb') or data_type = 'ARRAY' and udt_name = '_text') order by 1, 2`;

/**
 * Puts a payload into whatever people have written, behind the back of the API, which refuses some of it: the
 * console must hold by itself. Texts in `spare` stay as they are. Gives the columns that have one now.
 */
export async function plant(pool: Pool, spare: readonly string[]): Promise<string[]> {
  return transaction(pool, async (tx) => {
    // Neither events nor counts follow: this is no writing that anybody has done.
    await tx.query('set local session_replication_role = replica');
    const { rows: columns } = await tx.query<Column>(find);
    const planted: string[] = [];
    for (const column of columns) {
      const name = `${column.table_name}.${column.column_name}`;
      if (unseen.has(column.table_name) || machines.has(name)) continue;
      if ((await plantColumn(tx, column, spare)) > 0) planted.push(name);
    }
    return planted;
  });
}

async function plantColumn(tx: Tx, column: Column, spare: readonly string[]): Promise<number> {
  const { table_name: table, column_name: name, data_type: type } = column;
  const { rows } = await tx.query<{ at: string; value: unknown }>(
    `select ctid::text at, ${type === 'ARRAY' ? `to_jsonb(${name})` : name} value from ${table}
     where ${name} is not null and ${name}::text not in ('', '{}', '[]')`,
  );
  const changed = rows
    .filter(({ value }) => !spare.includes(String(value)))
    .map(({ at, value }) => ({ at, value: hostileValue(value, type, name) }));
  const read = { text: `n.value #>> '{}'`, jsonb: 'n.value', ARRAY: 'array(select jsonb_array_elements_text(n.value))' }[type]; // prettier-ignore
  await tx.query(
    `update ${table} set ${name} = ${read} from jsonb_to_recordset($1::jsonb) n (at text, value jsonb)
     where ${table}.ctid = n.at::tid`,
    [JSON.stringify(changed)],
  );
  return changed.length;
}

function hostileValue(value: unknown, type: Column['data_type'], name: string): unknown {
  if (type === 'text') return hostile(String(value));
  if (type === 'ARRAY') return (value as string[]).map(hostile);
  return hostileJson(value, keyed.test(name));
}
