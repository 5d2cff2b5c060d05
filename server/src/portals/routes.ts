import { Type } from 'typebox';
import { members, read, type Route } from '../http/route.ts';
import { Anything, pageNumber } from '../http/schema.ts';

/** There are no help centres. Dashboards ask for them at every start, and want a list (contract: clients §2.3). */
const PortalList = Type.Object(
  {
    payload: Type.Array(Type.Unknown(), { description: 'Always empty.', maxItems: 0 }),
    meta: Type.Object({
      current_page: Type.Integer({ description: 'As asked for.', examples: [1] }),
      portals_count: Type.Integer({ description: 'Always 0.', examples: [0] }),
    }),
  },
  { $id: 'PortalList' },
);

export const portalRoutes: Route[] = [
  read({
    method: 'GET',
    path: '/portals',
    access: members,
    summary: 'List the help centers',
    description: 'There are none; the list is for clients that ask at their start.',
    tag: 'Account',
    input: Type.Object({
      page: Type.Optional(Anything({ description: 'Page number, from 1.', examples: [1] })),
    }),
    output: PortalList,
    handle: async ({ input }) => ({
      payload: [],
      meta: { current_page: pageNumber(input.page), portals_count: 0 },
    }),
  }),
];
