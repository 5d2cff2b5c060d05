import { Type } from 'typebox';
import { Agent } from '../agents/shapes.ts';
import { findConversation, lockConversation } from '../conversations/queries.ts';
import { JsonText } from '../http/json.ts';
import { members, read, write, type Route } from '../http/route.ts';
import { Anything } from '../http/schema.ts';
import { addParticipants, eligible, participantTexts, removeParticipants } from './queries.ts';
import { parseUserIds } from './rules.ts';

const tag = 'Participants';
const path = '/conversations/:conversation_id/participants';
const input = Type.Object({
  user_ids: Anything({
    description: 'Ids of users.',
    examples: [[1, 2]],
    as: Type.Array(Type.Integer()),
  }),
});
const output = Type.Array(Agent);
const examples = { request: { user_ids: [1, 2] } };

const listText = (texts: string[]): JsonText => new JsonText(`[${texts.join(',')}]`);

export const participantRoutes: Route[] = [
  read({
    method: 'GET',
    path,
    access: members,
    summary: 'List the participants of a conversation',
    tag,
    output,
    handle: async ({ db, actor, params }) => {
      const conversation = await findConversation(db, actor, params['conversation_id']);
      return listText(await participantTexts(db, conversation));
    },
  }),
  write({
    method: 'POST',
    path,
    access: members,
    summary: 'Add participants',
    description: 'Members of the inbox and administrators. Answers with those who were added.',
    tag,
    input,
    output,
    examples,
    handle: async ({ tx, actor, params, input: { user_ids } }) => {
      const conversation = await lockConversation(tx, actor, params['conversation_id']);
      const ids = await eligible(tx, conversation, parseUserIds(user_ids));
      return listText(
        await participantTexts(tx, conversation, await addParticipants(tx, conversation, ids)),
      );
    },
  }),
  write({
    method: ['PATCH', 'PUT'],
    path,
    access: members,
    summary: 'Replace the participants',
    tag,
    input,
    output,
    examples,
    handle: async ({ tx, actor, params, input: { user_ids } }) => {
      const conversation = await lockConversation(tx, actor, params['conversation_id']);
      const ids = await eligible(tx, conversation, parseUserIds(user_ids));
      await removeParticipants(tx, conversation, { keep: ids });
      await addParticipants(tx, conversation, ids);
      return listText(await participantTexts(tx, conversation));
    },
  }),
  write({
    method: 'DELETE',
    path,
    access: members,
    summary: 'Remove participants',
    tag,
    input,
    examples,
    handle: async ({ tx, actor, params, input: { user_ids } }) => {
      const conversation = await lockConversation(tx, actor, params['conversation_id']);
      await removeParticipants(tx, conversation, { remove: parseUserIds(user_ids) });
    },
  }),
];
