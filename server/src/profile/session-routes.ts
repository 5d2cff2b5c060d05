import { Type } from 'typebox';
import { endOtherSessions } from '../auth/sessions.ts';
import { lenientId } from '../conversations/queries.ts';
import { read, write, type Route } from '../http/route.ts';
import { Id, IsoTime } from '../http/schema.ts';
import { listSessions, revokeSession, renewPubsubToken } from './session-list.ts';

const tag = 'Profile';
const path = '/api/v1/profile/sessions';

const SessionLine = Type.Object(
  {
    id: Id('Session.'),
    client: Type.String({ description: 'Its client id.', examples: ['uvN2xQ0pZr8bK1eYt5cHdA'] }),
    created_at: IsoTime('When they signed in.'),
    last_used_at: IsoTime('When it was last used, to ten minutes.'),
    expires_at: IsoTime('When it ends by itself.'),
    user_agent: Type.String({ description: 'What signed in.', examples: ['Mozilla/5.0'] }),
    address: Type.String({ description: 'Where from.', examples: ['203.0.113.7'] }),
    current: Type.Boolean({ description: 'It is the one that asks.' }),
  },
  { $id: 'Session', description: 'A client on which somebody is signed in.' },
);

export const sessionListRoutes: Route[] = [
  read({
    method: 'GET',
    path,
    access: ['user'],
    operation: 'listSessions',
    summary: 'List the clients on which they are signed in',
    tag,
    output: Type.Array(SessionLine),
    handle: async ({ db, request }) =>
      listSessions(db, {
        user_id: request.userId as number,
        client: request.session?.client ?? null,
      }),
  }),
  write({
    method: 'DELETE',
    path,
    access: ['user'],
    operation: 'revokeOtherSessions',
    summary: 'Sign out everywhere else',
    description:
      'Ends every session but the one that asks; with an access token, all of them. The `pubsub_token` changes, so that nobody hears on.',
    tag,
    handle: async ({ tx, request }) => {
      const user_id = request.userId as number;
      await endOtherSessions(tx, user_id, request.session?.client ?? null);
      await renewPubsubToken(tx, user_id);
    },
  }),
  write({
    method: 'DELETE',
    path: `${path}/:session_id`,
    access: ['user'],
    operation: 'revokeSession',
    summary: 'Sign out on one client',
    description: 'The `pubsub_token` changes, so that nobody hears on.',
    tag,
    handle: async ({ tx, params, request }) => {
      const id = lenientId(params['session_id']);
      await revokeSession(tx, { user_id: request.userId as number, id });
    },
  }),
];
