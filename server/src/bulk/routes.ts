import { Type } from 'typebox';
import { HttpError } from '../errors.ts';
import { members, write, type Route } from '../http/route.ts';
import { Anything, FreeObject } from '../http/schema.ts';
import { changeMany } from './bulk.ts';

export const bulkRoutes: Route[] = [
  write({
    method: 'POST',
    path: '/bulk_actions',
    access: members,
    summary: 'Change many conversations',
    description:
      'Status, assignee, team, labels and snooze of the conversations that the caller may see; other ids are skipped. All or none.',
    tag: 'Bulk actions',
    input: Type.Object({
      type: Type.Optional(Anything({ description: '`Conversation`.', examples: ['Conversation'] })),
      ids: Type.Optional(Anything({ description: 'Display ids.', examples: [[1, 2]] })),
      fields: Type.Optional(FreeObject({ description: '`status`, `assignee_id`, `team_id`.' })),
      labels: Type.Optional(FreeObject({ description: '`add` and `remove`, lists of labels.' })),
      snoozed_until: Type.Optional(Anything({ description: 'Unix seconds or ISO 8601.' })),
    }),
    examples: {
      request: {
        type: 'Conversation',
        ids: [1, 2],
        fields: { status: 'resolved' },
        labels: { add: ['vip'] },
      },
    },
    errors: { 422: '{"success":false} for another type' },
    handle: async ({ tx, actor, input }) => {
      // The original camel-cases the type first, so `conversation` is good too (contract §7.6).
      if (!/^conversation$/i.test(String(input.type))) throw new HttpError(422, { success: false });
      await changeMany(tx, actor, input);
    },
  }),
];
