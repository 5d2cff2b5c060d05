/** What one is told of, in the order of the stored numbers, which begin with 1 (contract: platform §4.13). */
export const NOTIFICATION_TYPES = [
  'conversation_creation',
  'conversation_assignment',
  'assigned_conversation_new_message',
  'conversation_mention',
  'participating_conversation_new_message',
  'sla_missed_first_response',
  'sla_missed_next_response',
  'sla_missed_resolution',
  'scheduled_message_failed',
] as const;
export type NotificationType = (typeof NOTIFICATION_TYPES)[number];

/** The number under which a type is stored. */
export const typeNumber = (type: NotificationType): number => NOTIFICATION_TYPES.indexOf(type) + 1;

interface WrittenMessage {
  /** The message as its event carries it. */
  data: unknown;
  /** Those who take part and did not write it. */
  participants?: readonly number[];
}

interface Audience {
  assignee: number | null;
  participants: readonly number[];
}

/**
 * Who may have to be told of a new message, or null for nobody: of what a customer or an agent wrote,
 * not of what tells of changes, nor of what an inbox says by itself; and nobody of their own words.
 */
export function audienceOf({ data, participants = [] }: WrittenMessage): Audience | null {
  const { message_type, sender_type, sender_id, conversation } = data as {
    message_type: number;
    sender_type: string | null;
    sender_id: number | null;
    conversation: { assignee_id: number | null };
  };
  if (message_type > 1) return null;
  const own = sender_type === 'User' && sender_id === conversation.assignee_id;
  const assignee = own ? null : conversation.assignee_id;
  return assignee === null && participants.length === 0 ? null : { assignee, participants };
}

export interface Told {
  notification_type: NotificationType;
  /** Of the conversation. */
  display_id: number;
  inbox_name: string;
  /** The message that it is about, if there is one. */
  said: { sender_name: string | null; content: string | null; has_files: boolean } | null;
  contact_name: string;
}

const titles: Record<NotificationType, (told: Told) => string> = {
  conversation_creation: ({ display_id, inbox_name }) =>
    `A conversation (#${display_id}) has been created in ${inbox_name}`,
  conversation_assignment: ({ display_id }) =>
    `A conversation (#${display_id}) has been assigned to you`,
  assigned_conversation_new_message: ({ display_id }) =>
    `A new message is created in conversation (#${display_id})`,
  conversation_mention: ({ display_id }) =>
    `You have been mentioned in conversation (#${display_id})`,
  participating_conversation_new_message: ({ display_id }) =>
    `A new message is created in conversation (#${display_id})`,
  sla_missed_first_response: ({ display_id }) =>
    `SLA target first response missed for conversation (#${display_id})`,
  sla_missed_next_response: ({ display_id }) =>
    `SLA target next response missed for conversation (#${display_id})`,
  sla_missed_resolution: ({ display_id }) =>
    `SLA target resolution missed for conversation (#${display_id})`,
  scheduled_message_failed: ({ display_id }) =>
    `A message that you scheduled in conversation (#${display_id}) was not sent`,
};

export const titleOf = (told: Told): string => titles[told.notification_type](told);

/** A mention is a name, and no address of ours. */
export const withoutMentionLinks = (content: string): string =>
  content.replace(/\[(@[^\]]+)\]\(mention:[^)]*\)/g, '$1');

const WORDS = 10;

/** Who said what, in a line: the first ten words, in which a mention is a name. */
export function bodyOf({ said, contact_name }: Told): string {
  const sender = said?.sender_name ?? contact_name;
  const text = withoutMentionLinks(said?.content ?? '').trim();
  if (text === '') return `${sender}: ${said?.has_files === true ? 'Attachment' : 'No content'}`;
  const words = text.split(/\s+/);
  return `${sender}: ${words.length > WORDS ? `${words.slice(0, WORDS).join(' ')}...` : text}`;
}
