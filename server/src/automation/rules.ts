import type { Action, ActionName } from '../actions/schema.ts';
import type { RecordedEvent } from '../events/events.ts';
import { isObject } from '../http/bag.ts';

/** When a rule can be looked at (contract: platform §4.9). */
export const RULE_EVENTS = [
  'conversation_created',
  'conversation_updated',
  'conversation_opened',
  'conversation_resolved',
  'message_created',
] as const;
export type RuleEvent = (typeof RULE_EVENTS)[number];

/** The events that rules are for; a rule calls `message.created` `message_created`. */
export type Triggering =
  | 'conversation.created'
  | 'conversation.updated'
  | 'conversation.opened'
  | 'conversation.resolved'
  | 'message.created';

/** What a rule can do. */
export const RULE_ACTIONS: ReadonlySet<ActionName> = new Set<ActionName>([
  'send_message', 'add_private_note', 'add_label', 'remove_label', 'assign_agent', 'assign_team',
  'remove_assigned_team', 'send_email_to_team', 'send_email_transcript', 'send_webhook_event',
  'send_attachment', 'mute_conversation', 'snooze_conversation', 'resolve_conversation',
  'open_conversation', 'change_status', 'change_priority', 'add_sla',
]); // prettier-ignore

/** Its name on the lines about what it does (contract: conversations §9). */
export const RULE_NAME = 'Automation System';

const ACTIVITY = 2;

type Attributes = Record<string, unknown> | undefined;

/**
 * Whether rules are looked at for this event (contract: platform §4.9): not for what a rule did or what
 * followed from it, nor for lines about changes, nor for what a machine answered.
 */
export function triggersRules({
  name,
  payload: { performer, rule_id, data },
}: Pick<RecordedEvent<Triggering>, 'name' | 'payload'>): boolean {
  if (performer?.type === 'AutomationRule' || rule_id !== undefined) return false;
  const { additional_attributes, content_attributes, message_type } = data as {
    additional_attributes?: Attributes;
    content_attributes?: Attributes;
    message_type?: number;
  };
  switch (name) {
    case 'message.created':
      return message_type !== ACTIVITY && !isAutoReply(content_attributes?.['email']);
    case 'conversation.created':
    case 'conversation.opened':
      return !isAutoReply(additional_attributes);
    default:
      return true;
  }
}

const isAutoReply = (attributes: unknown): boolean =>
  isObject(attributes) && [true, 'true'].includes(attributes['auto_reply'] as true);

const speaking = new Set<ActionName>(['send_message', 'send_attachment', 'send_email_transcript']);

/**
 * How often an hour a rule acts in one conversation. What a customer is told over and over is soon a
 * nuisance, and a program that answers it makes a loop; what stays among us may follow every message.
 */
export const actsPerHour = (actions: readonly Action[]): number =>
  actions.some(({ action_name }) => speaking.has(action_name)) ? 20 : 200;
