import { Type } from 'typebox';
import { members, read, write, type Route } from '../http/route.ts';
import { Anything, OneOf } from '../http/schema.ts';
import {
  deleteNotification,
  deleteNotifications,
  markAllRead,
  markRead,
  markUnread,
  snoozeNotification,
} from './change.ts';
import { countUnread, listNotifications } from './list.ts';
import { changeSettings, showSettings } from './settings.ts';
import {
  ListNotifications,
  NotificationList,
  NotificationRow,
  NotificationSettings,
  NotificationSettingsInput,
} from './shapes.ts';

const tag = 'Notifications';
const access = members;
const path = '/notifications';
const record = '/notifications/:notification_id';

export const notificationRoutes: Route[] = [
  read({
    method: 'GET',
    path,
    access,
    summary: 'List your notifications',
    description: 'Those that are neither read nor snoozed, unless `includes` asks for them.',
    tag,
    input: ListNotifications,
    output: NotificationList,
    handle: async ({ db, actor, input }) => listNotifications(db, actor, input),
  }),
  read({
    method: 'GET',
    path: `${path}/unread_count`,
    access,
    operation: 'countUnreadNotifications',
    summary: 'Count your unread notifications',
    tag,
    output: Type.Integer({ description: 'How many.', examples: [2] }),
    handle: async ({ db, actor }) => countUnread(db, actor),
  }),
  write({
    method: 'POST',
    path: `${path}/read_all`,
    access,
    operation: 'readAllNotifications',
    summary: 'Mark all your notifications as read',
    description: 'Or those of one conversation.',
    tag,
    input: Type.Object({
      primary_actor_type: Type.Optional(
        Anything({ description: '`Conversation`.', as: Type.Literal('Conversation') }),
      ),
      primary_actor_id: Type.Optional(
        Anything({ description: 'Key of the conversation.', as: Type.Integer() }),
      ),
    }),
    handle: async ({ tx, actor, input }) => markAllRead(tx, actor, input),
  }),
  write({
    method: 'POST',
    path: `${path}/destroy_all`,
    access,
    operation: 'deleteNotifications',
    summary: 'Delete your notifications',
    description: 'Of this account: those that are read, or all.',
    tag,
    input: Type.Object({
      type: Type.Optional(
        Anything({
          description: '`read` or `all`.',
          examples: ['read'],
          as: OneOf(['read', 'all']),
        }),
      ),
    }),
    examples: { request: { type: 'read' } },
    handle: async ({ tx, actor, input }) => deleteNotifications(tx, actor, input.type),
  }),
  write({
    method: ['PATCH', 'PUT'],
    path: record,
    access,
    operation: 'readNotification',
    summary: 'Mark a notification as read',
    tag,
    output: NotificationRow,
    handle: async ({ tx, actor, params }) => markRead(tx, { actor, id: params['notification_id'] }),
  }),
  write({
    method: 'POST',
    path: `${record}/unread`,
    access,
    operation: 'unreadNotification',
    summary: 'Mark a notification as unread',
    tag,
    output: NotificationRow,
    handle: async ({ tx, actor, params }) =>
      markUnread(tx, { actor, id: params['notification_id'] }),
  }),
  write({
    method: 'POST',
    path: `${record}/snooze`,
    access,
    operation: 'snoozeNotification',
    summary: 'Hide a notification for a while',
    description: 'It comes back unread.',
    tag,
    input: Type.Object({
      snoozed_until: Type.Optional(
        Anything({
          description: 'Until when: unix seconds or ISO 8601.',
          examples: [1_893_456_000],
          as: Type.Union([Type.Integer(), Type.String()]),
        }),
      ),
    }),
    output: NotificationRow,
    examples: { request: { snoozed_until: 1_893_456_000 } },
    handle: async ({ tx, actor, params, input: { snoozed_until } }) =>
      snoozeNotification(tx, { actor, id: params['notification_id'], snoozed_until }),
  }),
  write({
    method: 'DELETE',
    path: record,
    access,
    summary: 'Delete a notification',
    tag,
    handle: async ({ tx, actor, params }) =>
      deleteNotification(tx, { actor, id: params['notification_id'] }),
  }),
  read({
    method: 'GET',
    path: '/notification_settings',
    access,
    operation: 'getNotificationSettings',
    summary: 'Show what you want to be told',
    tag,
    output: NotificationSettings,
    handle: async ({ db, actor }) => showSettings(db, actor),
  }),
  write({
    method: ['PATCH', 'PUT'],
    path: '/notification_settings',
    access,
    operation: 'updateNotificationSettings',
    summary: 'Say what you want to be told',
    description: 'Replaces both lists: one that is absent is cleared.',
    tag,
    input: NotificationSettingsInput,
    output: NotificationSettings,
    examples: {
      request: {
        notification_settings: {
          selected_email_flags: ['email_conversation_mention'],
          selected_push_flags: ['push_conversation_assignment'],
        },
      },
    },
    handle: async ({ tx, actor, input }) => {
      await changeSettings(tx, actor, input);
      return showSettings(tx, actor);
    },
  }),
];
