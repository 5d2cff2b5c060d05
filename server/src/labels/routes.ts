import { Type } from 'typebox';
import { changeConversation } from '../conversations/change.ts';
import { findConversation, lockConversation } from '../conversations/queries.ts';
import { parseLabels } from '../conversations/rules.ts';
import { members, read, write, type Route } from '../http/route.ts';
import { Anything } from '../http/schema.ts';
import { LabelList } from './shapes.ts';

const tag = 'Labels';
const path = '/conversations/:conversation_id/labels';

export const labelRoutes: Route[] = [
  read({
    method: 'GET',
    path,
    access: members,
    summary: 'List the labels of a conversation',
    tag,
    output: LabelList,
    handle: async ({ db, actor, params }) => {
      const { labels } = await findConversation(db, actor, params['conversation_id']);
      return { payload: labels };
    },
  }),
  write({
    method: 'POST',
    path,
    access: members,
    summary: 'Replace the labels of a conversation',
    tag,
    input: Type.Object({
      labels: Anything({
        description: 'A list of labels; an empty one clears them.',
        as: Type.Array(Type.String({ maxLength: 255 }), { maxItems: 500 }),
      }),
    }),
    output: LabelList,
    examples: { request: { labels: ['billing', 'vip'] } },
    handle: async ({ tx, actor, params, input }) => {
      const conversation = await lockConversation(tx, actor, params['conversation_id']);
      const labels = parseLabels(input.labels);
      // A mere change of order is no change (contract §7.1).
      if (!isSameSet(labels, conversation.labels)) {
        await changeConversation(tx, conversation, { labels }, { actor });
      }
      return { payload: labels };
    },
  }),
];

const isSameSet = (a: string[], b: string[]): boolean =>
  a.length === b.length && a.every((label) => b.includes(label));
