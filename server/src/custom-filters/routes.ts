import { Type } from 'typebox';
import { members, read, write, type Route } from '../http/route.ts';
import { Anything, FreeObject, Line, OneOf } from '../http/schema.ts';
import {
  createFilter,
  deleteFilter,
  findFilter,
  listFilters,
  updateFilter,
} from './custom-filters.ts';
import { CustomFilter, FILTER_TYPES } from './shapes.ts';

const tag = 'Custom filters';
const path = '/custom_filters/:custom_filter_id';
const root = 'custom_filter';

const filterType = Type.Optional(
  Anything({
    description: '`conversation` (default), `contact` or `report`.',
    examples: ['conversation'],
    as: OneOf(FILTER_TYPES),
  }),
);

const input = Type.Object({
  name: Type.Optional(Line({ description: 'Name.', examples: ['Urgent and open'] })),
  filter_type: filterType,
  query: Type.Optional(
    FreeObject({
      description: 'What the client filters by; kept as it is.',
      examples: [{ payload: [] }],
    }),
  ),
  shared: Type.Optional(
    Type.Boolean({
      description:
        'Give it to everybody in the account. Only administrators share filters and change shared ones.',
      examples: [false],
    }),
  ),
});
const request = {
  name: 'Urgent and open',
  filter_type: 'conversation',
  query: { payload: [{ attribute_key: 'status', filter_operator: 'equal_to', values: ['open'] }] },
};

export const customFilterRoutes: Route[] = [
  read({
    method: 'GET',
    path: '/custom_filters',
    access: members,
    summary: 'List saved views',
    description: 'Your own, and after them those that others share with the account.',
    tag,
    input: Type.Object({ filter_type: filterType }),
    output: Type.Array(CustomFilter),
    handle: async ({ db, actor, input: { filter_type } }) => listFilters(db, actor, filter_type),
  }),
  write({
    method: 'POST',
    path: '/custom_filters',
    access: members,
    summary: 'Save a view',
    tag,
    root,
    input,
    output: CustomFilter,
    examples: { request },
    errors: { 422: { message: "Name can't be blank", attributes: ['name'] } },
    handle: async ({ tx, actor, input: given }) => createFilter(tx, actor, given),
  }),
  read({
    method: 'GET',
    path,
    access: members,
    summary: 'Show a saved view',
    tag,
    output: CustomFilter,
    handle: async ({ db, actor, params }) => findFilter(db, actor, params['custom_filter_id']),
  }),
  write({
    method: ['PATCH', 'PUT'],
    path,
    access: members,
    summary: 'Change a saved view',
    tag,
    root,
    input,
    output: CustomFilter,
    examples: { request },
    errors: { 422: { message: "Name can't be blank", attributes: ['name'] } },
    handle: async ({ tx, actor, params, input: given }) =>
      updateFilter(tx, actor, { id: params['custom_filter_id'], input: given }),
  }),
  write({
    method: 'DELETE',
    path,
    access: members,
    summary: 'Delete a saved view',
    tag,
    status: 204,
    handle: async ({ tx, actor, params }) => deleteFilter(tx, actor, params['custom_filter_id']),
  }),
];
