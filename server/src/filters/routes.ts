import { listText } from '../conversations/list.ts';
import { FilteredConversations } from '../conversations/shapes.ts';
import { linkNext } from '../http/link.ts';
import { members, read, type Route } from '../http/route.ts';
import { filterConversations } from './filter.ts';
import { FilterInput } from './schema.ts';

export const filterRoutes: Route[] = [
  read({
    method: 'POST',
    path: '/conversations/filter',
    access: members,
    summary: 'Filter conversations',
    description:
      'Conversations of every status that meet the conditions, the one with the newest activity first unless `sort_by` says otherwise.',
    tag: 'Conversations',
    input: FilterInput,
    output: FilteredConversations,
    examples: {
      request: {
        payload: [
          { attribute_key: 'status', filter_operator: 'equal_to', values: ['open'] },
          { attribute_key: 'priority', filter_operator: 'equal_to', values: ['high'] },
        ],
      },
    },
    errors: {
      422: 'Invalid operator. The allowed operators for status are [equal_to,not_equal_to].',
    },
    handle: async ({ db, actor, input, platform, request, reply }) => {
      const { meta, payload, page } = await filterConversations(db, actor, input);
      linkNext(request, reply, { baseUrl: platform.config.baseUrl, cursor: page.next_cursor });
      return listText(meta, payload);
    },
  }),
];
