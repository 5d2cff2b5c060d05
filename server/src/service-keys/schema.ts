import { Type } from 'typebox';
import { Anything, Id, IsoTime, Line, Nullable, OneOf } from '../http/schema.ts';

export const SCOPES = ['read', 'write'] as const;

const name = Line({ description: 'What it is for.', examples: ['Nightly export'] });
const scope = OneOf(SCOPES, { description: '`write` may read too.' });

export const NewServiceKey = Type.Object({
  name,
  scopes: Type.Array(Type.String({ description: 'One of read, write.' }), {
    description: '`read` or `write`; `write` may read too.',
    examples: [['read']],
  }),
  inbox_ids: Type.Optional(
    Nullable(Type.Array(Id('Inbox.'), { maxItems: 1000 }), {
      description: 'The only inboxes it sees; without them it sees all.',
    }),
  ),
  expires_at: Type.Optional(
    Anything({
      description: 'When it ends: ISO 8601 or Unix seconds. Without it: when it is revoked.',
      as: Type.String({ format: 'date-time' }),
    }),
  ),
});

export const ServiceKeyUpdate = Type.Object({ name: Type.Optional(name) });

const key = {
  id: Id('Service key.'),
  name: Type.String({ description: 'What it is for.', examples: ['Nightly export'] }),
  scopes: Type.Array(scope, { description: 'What it may do.', examples: [['read']] }),
  inbox_ids: Nullable(
    Type.Array(Type.Integer(), { description: 'The inboxes it sees.', examples: [[1]] }),
    { description: 'Null for all.' },
  ),
  user_id: Id('The user in whose name its messages are written.'),
  created_by_id: Nullable(Type.Integer({ description: 'Who made it.', examples: [1] })),
  created_at: IsoTime('When it was made.'),
  last_used_at: Nullable(IsoTime('When it was last used, to ten minutes.')),
  expires_at: Nullable(IsoTime('When it ends by itself.')),
};

export const ServiceKey = Type.Object(key, {
  $id: 'ServiceKey',
  description: 'What a program acts with.',
});

export const FreshServiceKey = Type.Object(
  {
    ...key,
    token: Type.String({
      description: 'For `api_access_token` or as a bearer. It is not shown again.',
      examples: ['ck_7Vq2mXb9KcR4tYw8PzLhNsGdAeJfUoMi12345678'],
    }),
  },
  { $id: 'FreshServiceKey', description: 'A new service key, with its token.' },
);
