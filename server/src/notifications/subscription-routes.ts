import { Type } from 'typebox';
import { read, write, type Route } from '../http/route.ts';
import { Anything, FreeObject, Id, IsoTime, Nullable, OneOf } from '../http/schema.ts';
import { listSubscriptions, subscribe, unsubscribe } from './subscriptions.ts';

const tag = 'Notifications';
const path = '/api/v1/notification_subscriptions';

const subscription_type = OneOf(['browser_push', 'fcm'], {
  description: 'A browser, or a phone.',
  examples: ['browser_push'],
});
const subscription_attributes = FreeObject({
  description: 'What the push service needs: `endpoint` and keys, or `device_id` and `push_token`.',
  examples: [{ endpoint: 'https://push.example.com/abc', p256dh: 'key', auth: 'key' }],
});

const Subscription = Type.Object(
  {
    id: Id('Subscription.'),
    user_id: Id('Whose it is.'),
    subscription_type,
    subscription_attributes,
    created_at: IsoTime('When it was made.'),
    updated_at: IsoTime('When it last changed.'),
    identifier: Type.String({
      description: 'The endpoint, or the id of the phone.',
      examples: ['https://push.example.com/abc'],
    }),
  },
  { $id: 'NotificationSubscription', description: 'A browser or phone that wants to be told.' },
);

const Device = Type.Object(
  {
    id: Id('Subscription.'),
    subscription_type,
    identifier: Type.String({
      description: 'The endpoint, or the id of the phone.',
      examples: ['https://push.example.com/abc'],
    }),
    state: OneOf(['active', 'failing', 'stored'], {
      description:
        '`active`, `failing` since its push service refused the last push, or `stored`: a phone, which is not pushed.',
      examples: ['active'],
    }),
    failure: Nullable(
      Type.String({ description: 'What it met.', examples: ['the push service answered 403'] }),
      { description: 'What the last push met, if it failed.' },
    ),
    last_sent_at: Nullable(IsoTime('When a push last reached it.')),
    created_at: IsoTime('When it was made.'),
    updated_at: IsoTime('When it last changed.'),
  },
  { $id: 'NotificationDevice', description: 'A browser or phone, and whether pushes reach it.' },
);

export const subscriptionRoutes: Route[] = [
  read({
    method: 'GET',
    path,
    access: ['user'],
    operation: 'listSubscriptions',
    summary: 'List your browsers and phones',
    description: 'Those that want to be told, and whether pushes reach them.',
    tag,
    output: Type.Object({ payload: Type.Array(Device) }),
    handle: async ({ db, request }) => listSubscriptions(db, request.userId as number),
  }),
  write({
    method: 'POST',
    path,
    access: ['user'],
    operation: 'subscribe',
    summary: 'Register a browser or phone',
    description: 'One that somebody else had registered becomes yours.',
    tag,
    root: 'notification_subscription',
    input: Type.Object({
      subscription_type: Type.Optional(subscription_type),
      subscription_attributes: Type.Optional(subscription_attributes),
    }),
    output: Subscription,
    examples: {
      request: {
        subscription_type: 'browser_push',
        subscription_attributes: { endpoint: 'https://push.example.com/abc' },
      },
    },
    handle: async ({ tx, input, request, platform: { config } }) =>
      subscribe(tx, { userId: request.userId as number, config }, input),
  }),
  write({
    method: 'DELETE',
    path,
    access: ['user'],
    operation: 'unsubscribe',
    summary: 'Take a browser or phone off the list',
    description:
      'Yours with this push token, or with this identifier; when there is none, nothing happens.',
    tag,
    input: Type.Object({
      push_token: Type.Optional(
        Anything({ description: 'Its push token.', examples: ['abc'], as: Type.String() }),
      ),
      identifier: Type.Optional(
        Anything({
          description: 'Or its identifier: the endpoint of a browser.',
          examples: ['https://push.example.com/abc'],
          as: Type.String(),
        }),
      ),
    }),
    examples: { request: { push_token: 'abc' } },
    handle: async ({ tx, input, request }) => unsubscribe(tx, request.userId as number, input),
  }),
];
