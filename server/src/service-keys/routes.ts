import { Type } from 'typebox';
import { administrators, read, write, type Route } from '../http/route.ts';
import { FreshServiceKey, NewServiceKey, ServiceKey, ServiceKeyUpdate } from './schema.ts';
import {
  createServiceKey,
  listServiceKeys,
  renameServiceKey,
  revokeServiceKey,
} from './service-keys.ts';

const tag = 'Service keys';
const root = 'service_key';
const record = '/service_keys/:service_key_id';

export const serviceKeyRoutes: Route[] = [
  read({
    method: 'GET',
    path: '/service_keys',
    access: administrators,
    summary: 'List the service keys',
    tag,
    output: Type.Array(ServiceKey),
    handle: async ({ db, actor }) => listServiceKeys(db, actor),
  }),
  write({
    method: 'POST',
    path: '/service_keys',
    access: administrators,
    summary: 'Create a service key',
    description: 'Its token is in this answer alone, which is why a repetition makes another key.',
    tag,
    root,
    secret: true,
    input: NewServiceKey,
    examples: { request: { name: 'Nightly export', scopes: ['read'] } },
    output: FreshServiceKey,
    handle: async ({ tx, actor, input, platform, reply }) => {
      void reply.header('cache-control', 'no-store');
      return createServiceKey(tx, platform.vault, { actor, input });
    },
  }),
  write({
    method: ['PATCH', 'PUT'],
    path: record,
    access: administrators,
    summary: 'Give a service key another name',
    tag,
    root,
    input: ServiceKeyUpdate,
    examples: { request: { name: 'Weekly export' } },
    output: ServiceKey,
    handle: async ({ tx, actor, input, params }) =>
      renameServiceKey(tx, actor, { id: params['service_key_id'], name: input.name ?? '' }),
  }),
  write({
    method: 'DELETE',
    path: record,
    access: administrators,
    summary: 'Revoke a service key',
    tag,
    handle: async ({ tx, actor, params }) => revokeServiceKey(tx, actor, params['service_key_id']),
  }),
];
