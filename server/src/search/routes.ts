import { listText } from '../conversations/list.ts';
import { ListInput } from '../conversations/schema.ts';
import { linkNext } from '../http/link.ts';
import { members, read, type Route } from '../http/route.ts';
import { searchConversations } from './search.ts';
import { SearchResults } from './shapes.ts';

export const searchRoutes: Route[] = [
  read({
    method: 'GET',
    path: '/conversations/search',
    access: members,
    summary: 'Search conversations',
    description:
      'Conversations of every status with messages that contain `q`, whatever its case and accents, and those messages: the newest 100 of each conversation, oldest first. Without `q` it finds what the list finds.',
    tag: 'Conversations',
    input: ListInput,
    output: SearchResults,
    examples: { request: { q: 'order' } },
    handle: async ({ db, actor, input, platform, request, reply }) => {
      const { meta, payload, page } = await searchConversations(db, actor, input);
      linkNext(request, reply, { baseUrl: platform.config.baseUrl, cursor: page.next_cursor });
      return listText(meta, payload);
    },
  }),
];
