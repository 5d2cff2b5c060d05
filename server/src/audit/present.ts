import { iso, jsonObject } from '../db/json.ts';

// SQL text that presents the records which the audit log is about. `a` is an alias of audits.

/** By kind: its table, and the columns that administrators may read in the log. No secrets are among them. */
const records: Record<string, { table: string; columns: string[] }> = {
  AutomationRule: {
    table: 'automation_rules',
    columns: ['name', 'description', 'event_name', 'conditions', 'actions', 'active'],
  },
  CannedResponse: { table: 'canned_responses', columns: ['short_code', 'content'] },
  Contact: { table: 'contacts', columns: ['name', 'email', 'phone_number', 'identifier'] },
  CustomAttributeDefinition: {
    table: 'custom_attribute_definitions',
    columns: [
      'attribute_model',
      'attribute_key',
      'attribute_display_name',
      'attribute_display_type',
      'attribute_description',
      'attribute_values',
    ],
  },
  CustomFilter: { table: 'custom_filters', columns: ['user_id', 'name', 'filter_type', 'query'] },
  CustomRole: { table: 'custom_roles', columns: ['name', 'description', 'permissions'] },
  DashboardApp: { table: 'dashboard_apps', columns: ['title', 'content', 'user_id'] },
  Inbox: {
    table: 'inboxes',
    columns: ['name', 'channel_type', 'enable_auto_assignment', 'greeting_enabled', 'timezone'],
  },
  Label: { table: 'labels', columns: ['title', 'description', 'color', 'show_on_sidebar'] },
  Macro: { table: 'macros', columns: ['name', 'visibility', 'actions'] },
  Team: { table: 'teams', columns: ['name', 'description', 'allow_auto_assign'] },
  Webhook: { table: 'webhooks', columns: ['name', 'url', 'inbox_id', 'subscriptions'] },
};

const times = { created_at: iso('x.created_at'), updated_at: iso('x.updated_at') };

const recordOf = ([type, { table, columns }]: [string, { table: string; columns: string[] }]) => {
  const own = Object.fromEntries(columns.map((name) => [name, `x.${name}`]));
  const fields = { id: 'x.id', account_id: 'x.account_id', ...own, ...times };
  const alive = table === 'teams' ? 'and x.removed_at is null' : '';
  return `when '${type}' then (select ${jsonObject(fields)} from ${table} x
    where x.account_id = a.account_id and x.id = a.auditable_id ${alive})`;
};

const account = jsonObject({
  id: 'x.id',
  name: 'x.name',
  locale: 'x.locale',
  status: 'x.status',
  domain: 'x.domain',
  support_email: 'x.support_email',
  settings: 'x.settings',
  ...times,
});

const member = jsonObject({
  account_id: 'x.account_id',
  user_id: 'x.user_id',
  role: 'x.role',
  availability: 'x.availability',
  auto_offline: 'x.auto_offline',
  custom_role_id: 'x.custom_role_id',
  inviter_id: 'x.inviter_id',
  created_at: iso('x.created_at'),
});

const bot = jsonObject({
  id: 'x.id',
  account_id: 'x.account_id',
  name: 'x.name',
  description: 'x.description',
  ...times,
});

const belonging = (table: string, column: string): string => `
  (select ${jsonObject({ account_id: 'x.account_id', [column]: `x.${column}`, user_id: 'x.user_id' })}
   from ${table} x where x.account_id = a.account_id and x.${column} = a.associated_id and x.user_id = a.auditable_id)`;

/** The record that line `a` is about, as it is now; null when it is gone, or of a kind that has no row here. */
export const auditable = `
  case a.auditable_type
    when 'Account' then (select ${account} from accounts x where x.id = a.account_id and x.id = a.auditable_id)
    when 'AccountUser' then (select ${member} from memberships x
      where x.account_id = a.account_id and x.user_id = a.auditable_id and x.removed_at is null)
    when 'AgentBot' then (select ${bot} from agent_bots x
      where x.account_id = a.account_id and x.id = a.auditable_id)
    when 'InboxMember' then ${belonging('inbox_members', 'inbox_id')}
    when 'TeamMember' then ${belonging('team_members', 'team_id')}
    ${Object.entries(records).map(recordOf).join('\n    ')}
  end`;
