import { Type } from 'typebox';
import type { UserActor } from '../auth/actor.ts';
import { findConversation } from '../conversations/queries.ts';
import { members, read, write, type Route } from '../http/route.ts';
import { Nullable, UnixTime } from '../http/schema.ts';
import { findViewers, showViewing } from './viewing.ts';

const tag = 'Conversations';
const path = '/conversations/:conversation_id/viewing';

const Viewers = Type.Object(
  {
    conversation_id: Type.Integer({ description: 'Number of the conversation.', examples: [3] }),
    users: Type.Record(Type.String(), Nullable(Type.String()), {
      description: 'By id, as in presence.update.',
      examples: [{ '1': 'online' }],
    }),
    viewers: Type.Array(
      Type.Object({
        id: Type.Integer({ description: 'Of the user.', examples: [1] }),
        name: Type.String({ description: 'Full name.', examples: ['Ada Byron'] }),
        available_name: Type.String({ description: 'As customers see it.', examples: ['Ada'] }),
        thumbnail: Type.String({
          description: 'Address of the picture, or empty.',
          examples: [''],
        }),
        availability_status: Nullable(
          Type.String({ description: 'online, busy or offline.', examples: ['online'] }),
        ),
        viewing_since: UnixTime('When they came.'),
        expires_at: UnixTime('When they are no longer shown, unless they say so again.'),
      }),
      { description: 'In the order in which they came.' },
    ),
    expires_in: Type.Integer({
      description: 'Seconds for which somebody is shown; say so again in half the time.',
      examples: [45],
    }),
  },
  { $id: 'Viewers' },
);

export const viewingRoutes: Route[] = [
  read({
    method: 'GET',
    path,
    access: members,
    summary: 'List who looks at a conversation',
    tag,
    output: Viewers,
    handle: async ({ db, actor, params }) =>
      findViewers(db, await findConversation(db, actor, params['conversation_id'])),
  }),
  write({
    method: 'POST',
    path,
    access: members,
    summary: 'Show that one looks at a conversation',
    description:
      'The team hears `conversation.viewing` with everybody who does; customers do not. Over /cable the action `viewing` does the same.',
    tag,
    input: Type.Object({
      viewing: Type.Optional(Type.Boolean({ description: 'False when one leaves. Default true.' })),
    }),
    output: Viewers,
    examples: { request: { viewing: true } },
    handle: async ({ tx, actor, params, input }) => {
      const conversation = await findConversation(tx, actor, params['conversation_id']);
      const { viewing = true } = input;
      // Bots may not call this.
      return showViewing(tx, conversation, { actor: actor as UserActor, viewing });
    },
  }),
];
