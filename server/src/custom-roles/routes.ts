import { Type } from 'typebox';
import { administrators, read, write, type Route } from '../http/route.ts';
import {
  createCustomRole,
  deleteCustomRole,
  findCustomRole,
  listCustomRoles,
  updateCustomRole,
} from './custom-roles.ts';
import { CustomRole, CustomRoleInput } from './shapes.ts';

const tag = 'Custom roles';
const access = administrators;
const root = 'custom_role';
const record = '/custom_roles/:custom_role_id';
const examples = {
  request: { name: 'Night shift', permissions: ['conversation_unassigned_manage'] },
};

export const customRoleRoutes: Route[] = [
  read({
    method: 'GET',
    path: '/custom_roles',
    access,
    summary: 'List the custom roles',
    tag,
    output: Type.Array(CustomRole),
    handle: async ({ db, actor }) => listCustomRoles(db, actor),
  }),
  read({
    method: 'GET',
    path: record,
    access,
    summary: 'Show a custom role',
    tag,
    output: CustomRole,
    handle: async ({ db, actor, params }) => findCustomRole(db, actor, params['custom_role_id']),
  }),
  write({
    method: 'POST',
    path: '/custom_roles',
    access,
    summary: 'Create a custom role',
    tag,
    root,
    input: CustomRoleInput,
    output: CustomRole,
    examples,
    handle: async ({ tx, actor, input }) => createCustomRole(tx, actor, input),
  }),
  write({
    method: ['PATCH', 'PUT'],
    path: record,
    access,
    summary: 'Update a custom role',
    tag,
    root,
    input: CustomRoleInput,
    output: CustomRole,
    examples,
    handle: async ({ tx, actor, params, input }) =>
      updateCustomRole(tx, actor, { id: params['custom_role_id'], input }),
  }),
  write({
    method: 'DELETE',
    path: record,
    access,
    summary: 'Delete a custom role',
    description: 'Agents who held it become agents without a custom role.',
    tag,
    handle: async ({ tx, actor, params }) => deleteCustomRole(tx, actor, params['custom_role_id']),
  }),
];
