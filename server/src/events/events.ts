/** Who caused an event; null when the system did. */
export interface Performer {
  type: 'User' | 'AgentBot' | 'Contact';
  id: number;
  name: string;
}

/** `{attribute: [before, after]}` of a saved change. */
export type Changes = Record<string, [before: unknown, after: unknown]>;

interface ConversationFacts {
  /** The conversation as it was at the event, in the form that sockets and webhooks carry. */
  data: unknown;
  changes?: Changes;
  performer: Performer | null;
}

interface MessageFacts {
  data: unknown;
  changes?: Changes;
  performer: Performer | null;
  /** Storage keys of attachments that the change took away. */
  removed_files?: string[];
}

/** Every event of the product with what it records (contract §10.1). */
export interface Events {
  'conversation.created': ConversationFacts;
  'conversation.updated': ConversationFacts;
  'conversation.status_changed': ConversationFacts;
  'conversation.opened': ConversationFacts;
  'conversation.resolved': ConversationFacts;
  'conversation.bot_handoff': ConversationFacts;
  'conversation.typing_on': ConversationFacts & { is_private: boolean };
  'conversation.typing_off': ConversationFacts & { is_private: boolean };
  'conversation.mentioned': ConversationFacts & { user_id: number };
  'conversation.deleted': {
    display_id: number;
    performer: Performer | null;
    removed_files: string[];
  };
  'conversation.transcript_requested': { email: string; performer: Performer | null };
  'assignee.changed': ConversationFacts;
  'team.changed': ConversationFacts;
  'contact.updated': { contact_id: number; changes: Changes; performer: Performer | null };
  'message.created': MessageFacts;
  'message.updated': MessageFacts;
  'first.reply.created': MessageFacts;
  'reply.created': MessageFacts;
}

export type EventName = keyof Events;

export interface EventOf<N extends EventName> {
  account_id: number;
  name: N;
  /** Primary key of the conversation it happened in, or null. */
  conversation_id: number | null;
  payload: Events[N];
}

export type AnyEvent = { [N in EventName]: EventOf<N> }[EventName];
