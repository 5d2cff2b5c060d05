import { dayIn } from '../../../time/days.ts';

export const kinds = [
  'Account', 'AccountUser', 'AgentBot', 'AutomationRule', 'Contact', 'Conversation', 'CustomAttributeDefinition', 'CustomFilter',
  'CustomRole', 'DashboardApp', 'DataImport', 'Inbox', 'Label', 'Macro', 'ServiceKey', 'Team', 'TeamMember', 'User',
  'Webhook', 'WebhookEndpoint',
] as const; // prettier-ignore

export const actions = ['create', 'update', 'destroy', 'sign_in', 'sign_out'] as const;

/** What of the audit log is shown. All of it stands in the address. */
export interface AuditSearch {
  kind?: (typeof kinds)[number];
  action?: (typeof actions)[number];
  /** Of one person. */
  person?: number;
  /** Days as `2026-11-26`, the last one included. */
  from?: string;
  to?: string;
}

/** Reads an address as somebody may have written it. */
export function readAudit(search: Record<string, unknown>): AuditSearch {
  const person = Number(search['person']);
  const read: { [K in keyof AuditSearch]: AuditSearch[K] | undefined } = {
    kind: kinds.find((each) => each === search['kind']),
    action: actions.find((each) => each === search['action']),
    person: Number.isSafeInteger(person) && person > 0 ? person : undefined,
    from: dayIn(search['from']),
    to: dayIn(search['to']),
  };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
}
