import { Type } from 'typebox';
import { members, read, write, type Route } from '../http/route.ts';
import { Id, Nullable, OneOf, UnixTime } from '../http/schema.ts';
import { listMails, MAIL_STATES } from './mails.ts';
import { NOTIFICATION_TYPES } from './rules.ts';
import { stopMails } from './unsubscribe.ts';

const tag = 'Notifications';

const Mail = Type.Object(
  {
    id: Id('Mail.'),
    conversation_id: Id('Number of the conversation that it is about.', 12),
    notification_types: Type.Array(
      OneOf(NOTIFICATION_TYPES, { description: 'What it tells of.' }),
      { description: 'What it tells of.', examples: [['conversation_mention']] },
    ),
    told: Type.Integer({ description: 'Of how many things it tells.', examples: [1] }),
    state: OneOf(MAIL_STATES, {
      description:
        '`waiting` for its minute, `sending` until the mail server has it, and in the end `sent`, `skipped` or `failed`.',
      examples: ['sent'],
    }),
    reason: Nullable(Type.String({ description: 'Why.', examples: ['they have seen it'] }), {
      description: 'Why it was skipped, or what the last try met.',
    }),
    tries: Type.Integer({ description: 'How often it was tried.', examples: [1] }),
    created_at: UnixTime('When it began to collect.'),
    updated_at: UnixTime('When it came into this state.'),
  },
  { $id: 'NotificationMail', description: 'A mail to you, and what became of it.' },
);

export const notificationMailRoutes: Route[] = [
  read({
    method: 'GET',
    path: '/notification_mails',
    access: members,
    summary: 'List the mails that told you of something',
    description: 'The last 50, and what became of each.',
    tag,
    output: Type.Object({ payload: Type.Array(Mail) }),
    handle: async ({ db, actor }) => listMails(db, actor),
  }),
  write({
    method: 'POST',
    path: '/public/api/v1/notification_mails/:token',
    access: ['public'],
    operation: 'stopNotificationMails',
    summary: 'Want no more mails',
    description:
      'Where `List-Unsubscribe` of a mail leads (RFC 8058). Its person gets no more mails about that account; in their settings they can choose them again.',
    tag,
    handle: async ({ tx, params, platform }) =>
      stopMails(tx, platform.vault, params['token'] as string),
  }),
];
