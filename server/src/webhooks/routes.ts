import { Type } from 'typebox';
import { administrators, read, write, type Route } from '../http/route.ts';
import { Anything, Id, Line, Nullable, OneOf } from '../http/schema.ts';
import { endpoint } from './log-schema.ts';
import { SUBSCRIPTIONS } from './rules.ts';
import { changeWebhook, createWebhook, deleteWebhook, listWebhooks, resetWebhookSecret, showWebhook } from './webhooks.ts'; // prettier-ignore

const tag = 'Webhooks';
const one = '/webhooks/:webhook_id';

const Webhook = Type.Object(
  {
    id: Id('Webhook id.'),
    name: Nullable(Type.String({ description: 'What you call it.' })),
    url: Type.String({
      description: 'Where events are sent.',
      examples: ['https://example.com/hooks'],
    }),
    account_id: Id('Account.'),
    subscriptions: Type.Array(Type.String(), {
      description: 'The events that are sent.',
      examples: [['message_created']],
    }),
    inbox: Type.Optional(
      Type.Object({
        id: Id('Inbox id.'),
        name: Type.String({ description: 'Its name.', examples: ['Support'] }),
      }),
    ),
    secret: Type.Optional(
      Type.String({
        description: 'What deliveries are signed with. Only in the answer that made it.',
        examples: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
      }),
    ),
    endpoint_id: Id('Its endpoint.'),
    ordering: endpoint.ordering,
    state: endpoint.state,
    paused_because: endpoint.paused_because,
    failing_since: endpoint.failing_since,
  },
  { $id: 'Webhook', description: 'Where events of the account are sent.' },
);
const OneWebhook = Type.Object(
  { payload: Type.Object({ webhook: Webhook }) },
  { $id: 'OneWebhook' },
);

const input = Type.Object({
  url: Type.Optional(
    Nullable(
      Line({ description: 'Where to send.', examples: ['https://example.com/hooks'] }, 2048),
    ),
  ),
  name: Type.Optional(Nullable(Line({ description: 'What you call it.' }))),
  inbox_id: Type.Optional(Nullable(Type.Integer({ description: 'Shown; it limits nothing.' }))),
  ordering: Type.Optional(
    Anything({
      description: 'What goes before: see the endpoint.',
      as: OneOf(['lane', 'strict']),
    }),
  ),
  subscriptions: Type.Optional(
    Anything({
      description: `Events: ${SUBSCRIPTIONS.map((each) => `\`${each}\``).join(', ')}. Without it, the first eight.`,
      as: Type.Array(Type.String(), { examples: [['message_created']] }),
    }),
  ),
});
const examples = {
  request: { url: 'https://example.com/hooks', subscriptions: ['message_created'] },
};
const errors = { 422: { message: 'Url is invalid', attributes: ['url'] } };

export const webhookRoutes: Route[] = [
  read({
    method: 'GET',
    path: '/webhooks',
    access: administrators,
    summary: 'List the webhooks',
    tag,
    output: Type.Object(
      { payload: Type.Object({ webhooks: Type.Array(Webhook) }) },
      { $id: 'WebhookList' },
    ),
    handle: async ({ db, actor }) => ({
      payload: { webhooks: (await listWebhooks(db, actor)).map((each) => showWebhook(each)) },
    }),
  }),
  write({
    method: 'POST',
    path: '/webhooks',
    access: administrators,
    summary: 'Make a webhook',
    description: 'The answer has the `secret` of its signatures; it is never shown again.',
    tag,
    secret: true,
    root: 'webhook',
    input,
    output: OneWebhook,
    errors,
    examples,
    handle: async ({ tx, actor, input, platform }) => {
      const { webhook, secret } = await createWebhook(tx, platform, { actor, input });
      return { payload: { webhook: showWebhook(webhook, secret) } };
    },
  }),
  write({
    method: ['PATCH', 'PUT'],
    path: one,
    access: administrators,
    summary: 'Change a webhook',
    description: 'What is not named stays.',
    tag,
    root: 'webhook',
    input,
    output: OneWebhook,
    errors,
    examples,
    handle: async ({ tx, actor, params, input, platform }) => {
      const change = { actor, id: params['webhook_id'], input };
      return { payload: { webhook: showWebhook(await changeWebhook(tx, platform, change)) } };
    },
  }),
  write({
    method: 'DELETE',
    path: one,
    access: administrators,
    summary: 'Delete a webhook',
    tag,
    handle: async ({ tx, actor, params }) => deleteWebhook(tx, actor, params['webhook_id']),
  }),
  write({
    method: 'POST',
    path: `${one}/reset_secret`,
    access: administrators,
    summary: 'Give a webhook another secret',
    description: 'The answer has the new `secret`; the one before signs as well for 24 hours.',
    tag,
    secret: true,
    operation: 'resetWebhookSecret',
    output: OneWebhook,
    handle: async ({ tx, actor, params, platform }) => {
      const reset = { actor, id: params['webhook_id'] };
      const { webhook, secret } = await resetWebhookSecret(tx, platform, reset);
      return { payload: { webhook: showWebhook(webhook, secret) } };
    },
  }),
];
