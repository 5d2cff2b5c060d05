import { Type } from 'typebox';
import { members, read, write, type Route } from '../http/route.ts';
import { Anything, Line, LongText, Nullable, OneOf } from '../http/schema.ts';
import {
  createDefinition,
  deleteDefinition,
  findDefinition,
  listDefinitions,
  updateDefinition,
} from './definitions.ts';
import { ATTRIBUTE_MODELS, ATTRIBUTE_TYPES } from './rules.ts';
import { CustomAttributeDefinition } from './shapes.ts';

const tag = 'Custom attributes';
const path = '/custom_attribute_definitions/:definition_id';
const root = 'custom_attribute_definition';

const model = Type.Optional(
  Anything({
    description: '`conversation_attribute` (0) or `contact_attribute` (1).',
    examples: ['contact_attribute'],
    as: OneOf(ATTRIBUTE_MODELS),
  }),
);

const input = Type.Object({
  attribute_display_name: Type.Optional(
    Line({ description: 'Name to show.', examples: ['Order'] }),
  ),
  attribute_display_type: Type.Optional(
    Anything({
      description: 'Kind of value, by name or by its number from 0. Default `text`.',
      examples: ['text'],
      as: OneOf(ATTRIBUTE_TYPES),
    }),
  ),
  attribute_description: Type.Optional(Nullable(LongText({ description: 'What it is for.' }))),
  attribute_key: Type.Optional(
    Line({ description: 'Key in `custom_attributes`; unique.', examples: ['order_id'] }),
  ),
  regex_pattern: Type.Optional(
    Nullable(Line({ description: 'What values of a text must match, for clients.' })),
  ),
  regex_cue: Type.Optional(
    Nullable(Line({ description: 'What people read when they do not match.' })),
  ),
  attribute_values: Type.Optional(
    Type.Array(Line(), { description: 'Choices of a list.', examples: [['small', 'large']] }),
  ),
  attribute_model: model,
  default_value: Type.Optional(Nullable(Type.Integer({ description: 'Default value.' }))),
});
const request = {
  attribute_display_name: 'Order',
  attribute_key: 'order_id',
  attribute_display_type: 'text',
  attribute_model: 'conversation_attribute',
};
const taken = { message: 'Attribute key has already been taken', attributes: ['attribute_key'] };

export const customAttributeRoutes: Route[] = [
  read({
    method: 'GET',
    path: '/custom_attribute_definitions',
    access: members,
    summary: 'List the custom attributes',
    tag,
    input: Type.Object({ attribute_model: model }),
    output: Type.Array(CustomAttributeDefinition),
    handle: async ({ db, actor, input: { attribute_model } }) =>
      listDefinitions(db, actor, attribute_model),
  }),
  write({
    method: 'POST',
    path: '/custom_attribute_definitions',
    access: members,
    summary: 'Define a custom attribute',
    tag,
    root,
    input,
    output: CustomAttributeDefinition,
    examples: { request },
    errors: { 422: taken },
    handle: async ({ tx, actor, input: given }) => createDefinition(tx, actor, given),
  }),
  read({
    method: 'GET',
    path,
    access: members,
    summary: 'Show a custom attribute',
    tag,
    output: CustomAttributeDefinition,
    handle: async ({ db, actor, params }) => findDefinition(db, actor, params['definition_id']),
  }),
  write({
    method: ['PATCH', 'PUT'],
    path,
    access: members,
    summary: 'Change a custom attribute',
    tag,
    root,
    input,
    output: CustomAttributeDefinition,
    examples: { request: { attribute_display_name: 'Order number' } },
    errors: { 422: taken },
    handle: async ({ tx, actor, params, input: given }) =>
      updateDefinition(tx, actor, { id: params['definition_id'], input: given }),
  }),
  write({
    method: 'DELETE',
    path,
    access: members,
    summary: 'Delete a custom attribute',
    description:
      'Nobody is asked for it any more: it goes from the required attributes of the account and the pre-chat forms of its inboxes. Values that conversations and contacts have stay.',
    tag,
    status: 204,
    handle: async ({ tx, actor, params }) => deleteDefinition(tx, actor, params['definition_id']),
  }),
];
