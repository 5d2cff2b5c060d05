import { Type } from 'typebox';
import { AgentBotSlim } from '../agent-bots/shapes.ts';
import { Agent } from '../agents/shapes.ts';
import { Contact } from '../contacts/shapes.ts';
import {
  FreeObject,
  Id,
  IsoTime,
  Nullable,
  OneOf,
  UnixTime,
  UnixTimeOrZero,
  FeedCursor,
} from '../http/schema.ts';
import { MessagePush } from '../messages/shapes.ts';
import { TeamContext } from '../teams/shapes.ts';
import { ConversationPriority, ConversationStatus } from './schema.ts';

const Assignee = Type.Union([Agent, AgentBotSlim], {
  $id: 'Assignee',
  description: 'The agent or bot that it is assigned to.',
});

const meta = Type.Object({
  sender: Contact,
  channel: Type.String({
    description: '`Channel::Api`, `Channel::WebWidget` or `Channel::Email`.',
    examples: ['Channel::Api'],
  }),
  assignee: Type.Optional(Assignee),
  assignee_type: Type.Optional(
    OneOf(['User', 'AgentBot'], {
      description: 'What `assignee` is; absent together with it.',
      examples: ['User'],
    }),
  ),
  team: Type.Optional(TeamContext),
  hmac_verified: Nullable(
    Type.Boolean({ description: 'The customer proved who they are.', examples: [false] }),
  ),
});

/** A conversation (contract §3.1), with what the API document has beyond the original at its end. */
export const Conversation = Type.Object(
  {
    meta,
    id: Id('Display id: the number of the conversation in its account.'),
    messages: Type.Array(MessagePush, {
      description: 'The newest message of any kind; empty when there is none.',
    }),
    account_id: Id('Account.'),
    uuid: Type.String({
      description: 'An id that no other conversation has, in any account.',
      format: 'uuid',
      examples: ['0b1d4a3e-7e0f-4f5b-8a64-6a1f8f4f1c11'],
    }),
    additional_attributes: FreeObject({
      description: 'Where it came from.',
      examples: [{ referer: 'https://shop.example.com/cart' }],
    }),
    agent_last_seen_at: UnixTimeOrZero('When an agent last looked.'),
    assignee_last_seen_at: UnixTimeOrZero('When the assignee last looked.'),
    can_reply: Type.Boolean({
      description: 'The channel still takes an answer.',
      examples: [true],
    }),
    contact_last_seen_at: UnixTimeOrZero('When the customer last looked.'),
    custom_attributes: FreeObject({
      description: 'Facts that your team keeps about it.',
      examples: [{ order_id: 'ORD-12345' }],
    }),
    inbox_id: Id('Inbox.'),
    labels: Type.Array(Type.String(), { description: 'Labels.', examples: [['billing', 'vip']] }),
    muted: Type.Boolean({ description: 'Its contact is blocked.', examples: [false] }),
    snoozed_until: Nullable(IsoTime('When it wakes; null also for “until the next message”.')),
    status: ConversationStatus,
    created_at: UnixTime('When it began.'),
    updated_at: Type.Number({
      description: 'When it last changed. Seconds with a fraction.',
      examples: [1_795_424_797.683209],
    }),
    timestamp: UnixTime('Same as `last_activity_at`.'),
    first_reply_created_at: UnixTimeOrZero('When a person first answered.'),
    unread_count: Type.Integer({
      description: 'Messages that no agent has seen, at most 10.',
      minimum: 0,
      maximum: 10,
      examples: [1],
    }),
    last_non_activity_message: Nullable(MessagePush, {
      description: 'The newest message that a person or bot wrote.',
    }),
    last_activity_at: UnixTime('When the last message was written.'),
    priority: Nullable(ConversationPriority),
    waiting_since: UnixTimeOrZero('Since when the customer waits.', 1_795_424_797),
    sla_policy_id: Nullable(Type.Integer({ description: 'Service level.' })),
    display_id: Id('Same as `id`.'),
    assignee: Nullable(Assignee, { description: 'Same as `meta.assignee`, or null.' }),
    contact: Contact,
    merged_into: Nullable(Id('The conversation that this one became part of.', 12)),
  },
  { $id: 'Conversation', description: 'A conversation with a customer.' },
);

const count = (description: string, example: number) =>
  Type.Integer({ description, examples: [example] });

const counts = {
  mine_count: count('Assigned to you.', 2),
  assigned_count: count('Assigned to anybody.', 5),
  unassigned_count: count('Assigned to nobody.', 3),
  all_count: count('All of them.', 8),
};
const total = { count: count('With `assignee_type` taken into account.', 8) };

const { assigned_count: _assigned, ...threeCounts } = counts;

const pages = {
  current_page: count('Page number.', 1),
  total_pages: count('How many pages there are.', 1),
  has_more: Type.Boolean({ description: 'There is another page.', examples: [false] }),
  next_cursor: Nullable(Type.String({ description: '`cursor` of the next page.' })),
  cursor: FeedCursor(),
};

/** Counts in `meta` of search and filter, which lack assigned_count (contract §4.3, §5). */
export const searchMeta = Type.Object({ ...threeCounts, ...total, ...pages });

/** Answer of the list (contract §4.1). */
export const ConversationList = Type.Object(
  {
    data: Type.Object({
      meta: Type.Object({ ...counts, ...total, ...pages }),
      payload: Type.Array(Conversation),
    }),
  },
  { $id: 'ConversationList' },
);

/** Answer of the counts (contract §4.2). */
export const ConversationCounts = Type.Object(
  { meta: Type.Object({ ...counts, ...total }) },
  { $id: 'ConversationCounts' },
);

/** Answer of a filter (contract §5). */
export const FilteredConversations = Type.Object(
  { meta: searchMeta, payload: Type.Array(Conversation) },
  { $id: 'FilteredConversations' },
);

/** Answer of a status change (contract §4.9). */
export const ToggledStatus = Type.Object(
  {
    payload: Type.Object({
      success: Nullable(
        Type.Boolean({
          description: 'Null when a bot handed a pending conversation over.',
          examples: [true],
        }),
      ),
      conversation_id: Id('Display id.'),
      current_status: ConversationStatus,
      snoozed_until: Nullable(IsoTime('When it wakes.')),
    }),
  },
  { $id: 'ToggledStatus' },
);

/** Answer of custom_attributes (contract §4.15). */
export const CustomAttributes = Type.Object(
  {
    custom_attributes: FreeObject({
      description: 'All of them, after the change.',
      examples: [{ order_id: 'ORD-12345', product_type: 'subscription' }],
    }),
  },
  { $id: 'CustomAttributes' },
);
