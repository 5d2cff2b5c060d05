import { members, read } from '../http/route.ts';
import { linkNext } from '../http/link.ts';
import { JsonText } from '../http/json.ts';
import { listConversations, listMeta, listText } from './list.ts';
import { findConversation, showConversation } from './queries.ts';
import { ListInput } from './schema.ts';

const tag = 'Conversations';

export const conversationRoutes = [
  read({
    method: 'GET',
    path: '/conversations',
    access: members,
    summary: 'List conversations',
    tag,
    input: ListInput,
    handle: async ({ db, actor, input, platform, request, reply }) => {
      const { meta, payload, page } = await listConversations(db, actor, input);
      linkNext(request, reply, { baseUrl: platform.config.baseUrl, cursor: page.next_cursor });
      return new JsonText(`{"data":${listText(meta, payload).text}}`);
    },
  }),
  read({
    method: 'GET',
    path: '/conversations/meta',
    access: members,
    summary: 'Count conversations',
    tag,
    input: ListInput,
    handle: async ({ db, actor, input }) => ({ meta: await listMeta(db, actor, input) }),
  }),
  read({
    method: 'GET',
    path: '/conversations/:conversation_id',
    access: members,
    summary: 'Show a conversation',
    tag,
    handle: async ({ db, actor, params }) => {
      const { id } = await findConversation(db, actor, params['conversation_id']);
      return showConversation(db, actor, id);
    },
  }),
];
