import { Type, type Static } from 'typebox';
import { Anything, FreeObject, Nullable, OneOf, paging } from '../http/schema.ts';
import { MessageInput } from '../messages/schema.ts';
import { PRIORITIES, STATUSES } from './enums.ts';

export const ConversationStatus = OneOf(STATUSES, {
  $id: 'ConversationStatus',
  description:
    '`open`: needs an answer. `pending`: a bot is at work. `snoozed`: hidden until a time or the next message of the customer. `resolved`: done.',
});

export const ConversationPriority = OneOf(PRIORITIES, {
  $id: 'ConversationPriority',
  description: 'How urgent it is.',
  examples: ['high'],
});

const Ids = Type.Union([Type.Integer(), Type.Array(Type.Integer())]);
const Words = Type.Union([Type.String(), Type.Array(Type.String())]);
const listedStatus = OneOf([...STATUSES, 'all']);
const Instant = Type.Union([Type.Integer(), Type.String()]);

const text = (description: string, examples?: unknown[]) =>
  Type.Optional(Type.String({ description, maxLength: 1000, ...(examples ? { examples } : {}) }));

/** Parameters of list, meta and search (contract §4.1). Odd values find nothing; they are not errors. */
export const ListInput = Type.Object({
  status: Type.Optional(
    Anything({
      description: '`open` (default), `resolved`, `pending`, `snoozed` or `all`; also a list.',
      examples: ['open'],
      as: Type.Union([listedStatus, Type.Array(listedStatus)]),
    }),
  ),
  assignee_type: text('`me`, `unassigned`, `assigned` or `all`.', ['me']),
  inbox_id: Type.Optional(
    Anything({ description: 'Only these inboxes: an id or a list.', as: Ids }),
  ),
  team_id: Type.Optional(
    Anything({ description: 'Only this team; unknown is 404.', as: Type.Integer() }),
  ),
  labels: Type.Optional(
    Anything({
      description: 'With any of these labels: a list or a comma-separated string.',
      as: Words,
    }),
  ),
  q: text('Conversations with a message that contains this text, whatever their status.', [
    'order',
  ]),
  source_id: text('Of the contact inbox with this source id.'),
  conversation_type: text('`mention`, `unattended` or `participating`.'),
  sort_by: text(
    '`last_activity_at_desc` (default), `created_at_asc`, `priority_desc`, `waiting_since_asc` …',
  ),
  updated_within: text('Only those updated in the last so many seconds; the answer has no pages.'),
  ...paging,
});
export type ListInput = Static<typeof ListInput>;

const free = (description: string, examples?: unknown[]) =>
  Type.Optional(FreeObject({ description, ...(examples ? { examples } : {}) }));

export const CreateInput = Type.Object({
  inbox_id: Type.Optional(
    Nullable(Type.Integer({ description: 'Inbox it belongs to.', examples: [1] })),
  ),
  contact_id: Type.Optional(
    Nullable(Type.Integer({ description: 'Contact it is with.', examples: [1] })),
  ),
  source_id: Type.Optional(
    Nullable(
      Type.String({
        description: 'Id of the contact in the inbox; alone it finds inbox and contact.',
      }),
    ),
  ),
  hmac_verified: Type.Optional(
    Type.Boolean({ description: 'The identity of a new contact inbox is proven.' }),
  ),
  status: Type.Optional(
    Anything({
      description: '`open` (default), `pending`, `resolved` or `snoozed`.',
      examples: ['open'],
      as: ConversationStatus,
    }),
  ),
  snoozed_until: Type.Optional(
    Anything({
      description: 'Unix seconds or ISO 8601; kept when the status is `snoozed`.',
      as: Instant,
    }),
  ),
  assignee_id: Type.Optional(
    Nullable(Type.Integer({ description: 'Agent to assign it to.', examples: [1] })),
  ),
  team_id: Type.Optional(Nullable(Type.Integer({ description: 'Team to assign it to.' }))),
  additional_attributes: free('Facts about where it came from.'),
  custom_attributes: free('Custom attributes.', [{ order_id: 'ORD-12345' }]),
  message: Type.Optional(MessageInput),
});
export type CreateInput = Static<typeof CreateInput>;

export const StatusInput = Type.Object({
  status: Type.Optional(
    Anything({
      description:
        '`open`, `resolved`, `pending` or `snoozed`. Without it, open and resolved change places.',
      examples: ['resolved'],
      as: ConversationStatus,
    }),
  ),
  snoozed_until: Type.Optional(
    Anything({
      description:
        'Unix seconds, a numeric string or ISO 8601. Without it: until the next customer message.',
      as: Instant,
    }),
  ),
});
export type StatusInput = Static<typeof StatusInput>;

export const PriorityInput = Type.Object({
  priority: Type.Optional(
    Anything({
      description: '`low`, `medium`, `high`, `urgent`, or null for none.',
      examples: ['high'],
      as: Nullable(ConversationPriority),
    }),
  ),
});
