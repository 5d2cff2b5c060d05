export { WebhooksPage } from './webhooks.tsx';
export { EndpointPage } from './endpoint.tsx';
export { DeliveryPage } from './delivery.tsx';
