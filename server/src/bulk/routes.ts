import { Type } from 'typebox';
import { ConversationStatus } from '../conversations/schema.ts';
import { HttpError } from '../errors.ts';
import { members, write, type Route } from '../http/route.ts';
import { Anything, FreeObject, Nullable } from '../http/schema.ts';
import { changeMany } from './bulk.ts';
import { changeManyContacts } from './contacts.ts';

const Fields = Type.Object({
  status: Type.Optional(ConversationStatus),
  assignee_id: Type.Optional(Nullable(Type.Integer({ description: 'Null unassigns.' }))),
  team_id: Type.Optional(Nullable(Type.Integer({ description: 'Null or 0 removes it.' }))),
});

const LabelChanges = Type.Object({
  add: Type.Optional(Type.Array(Type.String(), { description: 'Put these on.' })),
  remove: Type.Optional(Type.Array(Type.String(), { description: 'Take these off.' })),
});

export const bulkRoutes: Route[] = [
  write({
    method: 'POST',
    path: '/bulk_actions',
    access: members,
    summary: 'Change many conversations or contacts',
    description:
      'Status, assignee, team, labels and snooze of the conversations that the caller may see; other ids are skipped. Of contacts the labels, or with `action_name` `delete` (administrators only) all there is. All or none. Another `type` is answered with 422 and `success: false`.',
    tag: 'Bulk actions',
    input: Type.Object({
      type: Anything({
        description: '`Conversation` or `Contact`.',
        examples: ['Conversation'],
        as: Type.Union([Type.Literal('Conversation'), Type.Literal('Contact')]),
      }),
      ids: Type.Optional(
        Anything({
          description: 'Display ids of conversations, or ids of contacts.',
          examples: [[1, 2]],
          as: Type.Array(Type.Integer(), { maxItems: 1000 }),
        }),
      ),
      action_name: Type.Optional(
        Anything({ description: '`delete`, of contacts.', as: Type.Literal('delete') }),
      ),
      fields: Type.Optional(
        FreeObject({ description: '`status`, `assignee_id`, `team_id`.', as: Fields }),
      ),
      labels: Type.Optional(
        FreeObject({ description: '`add` and `remove`, lists of labels.', as: LabelChanges }),
      ),
      snoozed_until: Type.Optional(
        Anything({
          description: 'Unix seconds or ISO 8601.',
          as: Type.Union([Type.Integer(), Type.String()]),
        }),
      ),
    }),
    examples: {
      request: {
        type: 'Conversation',
        ids: [1, 2],
        fields: { status: 'resolved' },
        labels: { add: ['vip'] },
      },
    },
    handle: async ({ tx, actor, input }) => {
      // The original camel-cases the type first, so `conversation` is good too (contract §7.6).
      const type = String(input.type).toLowerCase();
      if (type === 'conversation') await changeMany(tx, actor, input);
      else if (type === 'contact') await changeManyContacts(tx, actor, input);
      else throw new HttpError(422, { success: false });
    },
  }),
];
