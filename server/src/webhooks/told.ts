import type { Changes, EventName, Events } from '../events/events.ts';

type Json = Record<string, unknown>;

/** Who is told: those who subscribed, the address of the API inbox it happened in, the bots of the conversation. */
type Listener = 'webhooks' | 'inbox' | 'bots' | 'inbox bot' | 'its address';

/** What of an event is told, where more has to be read before it can be. */
export type Subject =
  { message_id: number } | { person: { type: string; id: number } | null } | Record<string, never>;

interface Told<P> {
  /** As receivers and subscriptions name it; what an action asked for names itself. */
  event: string | ((payload: P) => string);
  to: readonly Listener[];
  /** What keeps the order; null for what has none. `conversation` is the one of the event. */
  lane: 'conversation' | ((payload: P) => string) | null;
  /** What has to be read; undefined when nobody is told of this one. */
  subject?: (payload: P) => Subject | undefined;
  /** `read` is what the subject turned out to be; `account` is the one it happened in. */
  body: (payload: P, more: { read: Json | null; account: Json }) => Json;
  /** What stands after the name of the event. */
  extra?: (payload: P) => Json;
}

const everybody = ['webhooks', 'inbox'] as const;
const asData = ({ data }: { data: unknown }): Json => withoutPresence(data as Json);

const conversation = { to: everybody, lane: 'conversation', body: asData } as const;
const forBots = { to: ['bots'], lane: 'conversation', body: asData } as const;

const ACTIVITY = 2;
const message = {
  to: [...everybody, 'bots'],
  lane: 'conversation',
  subject: ({ data }: { data: unknown }) => {
    const { id, message_type } = data as { id: number; message_type: number };
    return message_type === ACTIVITY ? undefined : { message_id: id };
  },
  body: (_payload: unknown, { read }: { read: Json | null }): Json => ({
    ...read,
    conversation: withoutPresence((read?.['conversation'] ?? {}) as Json),
  }),
} as const;

const typing = {
  to: everybody,
  lane: null,
  subject: ({ performer }: Events['conversation.typing_on']) => ({ person: performer }),
  body: (payload: Events['conversation.typing_on'], { read }: { read: Json | null }): Json => ({
    user: read,
    conversation: asData(payload),
    is_private: payload.is_private,
  }),
} as const;

const contact = {
  to: ['webhooks'],
  lane: ({ contact_id }: { contact_id: number }) => `contact:${contact_id}`,
  body: ({ data }: { data: unknown }, { account }: { account: Json }): Json => {
    const { thumbnail, blocked, type: _type, ...rest } = data as Json;
    const { additional_attributes, custom_attributes, ...known } = rest;
    const avatar = thumbnail;
    return { account, additional_attributes, avatar, custom_attributes, ...known, thumbnail, blocked }; // prettier-ignore
  },
} as const;

const inbox = {
  to: ['webhooks'],
  lane: ({ data }: { data: unknown }) => `inbox:${(data as { id: number }).id}`,
  body: ({ data }: { data: unknown }): Json => data as Json,
} as const;

const changes = ({ changes = {} }: { changes?: Changes }): Json => ({
  changed_attributes: Object.entries(changes).map(([name, [previous_value, current_value]]) => ({
    [name]: { previous_value, current_value },
  })),
});

/** What other servers are told of events (contract: platform §5.3, §5.4). What has no line stays here. */
export const told: { [N in EventName]?: Told<Events[N]> } = {
  'conversation.created': { ...conversation, event: 'conversation_created' },
  'conversation.updated': { ...conversation, event: 'conversation_updated', extra: changes },
  // The key is there and holds nothing, as in the original.
  'conversation.status_changed': { ...conversation, event: 'conversation_status_changed', extra: () => ({ changed_attributes: null }) }, // prettier-ignore
  'conversation.opened': { ...forBots, event: 'conversation_opened' },
  'conversation.resolved': { ...forBots, event: 'conversation_resolved' },
  'conversation.typing_on': { ...typing, event: 'conversation_typing_on' },
  'conversation.typing_off': { ...typing, event: 'conversation_typing_off' },
  'conversation.deleted': {
    event: 'conversation_deleted',
    to: ['webhooks'],
    lane: 'conversation',
    body: ({ display_id }, { account }) => ({ id: display_id, account }),
  },
  'conversation.webhook_requested': {
    event: ({ body }) => String(body['event']),
    to: ['its address'],
    lane: 'conversation',
    body: ({ body }) => withoutPresence(body),
  },
  'message.created': { ...message, event: 'message_created' },
  'message.updated': { ...message, event: 'message_updated' },
  'contact.created': { ...contact, event: 'contact_created' },
  'contact.updated': { ...contact, event: 'contact_updated', extra: changes },
  'contact.deleted': { ...contact, event: 'contact_deleted' },
  'inbox.created': { ...inbox, event: 'inbox_created' },
  'inbox.updated': { ...inbox, event: 'inbox_updated', extra: changes },
  'webwidget.triggered': {
    event: 'webwidget_triggered',
    to: ['webhooks', 'inbox bot'],
    lane: null,
    body: ({ data }) => {
      const { current_conversation: current } = data as { current_conversation: Json | null };
      return {
        ...(data as Json),
        current_conversation: current === null ? null : withoutPresence(current),
      };
    },
  },
};

// The original builds these where nobody is online (contract: platform §5.1).
function withoutPresence(conversation: Json): Json {
  const { meta, messages } = conversation as { meta?: Json; messages?: Json[] };
  if (meta === undefined || messages === undefined) return conversation;
  return {
    ...conversation,
    meta: { ...meta, assignee: offline(meta['assignee']) },
    messages: messages.map((said) =>
      'sender' in said ? { ...said, sender: offline(said['sender']) } : said,
    ),
  };
}

const offline = (person: unknown): unknown =>
  typeof person === 'object' && person !== null && 'availability_status' in person
    ? { ...person, availability_status: null }
    : person;
