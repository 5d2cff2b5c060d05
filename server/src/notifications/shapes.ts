import { Type } from 'typebox';
import { Anything, FreeObject, Id, IsoTime, Nullable, OneOf, UnixTime } from '../http/schema.ts';
import { NOTIFICATION_TYPES } from './rules.ts';

const type = OneOf(NOTIFICATION_TYPES, {
  description: 'What one is told of.',
  examples: ['conversation_assignment'],
});
const conversation = Type.Literal('Conversation');
const read_at = Nullable(IsoTime('When it was read; null for unread.'));
const snoozed_until = Nullable(IsoTime('Hidden until then.'));
const meta = FreeObject({ description: '`last_snoozed_at`.', examples: [{}] });

const Notification = Type.Object(
  {
    id: Id('Notification.'),
    notification_type: type,
    push_message_title: Type.String({
      description: 'What happened.',
      examples: ['A conversation (#12) has been assigned to you'],
    }),
    push_message_body: Type.String({
      description: 'Who said what: the first ten words.',
      examples: ['Mia: Where is my order?'],
    }),
    primary_actor_type: conversation,
    primary_actor_id: Id('Key of the conversation, not its number.', 112),
    primary_actor: FreeObject({
      description: 'The conversation as events carry it.',
      examples: [{ id: 12, inbox_id: 1, status: 'open' }],
    }),
    read_at,
    secondary_actor: Nullable(
      FreeObject({
        description: 'The message, or who did it.',
        examples: [{ id: 1, name: 'Ada' }],
      }),
    ),
    user: FreeObject({ description: 'Who is told.', examples: [{ id: 2, name: 'Ben' }] }),
    created_at: UnixTime('When it was made.'),
    last_activity_at: UnixTime('When it was made or came back.'),
    snoozed_until,
    meta,
  },
  { $id: 'Notification', description: 'What somebody is told of a conversation.' },
);

export const NotificationList = Type.Object({
  data: Type.Object({
    meta: Type.Object({
      unread_count: Type.Integer({ description: 'Unread and not snoozed.', examples: [2] }),
      count: Type.Integer({ description: 'How many the pages hold.', examples: [2] }),
      current_page: Type.Union([Type.Integer(), Type.String()], {
        description: 'As it was asked for.',
        examples: [1],
      }),
    }),
    payload: Type.Array(Notification),
  }),
});

export const NotificationRow = Type.Object(
  {
    id: Id('Notification.'),
    account_id: Id('Account.'),
    user_id: Id('Who is told.'),
    notification_type: type,
    primary_actor_type: conversation,
    primary_actor_id: Id('Key of the conversation.', 112),
    secondary_actor_type: Nullable(OneOf(['Message', 'User'], { description: 'Kind of it.' })),
    secondary_actor_id: Nullable(Type.Integer({ description: 'The message, or who did it.' })),
    read_at,
    created_at: IsoTime('When it was made.'),
    updated_at: IsoTime('When it last changed.'),
    snoozed_until,
    last_activity_at: IsoTime('When it was made or came back.'),
    meta,
  },
  { $id: 'NotificationRow', description: 'A notification as it is stored.' },
);

export const ListNotifications = Type.Object({
  page: Type.Optional(
    Anything({
      description: 'Page number, from 1. Anything else is page 1.',
      examples: [1],
      as: Type.Integer({ minimum: 1 }),
    }),
  ),
  sort_order: Type.Optional(
    Anything({
      description: '`asc` for the oldest first.',
      examples: ['desc'],
      as: OneOf(['asc', 'desc']),
    }),
  ),
  includes: Type.Optional(
    Anything({
      description: '`read` and `snoozed`: those as well.',
      examples: [['read']],
      as: Type.Array(OneOf(['read', 'snoozed'])),
    }),
  ),
});

// That a message was not sent its author is told by mail, whatever they choose.
const chosen = NOTIFICATION_TYPES.filter((name) => name !== 'scheduled_message_failed');

export const flagsOf = (way: 'email' | 'push'): string[] => chosen.map((name) => `${way}_${name}`);

const flags = (description: string, example: string) =>
  Type.Array(Type.String(), { description, examples: [[example]] });

export const NotificationSettings = Type.Object(
  {
    id: Id('Settings.'),
    user_id: Id('Whose they are.'),
    account_id: Id('Account.'),
    all_email_flags: flags('What there is to choose.', 'email_conversation_assignment'),
    selected_email_flags: flags('What is told by mail.', 'email_conversation_assignment'),
    all_push_flags: flags('What there is to choose.', 'push_conversation_assignment'),
    selected_push_flags: flags('What is told by push.', 'push_conversation_assignment'),
  },
  { $id: 'NotificationSettings', description: 'What somebody wants to be told, and how.' },
);

export const NotificationSettingsInput = Type.Object({
  notification_settings: Type.Optional(
    Type.Object(
      {
        selected_email_flags: Type.Optional(
          flags('By mail; absent means none.', 'email_conversation_assignment'),
        ),
        selected_push_flags: Type.Optional(
          flags('By push; absent means none.', 'push_conversation_assignment'),
        ),
      },
      { description: 'Both lists are replaced.' },
    ),
  ),
});
