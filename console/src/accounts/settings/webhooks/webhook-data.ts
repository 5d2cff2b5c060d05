import type { Shape } from '@confab/client';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../../../api/api.ts';
import { queries } from '../../../api/queries.ts';
import type { LogSearch } from './log-search.ts';
import { spanOf } from '../../../time/days.ts';

export type Webhook = Shape<'Webhook'>;
export type Endpoint = Shape<'WebhookEndpoint'>;
export type Delivery = Shape<'WebhookDelivery'>;
export type DeliveryDetails = Shape<'WebhookDeliveryDetails'>;
export type Attempt = Shape<'WebhookAttempt'>;

/** What can be subscribed to; the first eight are usual. */
export const SUBSCRIPTIONS = [
  'conversation_status_changed',
  'conversation_updated',
  'conversation_created',
  'contact_created',
  'contact_updated',
  'message_created',
  'message_updated',
  'webwidget_triggered',
  'inbox_created',
  'inbox_updated',
  'conversation_typing_on',
  'conversation_typing_off',
  'conversation_deleted',
  'contact_deleted',
] as const;
export const USUAL: readonly string[] = SUBSCRIPTIONS.slice(0, 8);

// Nothing tells how deliveries go: while somebody looks, it is asked for again, and often while one is under way.
const SOON = 1500;
const LATER = 5000;

export const webhooksQuery = (account: number) =>
  queryOptions({
    queryKey: ['webhooks', account],
    queryFn: async () => (await unwrap(api(account).GET('/webhooks'))).payload.webhooks,
    staleTime: 0,
    refetchInterval: LATER,
  });

export const endpointsQuery = (account: number) =>
  queryOptions({
    queryKey: ['webhook-endpoints', account],
    queryFn: async () => (await unwrap(api(account).GET('/webhook_endpoints'))).payload,
    staleTime: 0,
    refetchInterval: LATER,
  });

export const endpointPath = (id: number) => ({ params: { path: { endpoint_id: id } } });

export const endpointQuery = (account: number, id: number) =>
  queryOptions({
    queryKey: ['webhook-endpoint', account, id],
    queryFn: async () =>
      unwrap(api(account).GET('/webhook_endpoints/{endpoint_id}', endpointPath(id))),
    staleTime: 0,
    refetchInterval: LATER,
  });

export const deliveriesQuery = (account: number, id: number, search: LogSearch) =>
  infiniteQueryOptions({
    queryKey: ['deliveries', account, id, search],
    queryFn: async ({ pageParam: cursor }) => {
      const { state, event } = search;
      return unwrap(
        api(account).GET('/webhook_endpoints/{endpoint_id}/deliveries', {
          params: {
            path: { endpoint_id: id },
            query: {
              ...spanOf(search),
              ...(state === undefined ? {} : { state }),
              ...(event === undefined ? {} : { event }),
              ...(cursor === '' ? {} : { cursor }),
            },
          },
        }),
      );
    },
    initialPageParam: '',
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
    staleTime: 0,
    refetchInterval: ({ state: { data } }) =>
      data?.pages.some(({ payload }) => payload.some(({ state }) => state === 'pending')) === true
        ? SOON
        : LATER,
  });

export const deliveryQuery = (account: number, sequence: number) =>
  queryOptions({
    queryKey: ['delivery', account, sequence],
    queryFn: async () =>
      unwrap(
        api(account).GET('/webhook_deliveries/{delivery_id}', {
          params: { path: { delivery_id: sequence } },
        }),
      ),
    staleTime: 0,
    refetchInterval: ({ state: { data } }) => (data?.state === 'pending' ? SOON : LATER),
  });

export interface Span {
  since: string;
  until: string;
}

/** How many there are of each state in a span; asked for again while they are being sent. */
export const countsQuery = (account: number, { id, span, sending }: { id: number; span: Span; sending: boolean }) =>
  queryOptions({
    queryKey: ['delivery-counts', account, id, span],
    queryFn: async () =>
      unwrap(
        api(account).GET('/webhook_endpoints/{endpoint_id}/delivery_counts', {
          params: { path: { endpoint_id: id }, query: span },
        }),
      ),
    staleTime: 0,
    refetchInterval: sending ? SOON : false,
  }); // prettier-ignore

/** What was changed about an address is shown wherever it is. */
export async function refreshWebhooks(account: number): Promise<void> {
  await Promise.all(
    ['webhooks', 'webhook-endpoints', 'webhook-endpoint', 'deliveries', 'delivery', 'delivery-counts'].map(
      async (name) => queries.invalidateQueries({ queryKey: [name, account] }),
    ),
  ); // prettier-ignore
}
