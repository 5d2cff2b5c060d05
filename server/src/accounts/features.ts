/**
 * The flags by which the dashboard shows its parts (contract: platform §3.2): those whose parts there
 * are, for everybody, because nothing here is sold. An account's own column switches single ones.
 */
const builtIn = [
  'agent_bots',
  'agent_management',
  'audit_logs',
  'auto_resolve_conversations',
  'automations',
  'canned_responses',
  'channel_email',
  'channel_website',
  'chatwoot_v4',
  'crm',
  'custom_attributes',
  'custom_roles',
  'inbox_management',
  'integrations',
  'labels',
  'macros',
  'report_v4',
  'reports',
  'team_management',
  'voice_recorder',
];

/** Those that are on, as `{flag: true}`. */
export function enabledFeatures(own: Record<string, unknown>): Record<string, true> {
  const all: Record<string, unknown> = {
    ...Object.fromEntries(builtIn.map((flag) => [flag, true])),
    ...own,
  };
  const enabled = Object.keys(all).filter((flag) => all[flag] === true);
  return Object.fromEntries(enabled.toSorted().map((flag) => [flag, true]));
}
