import { Type } from 'typebox';
import { showConversation } from '../conversations/queries.ts';
import { Conversation } from '../conversations/shapes.ts';
import { members, write, type Route } from '../http/route.ts';
import { Anything } from '../http/schema.ts';
import { mergeConversations } from './merge.ts';
import { unmergeConversation } from './unmerge.ts';

const tag = 'Conversations';
const conversation = '/conversations/:conversation_id';

const number = (description: string, example: number) =>
  Type.Optional(Anything({ description, examples: [example], as: Type.Integer() }));

export const mergingRoutes: Route[] = [
  write({
    method: 'POST',
    path: `${conversation}/merge`,
    access: members,
    operation: 'mergeConversations',
    summary: 'Merge conversations into this one',
    description:
      'Of the same contact; the caller must see all of them. Their messages move here, under the same ids and times; they stay as resolved stubs whose `merged_into` says where they went. For 24 hours it can be undone.',
    tag,
    input: Type.Object({
      source_id: number('Number of the conversation that becomes part of this one.', 3),
      source_ids: Type.Optional(
        Anything({
          description: 'Several of them, up to 25.',
          examples: [[3, 4]],
          as: Type.Array(Type.Integer()),
        }),
      ),
    }),
    output: Conversation,
    examples: { request: { source_id: 3 } },
    handle: async ({ tx, actor, params, input: { source_id, source_ids } }) => {
      const target = params['conversation_id'];
      const sources = source_ids ?? source_id;
      const id = await mergeConversations(tx, actor, { target, sources });
      return showConversation(tx, actor, id);
    },
  }),
  write({
    method: 'POST',
    path: `${conversation}/unmerge`,
    access: members,
    operation: 'unmergeConversation',
    summary: 'Take a merged conversation out again',
    description:
      'Within 24 hours. For the one that was merged, or the one it was merged into (then the last, or `source_id`). What moved goes back; what was written since stays in the target. The answer is the one that was taken out.',
    tag,
    input: Type.Object({
      source_id: number('Which one, of several that were merged into this one.', 3),
    }),
    output: Conversation,
    examples: { request: {} },
    handle: async ({ tx, actor, params, input: { source_id: source } }) => {
      const conversation_id = params['conversation_id'];
      const id = await unmergeConversation(tx, actor, { conversation: conversation_id, source });
      return showConversation(tx, actor, id);
    },
  }),
];
