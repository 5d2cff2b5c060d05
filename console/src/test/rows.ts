/** The rows of the model server, as a desk has them: times are seconds with all their digits. */
export interface Row {
  id: number;
  contact: number;
  status: 'open' | 'pending' | 'snoozed' | 'resolved';
  assignee: number | null;
  labels: string[];
  priority: string | null;
  plan: string;
  seen: number;
  waiting: number | null;
  replied: number | null;
  active: number;
  created: number;
  updated: number;
  merged_into: number | null;
}

export interface Said {
  id: number;
  conversation: number;
  content: string;
  message_type: number;
  isPrivate: boolean;
  status: string;
  deleted: boolean;
  created: number;
  echo_id: string | null;
}

export interface Person {
  id: number;
  name: string;
  city: string;
  blocked: boolean;
}

const unix = Math.floor;
const iso = (seconds: number | null): string | null =>
  seconds === null ? null : new Date(seconds * 1000).toISOString();

/** What there is, and what is made of it: the same row looks otherwise in an answer than in an event. */
export interface Rows {
  conversations: Map<number, Row>;
  messages: Said[];
  people: Map<number, Person>;
}

const senderOf = (rows: Rows, id: number) => {
  const { name, city, blocked } = rows.people.get(id) as Person;
  return {
    id,
    name,
    email: `${name}@example.com`,
    phone_number: null,
    thumbnail: '',
    identifier: null,
    additional_attributes: { city },
    custom_attributes: {},
    blocked,
    type: 'contact',
  };
};

const unreadOf = (rows: Rows, { id, seen }: Row): number =>
  rows.messages.filter((each) => each.conversation === id && each.message_type === 0 && each.created > seen).length; // prettier-ignore

/** A message as the API shows it, and with what events have besides. */
export const messageJson = (said: Said) => ({
  id: said.id,
  content: said.content,
  inbox_id: 1,
  conversation_id: said.conversation,
  message_type: said.message_type,
  content_type: 'text',
  status: said.status,
  content_attributes: said.deleted ? { deleted: true } : {},
  created_at: unix(said.created),
  private: said.isPrivate,
  source_id: null,
});

export const messagePush = (rows: Rows, said: Said) => {
  const row = rows.conversations.get(said.conversation) as Row;
  return {
    ...messageJson(said),
    conversation: {
      assignee_id: row.assignee,
      unread_count: unreadOf(rows, row),
      last_activity_at: unix(row.active),
    },
    echo_id: said.echo_id,
  };
};

export const messagesIn = (rows: Rows, id: number): Said[] =>
  rows.messages.filter(({ conversation }) => conversation === id);

const common = (rows: Rows, row: Row) => ({
  id: row.id,
  additional_attributes: {},
  custom_attributes: { plan: row.plan },
  can_reply: true,
  inbox_id: 1,
  labels: row.labels,
  status: row.status,
  snoozed_until: row.status === 'snoozed' ? iso(row.created + 1e6) : null,
  unread_count: unreadOf(rows, row),
  priority: row.priority,
  waiting_since: unix(row.waiting ?? 0),
  agent_last_seen_at: unix(row.seen),
  contact_last_seen_at: 0,
  last_activity_at: unix(row.active),
  timestamp: unix(row.active),
  created_at: unix(row.created),
  updated_at: row.updated,
  merged_into: row.merged_into,
});

const assigneeOf = ({ assignee }: Row) =>
  assignee === null ? undefined : { id: assignee, name: `Agent ${assignee}` };

export function conversationJson(rows: Rows, row: Row) {
  const all = messagesIn(rows, row.id);
  const newest = all.at(-1);
  const said = all.findLast(({ message_type }) => message_type !== 2);
  return {
    ...common(rows, row),
    meta: {
      sender: senderOf(rows, row.contact),
      channel: 'Channel::Api',
      hmac_verified: false,
      ...(row.assignee === null ? {} : { assignee: assigneeOf(row), assignee_type: 'User' }),
    },
    messages: newest === undefined ? [] : [messagePush(rows, newest)],
    muted: (rows.people.get(row.contact) as Person).blocked,
    first_reply_created_at: unix(row.replied ?? 0),
    last_non_activity_message: said === undefined ? null : messagePush(rows, said),
    ...(row.assignee === null ? {} : { assignee: assigneeOf(row) }),
  };
}

export function conversationPush(rows: Rows, row: Row) {
  const said = messagesIn(rows, row.id).findLast((each) => each.message_type !== 2 && !each.isPrivate); // prettier-ignore
  return {
    ...common(rows, row),
    meta: {
      sender: senderOf(rows, row.contact),
      assignee: assigneeOf(row) ?? null,
      assignee_type: row.assignee === null ? null : 'User',
      team: null,
      hmac_verified: false,
    },
    messages: said === undefined ? [] : [messagePush(rows, said)],
    first_reply_created_at: iso(row.replied),
  };
}

export const contactJson = senderOf;
