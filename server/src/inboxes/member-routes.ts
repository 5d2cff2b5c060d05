import { Type } from 'typebox';
import { Agent } from '../agents/shapes.ts';
import { missingParameter } from '../errors.ts';
import { administrators, members, read, write, type Route } from '../http/route.ts';
import {
  addMembers,
  removeMembers,
  replaceMembers,
  showAssignable,
  showMembers,
} from './members.ts';
import { findInbox, lockInbox } from './queries.ts';

const tag = 'Inboxes';
const path = '/inbox_members';

const Members = Type.Object({ payload: Type.Array(Agent) }, { $id: 'InboxMembers' });

const input = Type.Object({
  inbox_id: Type.Optional(Type.Integer({ description: 'Inbox.', examples: [1] })),
  user_ids: Type.Optional(
    Type.Array(Type.Integer(), { description: 'Members of the account.', examples: [[2, 3]] }),
  ),
});
const examples = { request: { inbox_id: 1, user_ids: [2, 3] } };
const errors = { 422: { message: 'User must exist', attributes: ['user'] } };

function people(given: number[] | undefined): number[] {
  if (given === undefined) throw missingParameter('user_ids');
  return given;
}

export const memberRoutes: Route[] = [
  read({
    method: 'GET',
    path: `${path}/:inbox_id`,
    access: members,
    summary: 'List the members of an inbox',
    tag,
    operation: 'listInboxMembers',
    output: Members,
    handle: async ({ db, actor, params }) =>
      showMembers(db, await findInbox(db, actor, params['inbox_id'])),
  }),
  write({
    method: 'POST',
    path,
    access: administrators,
    summary: 'Add members to an inbox',
    description: 'Answers with all of its members.',
    tag,
    operation: 'addInboxMembers',
    input,
    output: Members,
    errors,
    examples,
    handle: async ({ tx, actor, input }) => {
      const inbox = await lockInbox(tx, actor, input.inbox_id);
      await addMembers(tx, actor, { inbox, user_ids: people(input.user_ids) });
      return showMembers(tx, inbox);
    },
  }),
  write({
    method: 'PATCH',
    path,
    access: administrators,
    summary: 'Replace the members of an inbox',
    tag,
    operation: 'replaceInboxMembers',
    input,
    output: Members,
    errors,
    examples,
    handle: async ({ tx, actor, input }) => {
      const inbox = await lockInbox(tx, actor, input.inbox_id);
      await replaceMembers(tx, actor, { inbox, user_ids: people(input.user_ids) });
      return showMembers(tx, inbox);
    },
  }),
  write({
    method: 'DELETE',
    path,
    access: administrators,
    summary: 'Remove members from an inbox',
    description: 'Who is no member is ignored.',
    tag,
    operation: 'removeInboxMembers',
    input,
    examples,
    handle: async ({ tx, actor, input }) => {
      const inbox = await lockInbox(tx, actor, input.inbox_id);
      await removeMembers(tx, actor, { inbox, user_ids: people(input.user_ids) });
    },
  }),
  write({
    method: 'DELETE',
    path: `${path}/:inbox_id`,
    access: administrators,
    summary: 'Remove members from an inbox',
    description: 'As some clients ask for it: with the inbox in the address.',
    tag,
    operation: 'removeMembersOfInbox',
    input: Type.Pick(input, ['user_ids']),
    examples: { request: { user_ids: [2, 3] } },
    handle: async ({ tx, actor, params, input }) => {
      const inbox = await lockInbox(tx, actor, params['inbox_id']);
      await removeMembers(tx, actor, { inbox, user_ids: people(input.user_ids) });
    },
  }),
  read({
    method: 'GET',
    path: '/inboxes/:inbox_id/assignable_agents',
    access: members,
    summary: 'List who can be assigned in an inbox',
    description: 'Its members and every administrator.',
    tag,
    output: Members,
    handle: async ({ db, actor, params }) =>
      showAssignable(db, await findInbox(db, actor, params['inbox_id'])),
  }),
];
