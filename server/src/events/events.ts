/** Who caused an event; null when the system did. */
export interface Performer {
  type: 'User' | 'AgentBot' | 'Contact' | 'AutomationRule';
  id: number;
  name: string;
}

/** `{attribute: [before, after]}` of a saved change. */
export type Changes = Record<string, [before: unknown, after: unknown]>;

/** The rule that was at work when it happened, whoever is named as its performer. */
export interface RuleAtWork {
  rule_id?: number;
}

/** Of a conversation that is no more. */
export interface PlaceLeft {
  account_id: number;
  id: number;
  inbox_id: number;
  team_id: number | null;
  assignee_id: number | null;
  /** Ids of users. */
  took_part: number[];
}

interface ConversationFacts extends RuleAtWork {
  /** The conversation as it was at the event, in the form that sockets and webhooks carry. */
  data: unknown;
  changes?: Changes;
  performer: Performer | null;
}

interface ContactFacts {
  contact_id: number;
  /** The contact as it was at the event, in the form that sockets and webhooks carry. */
  data: unknown;
  performer: Performer | null;
}

interface MessageFacts extends RuleAtWork {
  data: unknown;
  changes?: Changes;
  performer: Performer | null;
  /** Storage keys of attachments that the change took away. */
  removed_files?: string[];
  /** Of a new message: who takes part in the conversation, except who wrote it. */
  participants?: number[];
}

interface ScheduledMessageFacts {
  /** The message as it was at the event; deleted, as it was last. */
  data: unknown;
  performer: Performer | null;
}

interface InboxFacts {
  /** The settings of the inbox, without its secrets. */
  data: unknown;
  changes?: Changes;
  performer: Performer | null;
}

interface WidgetFacts {
  /** Who opened the window where, in the form that webhooks carry. */
  data: unknown;
  performer: Performer | null;
}

interface EndpointFacts {
  endpoint_id: number;
  /** Null: it is about the system's own work. */
  performer: null;
}

interface NotificationFacts {
  /** Whom it is for; nobody else hears of it. */
  user_id: number;
  /** Both: what they have neither read nor snoozed. */
  unread_count: number;
  count: number;
}

/** Every event of the product with what it records (contract §10.1). */
export interface Events {
  'conversation.created': ConversationFacts;
  /** `place_free_in`: an agent of this inbox has room for one more. */
  'conversation.updated': ConversationFacts & { place_free_in?: number };
  'conversation.status_changed': ConversationFacts;
  'conversation.opened': ConversationFacts;
  'conversation.resolved': ConversationFacts;
  'conversation.bot_handoff': ConversationFacts;
  /** The customer has seen it. */
  'conversation.read': ConversationFacts;
  'conversation.typing_on': ConversationFacts & { is_private: boolean };
  'conversation.typing_off': ConversationFacts & { is_private: boolean };
  /** Who of the team looks at it just now. */
  'conversation.viewing': { data: unknown; performer: Performer | null };
  'conversation.mentioned': ConversationFacts & { user_id: number; message_id: number };
  /** Others became part of it, or were taken out of it again; these are their numbers. */
  'conversation.merged': ConversationFacts & { source_ids: number[] };
  'conversation.unmerged': ConversationFacts & { source_ids: number[] };
  'conversation.deleted': {
    display_id: number;
    performer: Performer | null;
    removed_files: string[];
    /** Where it was: by this it is decided who may hear of it. */
    place: PlaceLeft;
  };
  'conversation.transcript_requested': { email: string; performer: Performer | null };
  /** Everybody in a team is to be mailed about it. */
  'conversation.team_mail_requested': {
    to: string[];
    subject: string;
    message: string;
    /** Where it can be opened. */
    url: string;
    performer: Performer | null;
  };
  /** Somebody's server is to be told of the conversation: `body` goes to `url`. */
  'conversation.webhook_requested': {
    url: string;
    body: Record<string, unknown>;
    performer: Performer | null;
  };
  'assignee.changed': ConversationFacts;
  'team.changed': ConversationFacts;
  'notification.created': NotificationFacts & {
    notification: Record<string, unknown>;
    /** Where it goes besides: a mail that begins with it, and browsers. */
    outside?: { mail_id: number | null; subscription_ids: number[] } | undefined;
  };
  'notification.updated': NotificationFacts & { notification: Record<string, unknown> };
  'notification.deleted': NotificationFacts & { notification: { id: number } };
  'account.cache_invalidated': { cache_keys: Record<string, string> };
  'settings.changed': { kind: string; id: number };
  'inbox.created': InboxFacts;
  'inbox.updated': InboxFacts;
  'label.renamed': { label_id: number; from: string; to: string; performer: Performer | null };
  'conversation.contact_changed': ConversationFacts;
  'contact.created': ContactFacts;
  'contact.updated': ContactFacts & { changes: Changes };
  'contact.deleted': ContactFacts;
  /** What is left of two: `mergee_id` is the one that is no more. */
  'contact.merged': ContactFacts & { mergee_id: number };
  'macro.requested': { macro_id: number; execution_id: number; performer: Performer | null };
  'message.created': MessageFacts;
  'message.updated': MessageFacts;
  /** An event will not be told any more: it was tried often enough. `delivery` is its public id. */
  'webhook.undelivered': EndpointFacts & { delivery: string; event: string };
  /** Nothing is sent there until somebody resumes it. */
  'webhook.paused': EndpointFacts & { because: 'gone' | 'failing' };
  /** A visitor opened the window of a website. */
  'webwidget.triggered': WidgetFacts;
  'first.reply.created': MessageFacts;
  'reply.created': MessageFacts;
  'scheduled_message.created': ScheduledMessageFacts;
  'scheduled_message.updated': ScheduledMessageFacts;
  'scheduled_message.deleted': ScheduledMessageFacts;
}

export type EventName = keyof Events;

export interface EventOf<N extends EventName> {
  account_id: number;
  name: N;
  /** Primary key of the conversation it happened in, or null. */
  conversation_id: number | null;
  payload: Events[N];
}

/** An event with the key under which it was recorded. */
export type RecordedEvent<N extends EventName> = EventOf<N> & {
  id: number;
  /** An active automation rule of the account is for events of this name. */
  awaited: boolean;
};

export type AnyEvent = { [N in EventName]: EventOf<N> }[EventName];
