import { Type } from 'typebox';
import { administrators, members, read, write, type Route } from '../http/route.ts';
import { Line, LongText, Nullable } from '../http/schema.ts';
import { createLabel, deleteLabel, findLabel, listLabels, updateLabel } from './labels.ts';
import { Label, Labels } from './shapes.ts';

const tag = 'Labels';
const path = '/labels/:label_id';

const input = Type.Object({
  title: Type.Optional(
    Line({
      description:
        'Letters, numbers, `_` and `-`, at least two, the first a letter or number. Kept in lower case; unique.',
      examples: ['billing'],
    }),
  ),
  description: Type.Optional(
    Nullable(LongText({ description: 'What it is for.', examples: ['Invoices and refunds'] })),
  ),
  color: Type.Optional(Line({ description: 'Default `#1f93ff`.', examples: ['#1f93ff'] })),
  show_on_sidebar: Type.Optional(
    Nullable(Type.Boolean({ description: 'Whether clients list it beside the inboxes.' })),
  ),
});
const request = { title: 'billing', color: '#1f93ff', show_on_sidebar: true };

export const accountLabelRoutes: Route[] = [
  read({
    method: 'GET',
    path: '/labels',
    access: members,
    summary: 'List the labels of the account',
    tag,
    output: Labels,
    handle: async ({ db, actor }) => ({ payload: await listLabels(db, actor) }),
  }),
  write({
    method: 'POST',
    path: '/labels',
    access: administrators,
    summary: 'Create a label',
    tag,
    root: 'label',
    input,
    output: Label,
    examples: { request },
    errors: { 422: { message: 'Title has already been taken', attributes: ['title'] } },
    handle: async ({ tx, actor, input: given }) => createLabel(tx, actor, given),
  }),
  read({
    method: 'GET',
    path,
    access: administrators,
    summary: 'Show a label',
    tag,
    output: Label,
    handle: async ({ db, actor, params }) => findLabel(db, actor, params['label_id']),
  }),
  write({
    method: ['PATCH', 'PUT'],
    path,
    access: administrators,
    summary: 'Change a label',
    description: 'Conversations and contacts that have it get its new title shortly after.',
    tag,
    root: 'label',
    input,
    output: Label,
    examples: { request: { color: '#00aa55' } },
    errors: { 422: { message: 'Title is invalid', attributes: ['title'] } },
    handle: async ({ tx, actor, params, input: given }) =>
      updateLabel(tx, actor, { id: params['label_id'], input: given }),
  }),
  write({
    method: 'DELETE',
    path,
    access: administrators,
    summary: 'Delete a label',
    description: 'Conversations and contacts keep the word.',
    tag,
    handle: async ({ tx, actor, params }) => deleteLabel(tx, actor, params['label_id']),
  }),
];
