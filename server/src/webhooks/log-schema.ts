import { Type } from 'typebox';
import { Anything, FreeObject, Id, IsoTime, Nullable, OneOf, paging } from '../http/schema.ts';

const KINDS = ['webhook', 'inbox', 'agent_bot', 'action'] as const;
const STATES = ['pending', 'delivered', 'dead'] as const;

/** The fields of an endpoint. */
export const endpoint = {
  id: Id('Endpoint id.'),
  kind: OneOf(KINDS, {
    description: 'What it was set up as: a webhook, the address of an API inbox or a bot, or an action of macros and rules.', // prettier-ignore
  }),
  webhook_id: Nullable(Id('Its webhook.')),
  inbox_id: Nullable(Id('Its inbox.')),
  agent_bot_id: Nullable(Id('Its bot.')),
  url: Nullable(
    Type.String({
      description: 'Where events are sent; null for bots of the installation.',
      examples: ['https://example.com/hooks'],
    }),
  ),
  ordering: OneOf(['lane', 'strict'], {
    description:
      '`lane`: an event that fails holds up its conversation for a few minutes. `strict`: until it is delivered or dead.',
  }),
  state: OneOf(['active', 'failing', 'paused'], { description: 'How it does.' }),
  paused_because: Nullable(OneOf(['asked', 'gone', 'failing']), {
    description: 'Somebody asked for it, it answered 410, or it had failed for five days.',
  }),
  paused_at: Nullable(IsoTime('Since when nothing is sent.')),
  failing_since: Nullable(IsoTime('Since when nothing was delivered.')),
  held_until: Nullable(IsoTime('It asked to be left alone until then.')),
  signed: Type.Boolean({
    description: 'Whether there is a secret to sign with.',
    examples: [true],
  }),
  former_signs_until: Nullable(IsoTime('Until when the secret before signs as well.')),
};

export const WebhookEndpoint = Type.Object(endpoint, {
  $id: 'WebhookEndpoint',
  description: 'An address that is told what happens.',
});

export const FreshWebhookEndpoint = Type.Object(
  {
    ...endpoint,
    secret: Type.String({
      description: 'What deliveries are signed with. Only in this answer.',
      examples: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    }),
  },
  { $id: 'FreshWebhookEndpoint' },
);

const delivery = {
  id: Type.String({
    description: 'The same in `webhook-id` and `X-Chatwoot-Delivery` on every attempt.',
    examples: ['msg_0b4cbd2e-6f3a-4a55-9a3f-0f7c2c1d5e11'],
  }),
  sequence: Id('Grows with every event of the endpoint: `X-Confab-Sequence`.'),
  endpoint_id: Id('Endpoint.'),
  event: Type.String({ description: 'What is told.', examples: ['message_created'] }),
  conversation_id: Nullable(Id('Conversation it is about.')),
  message_id: Nullable(Id('Message it is about.')),
  state: OneOf(STATES, { description: '`dead`: it is not tried any more.' }),
  attempts: Type.Integer({ description: 'How often it was tried.', examples: [1] }),
  next_attempt_at: Nullable(IsoTime('When it is tried next.')),
  created_at: IsoTime('When it happened.'),
  finished_at: Nullable(IsoTime('When it was delivered, or given up.')),
  last_status: Nullable(Type.Integer({ description: 'Of the last answer.', examples: [200] })),
  last_error: Nullable(Type.String({ description: 'Why the last attempt failed.' })),
};

const WebhookDelivery = Type.Object(delivery, {
  $id: 'WebhookDelivery',
  description: 'One event for one endpoint.',
});

const Attempt = Type.Object(
  {
    number: Type.Integer({ description: 'From 1.', examples: [1] }),
    started_at: IsoTime('When it began.'),
    request_headers: FreeObject({ description: 'What was sent along.' }),
    status: Nullable(Type.Integer({ description: 'Of the answer; null without one.' })),
    response_headers: Nullable(FreeObject({ description: 'Of the answer.' })),
    response_body: Nullable(Type.String({ description: 'The first 64 KB of it.' })),
    error: Nullable(Type.String({ description: 'Why it failed; null when it did not.' })),
    timing: FreeObject({ description: 'Milliseconds: `headers` until the answer began, `total`.' }),
  },
  { $id: 'WebhookAttempt', description: 'One attempt to deliver.' },
);

export const WebhookDeliveryDetails = Type.Object(
  {
    ...delivery,
    body: FreeObject({ description: 'What is sent; the customer’s `pubsub_token` is not shown.' }),
    attempt_log: Type.Array(Attempt),
  },
  { $id: 'WebhookDeliveryDetails' },
);

export const WebhookDeliveryPage = Type.Object(
  {
    payload: Type.Array(WebhookDelivery),
    has_more: Type.Boolean({ description: 'Whether there are older ones.', examples: [false] }),
    next_cursor: Nullable(Type.String({ description: 'Leads to the older ones, as `cursor`.' })),
  },
  { $id: 'WebhookDeliveryPage' },
);

const instant = (description: string) =>
  Type.Optional(
    Anything({
      description: `${description} Unix seconds or ISO 8601.`,
      as: Type.Union([Type.Integer(), Type.String()]),
    }),
  );
const span = { since: instant('Not before.'), until: instant('Before.') };

export const DeliveryFilterInput = Type.Object({
  state: Type.Optional(OneOf(STATES, { description: 'Only those.' })),
  event: Type.Optional(Type.String({ description: 'Only those.', maxLength: 255 })),
  ...span,
  per_page: paging.per_page,
  cursor: paging.cursor,
});

export const SpanInput = Type.Object(span);

export const WebhookDeliveryCounts = Type.Object(
  {
    pending: Type.Integer({ description: 'Still to be delivered.', examples: [0] }),
    delivered: Type.Integer({ description: 'Delivered.', examples: [120] }),
    dead: Type.Integer({ description: 'Given up.', examples: [3] }),
  },
  { $id: 'WebhookDeliveryCounts' },
);

export const ReplayInput = Type.Object({
  ...span,
  state: Type.Optional(OneOf(['dead', 'delivered'], { description: 'Which. `dead` if not said.' })),
});

export const Replayed = Type.Object(
  { count: Type.Integer({ description: 'How many are sent again.', examples: [3] }) },
  { $id: 'WebhookReplay' },
);

export const OrderingInput = Type.Object({
  ordering: Type.Optional(OneOf(['lane', 'strict'], { description: 'What goes before.' })),
});
