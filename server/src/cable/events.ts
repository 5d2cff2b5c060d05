import type { EventName, Events, Performer, PlaceLeft } from '../events/events.ts';

/** Who hears of an event (contract: platform §6.3, §6.4). */
export type Hearers =
  /** Members of the conversation's inbox and administrators. */
  | 'agents'
  /** They, and the customer whose conversation it is. */
  | 'agents and customer'
  /** The same without whoever caused it. */
  | 'the others'
  /** Everybody of the account. */
  | 'members'
  /** The user whom it names, as long as they may open the conversation it names. */
  | 'its user';

type Json = Record<string, unknown>;

interface Pushed<P> {
  to: Hearers | ((payload: P) => Hearers);
  /** What is sent besides `account_id` and `performer`; `performer` is the one who caused it, as clients see them. */
  data: (payload: P, performer: Json | null) => Json;
  /** The original reads these again before it sends them, and has lost who caused them by then. */
  anonymous?: true;
}

const asItWas = ({ data }: { data: unknown }): Json => data as Json;

// With the customer's token whoever reads the event could listen in their name.
const withoutToken = (conversation: Json): Json => ({
  ...conversation,
  contact_inbox: { ...(conversation['contact_inbox'] as Json), pubsub_token: null },
});
const asTold = ({ data }: { data: unknown }): Json => withoutToken(data as Json);

const conversation = { to: 'agents', data: asTold } as const;
const reread = { ...conversation, anonymous: true } as const;
const shared = { to: 'agents and customer', data: asTold } as const;
const typing = {
  to: 'the others',
  data: ({ data, is_private }: Events['conversation.typing_on'], user: Json | null) => ({
    conversation: withoutToken(data as Json),
    user,
    is_private,
  }),
} as const;
const merged = {
  to: 'agents',
  data: ({ data, source_ids }: Events['conversation.merged']) => ({
    ...withoutToken(data as Json),
    source_ids,
  }),
} as const;
const scheduled = { to: 'agents', data: asItWas } as const;
const contact = { to: 'members', data: asItWas } as const;
const message = {
  to: ({ data }: Events['message.created']): Hearers =>
    isInternal(data as Json) ? 'agents' : 'agents and customer',
  data: ({ data, changes }: Events['message.created']): Json => ({
    ...(data as Json),
    ...(changes === undefined ? {} : { previous_changes: changes }),
  }),
};
const notification = {
  to: 'its user',
  data: ({ notification: told, unread_count, count }: Events['notification.updated']) => ({
    notification: told,
    unread_count,
    count,
  }),
} as const;

const ACTIVITY = 2;
const isInternal = ({ private: isPrivate, message_type }: Json): boolean =>
  isPrivate !== false || message_type === ACTIVITY;

/** Every event of the product: what of it goes over the wire, and to whom. Null stays inside. */
const pushed: { [N in EventName]: Pushed<Events[N]> | null } = {
  'conversation.created': shared,
  'conversation.updated': { ...shared, anonymous: true },
  'conversation.status_changed': { ...shared, anonymous: true },
  'conversation.opened': null,
  'conversation.resolved': null,
  'conversation.bot_handoff': null,
  'conversation.read': reread,
  'conversation.typing_on': typing,
  'conversation.typing_off': typing,
  'conversation.mentioned': { to: 'its user', data: asTold },
  'conversation.merged': merged,
  'conversation.unmerged': merged,
  'conversation.deleted': {
    to: 'agents',
    // What was recorded before places were has none, and is heard by nobody.
    data: ({ display_id, place }) => ({ id: display_id, inbox_id: place.inbox_id }),
  },
  'conversation.viewing': { to: 'agents', data: asItWas },
  'conversation.transcript_requested': null,
  'conversation.team_mail_requested': null,
  'conversation.webhook_requested': null,
  'conversation.contact_changed': conversation,
  'assignee.changed': reread,
  'team.changed': reread,
  'message.created': message,
  'message.updated': message,
  'first.reply.created': { to: 'agents', data: asItWas },
  'reply.created': null,
  'contact.created': contact,
  'contact.updated': contact,
  'contact.deleted': contact,
  'contact.merged': contact,
  'notification.created': notification,
  'notification.updated': notification,
  'notification.deleted': { ...notification, data: ({ notification: { id }, unread_count, count }) => ({ notification: { id }, unread_count, count }) }, // prettier-ignore
  'account.cache_invalidated': { to: 'members', data: ({ cache_keys }) => ({ cache_keys }) },
  'settings.changed': { to: 'members', data: ({ kind, id }) => ({ kind, id }) },
  'inbox.created': null,
  'inbox.updated': null,
  'label.renamed': null,
  'macro.requested': null,
  'webhook.undelivered': null,
  'webhook.paused': null,
  'webwidget.triggered': null,
  'scheduled_message.created': scheduled,
  'scheduled_message.updated': scheduled,
  'scheduled_message.deleted': scheduled,
};

/** The names of those that are sent. */
export const pushedNames = Object.entries(pushed)
  .filter(([, how]) => how !== null)
  .map(([name]) => name);

/** What somebody does just now: nobody wants to hear of it later. */
export const fleetingNames: EventName[] = [
  'conversation.typing_on',
  'conversation.typing_off',
  'conversation.viewing',
];

/** How the event of this name is sent. Rows of the event table have lost their type. */
export const pushedAs = (name: string): Pushed<Json> | null =>
  (pushed as unknown as Record<string, Pushed<Json> | null>)[name] ?? null;

/** Where a conversation was that was deleted; undefined of any other event. */
export const placeLeft = ({
  name,
  payload,
}: {
  name: string;
  payload: unknown;
}): PlaceLeft | undefined =>
  name === 'conversation.deleted' ? (payload as { place?: PlaceLeft }).place : undefined;

/** Who caused it, as it was recorded. */
export const causeOf = (payload: unknown): Performer | null =>
  (payload as { performer?: Performer | null }).performer ?? null;
