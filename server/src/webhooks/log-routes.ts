import { Type } from 'typebox';
import { administrators, read, write, type Route } from '../http/route.ts';
import { countDeliveries, listDeliveries, showDelivery } from './deliveries.ts';
import { findEndpoint, listEndpoints, orderEndpoint, pauseEndpoint, resetSecret, resumeEndpoint, revokeSecret, type EndpointKey } from './endpoints.ts'; // prettier-ignore
import { DeliveryFilterInput, FreshWebhookEndpoint, OrderingInput, Replayed, ReplayInput, SpanInput, WebhookDeliveryCounts, WebhookDeliveryDetails, WebhookDeliveryPage, WebhookEndpoint } from './log-schema.ts'; // prettier-ignore
import { redeliver, replay, sendTest } from './redeliver.ts';

const tag = 'Webhooks';
const one = '/webhook_endpoints/:endpoint_id';
const delivery = '/webhook_deliveries/:delivery_id';

const access = administrators;
const output = WebhookEndpoint;

/** Where an endpoint is named: below the webhook that it belongs to, or by its own id. */
interface Place {
  path: string;
  by: EndpointKey['by'];
  noun: string;
  /** What its operations end in. */
  name: string;
}

const keyIn = ({ by }: Place, params: Record<string, string>): EndpointKey => ({
  by,
  id: params[by],
});

/** Whether an endpoint is sent anything, and with which secrets. */
const stateRoutes = (place: Place): Route[] => [
  write({
    method: 'POST',
    path: `${place.path}/pause`,
    access,
    summary: `Send ${place.noun} nothing for now`,
    description: 'What happens meanwhile is kept, and sent when it is resumed.',
    tag,
    operation: `pause${place.name}`,
    output,
    handle: async ({ tx, actor, params }) => pauseEndpoint(tx, actor, keyIn(place, params)),
  }),
  write({
    method: 'POST',
    path: `${place.path}/resume`,
    access,
    summary: `Send ${place.noun} events again`,
    description: 'What waited is sent now.',
    tag,
    operation: `resume${place.name}`,
    output,
    handle: async ({ tx, actor, params }) => resumeEndpoint(tx, actor, keyIn(place, params)),
  }),
  write({
    method: 'DELETE',
    path: `${place.path}/previous_secret`,
    access,
    summary: 'Let the secret before sign nothing any more',
    tag,
    operation: `revoke${place.name}Secret`,
    output,
    handle: async ({ tx, actor, params }) => revokeSecret(tx, actor, keyIn(place, params)),
  }),
];

/** What an endpoint was sent. */
const listingRoutes = (place: Place): Route[] => [
  read({
    method: 'GET',
    path: `${place.path}/deliveries`,
    access,
    summary: `List what ${place.noun} is sent`,
    description: 'The newest first. They are kept for 30 days.',
    tag,
    operation: `list${place.name}Deliveries`,
    input: DeliveryFilterInput,
    output: WebhookDeliveryPage,
    handle: async ({ db, actor, params, input }) =>
      listDeliveries(db, actor, { key: keyIn(place, params), filter: input }),
  }),
  read({
    method: 'GET',
    path: `${place.path}/delivery_counts`,
    access,
    summary: `Count what ${place.noun} is sent`,
    description:
      'Of a span of time by what became of it: what a replay would send, and how far it is.',
    tag,
    operation: `count${place.name}Deliveries`,
    input: SpanInput,
    output: WebhookDeliveryCounts,
    handle: async ({ db, actor, params, input }) =>
      countDeliveries(db, actor, { key: keyIn(place, params), span: input }),
  }),
];

/** Sending an endpoint something once more. */
const sendingRoutes = (place: Place): Route[] => [
  write({
    method: 'POST',
    path: `${place.path}/test`,
    access,
    summary: `Send ${place.noun} an event that says nothing`,
    description: 'Its `event` is `webhook_test`. The log has what becomes of it.',
    tag,
    operation: `test${place.name}`,
    output: WebhookDeliveryDetails,
    handle: async ({ tx, actor, params }) => {
      const id = await sendTest(tx, actor, keyIn(place, params));
      return showDelivery(tx, actor, id);
    },
  }),
  write({
    method: 'POST',
    path: `${place.path}/replay`,
    access,
    summary: `Send ${place.noun} again what it was sent in a span of time`,
    description: 'With the bodies and ids of then, in the order in which it happened.',
    tag,
    operation: `replay${place.name}`,
    input: ReplayInput,
    output: Replayed,
    examples: { request: { since: 1_795_424_797 } },
    handle: async ({ tx, actor, params, input }) =>
      replay(tx, actor, { key: keyIn(place, params), range: input }),
  }),
];

const webhook: Place = {
  path: '/webhooks/:webhook_id',
  by: 'webhook_id',
  noun: 'a webhook',
  name: 'Webhook',
};
const address: Place = {
  path: one,
  by: 'endpoint_id',
  noun: 'an address',
  name: 'WebhookEndpoint',
};

export const webhookLogRoutes: Route[] = [
  read({
    method: 'GET',
    path: '/webhook_endpoints',
    access,
    summary: 'List all addresses that are told what happens',
    description: 'Webhooks, addresses of API inboxes and of bots, and those that macros and rules call.', // prettier-ignore
    tag,
    output: Type.Object({ payload: Type.Array(WebhookEndpoint) }, { $id: 'WebhookEndpointList' }),
    handle: async ({ db, actor }) => ({ payload: await listEndpoints(db, actor) }),
  }),
  read({
    method: 'GET',
    path: one,
    access,
    summary: 'Show how an address does',
    tag,
    output,
    handle: async ({ db, actor, params }) =>
      findEndpoint(db, actor, { by: 'endpoint_id', id: params['endpoint_id'] }),
  }),
  write({
    method: 'PATCH',
    path: one,
    access,
    summary: 'Say in which order an address is told',
    tag,
    input: OrderingInput,
    output,
    examples: { request: { ordering: 'strict' } },
    handle: async ({ tx, actor, params, input }) => {
      const key = { by: 'endpoint_id', id: params['endpoint_id'] } as const;
      if (input.ordering === undefined) return findEndpoint(tx, actor, key);
      return orderEndpoint(tx, actor, { key, ordering: input.ordering });
    },
  }),
  write({
    method: 'POST',
    path: `${one}/reset_secret`,
    access,
    summary: 'Give an address another secret',
    description:
      'The answer has the new `secret`; it is never shown again. The one before signs as well for 24 hours.',
    tag,
    secret: true,
    operation: 'resetWebhookEndpointSecret',
    output: FreshWebhookEndpoint,
    handle: async ({ tx, actor, params, platform: { vault }, reply }) => {
      void reply.header('cache-control', 'no-store');
      const key = { by: 'endpoint_id', id: params['endpoint_id'] } as const;
      const { endpoint, secret } = await resetSecret(tx, { vault, actor, key });
      return { ...endpoint, secret };
    },
  }),
  ...[webhook, address].flatMap((place) => [
    ...stateRoutes(place),
    ...listingRoutes(place),
    ...sendingRoutes(place),
  ]),
  read({
    method: 'GET',
    path: delivery,
    access,
    summary: 'Show a delivery with every attempt',
    description: 'By its id or its sequence.',
    tag,
    output: WebhookDeliveryDetails,
    handle: async ({ db, actor, params }) => showDelivery(db, actor, params['delivery_id']),
  }),
  write({
    method: 'POST',
    path: `${delivery}/redeliver`,
    access,
    summary: 'Send a delivery again, now',
    description: 'With the same body and id.',
    tag,
    operation: 'redeliverWebhookDelivery',
    output: WebhookDeliveryDetails,
    handle: async ({ tx, actor, params }) => {
      const id = await redeliver(tx, actor, params['delivery_id']);
      return showDelivery(tx, actor, id);
    },
  }),
];
