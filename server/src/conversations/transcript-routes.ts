import { Type } from 'typebox';
import { members, write, type Route } from '../http/route.ts';
import { findConversation } from './queries.ts';
import { requestTranscript } from './transcript.ts';

export const transcriptRoutes: Route[] = [
  write({
    method: 'POST',
    path: '/conversations/:conversation_id/transcript',
    access: members,
    summary: 'Mail the conversation to somebody',
    description:
      'The mail leaves shortly after the answer, and is tried again for about a day while the mail ' +
      'server does not take it. At most 30 an hour per account.',
    tag: 'Conversations',
    input: Type.Object({
      email: Type.Optional(Type.String({ description: 'One e-mail address.' })),
    }),
    examples: { request: { email: 'mia@example.com' } },
    errors: { 422: 'email param missing', 429: 'Retry later' },
    handle: async ({ tx, actor, params, input }) => {
      const conversation = await findConversation(tx, actor, params['conversation_id']);
      await requestTranscript(tx, conversation, { actor, email: input.email ?? '' });
    },
  }),
];
