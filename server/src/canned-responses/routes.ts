import { Type } from 'typebox';
import { members, read, write, type Route } from '../http/route.ts';
import { Line, LongText } from '../http/schema.ts';
import {
  createCannedResponse,
  deleteCannedResponse,
  listCannedResponses,
  updateCannedResponse,
} from './canned-responses.ts';
import { CannedResponse } from './shapes.ts';

const tag = 'Canned responses';
const path = '/canned_responses/:canned_response_id';
const root = 'canned_response';

const input = Type.Object({
  short_code: Type.Optional(
    Line({ description: 'What agents type to get it; unique.', examples: ['hours'] }),
  ),
  content: Type.Optional(
    LongText({ description: 'Text of the answer.', examples: ['We are here from nine to five.'] }),
  ),
});
const request = { short_code: 'hours', content: 'We are here from nine to five.' };
const taken = { message: 'Short code has already been taken', attributes: ['short_code'] };

export const cannedResponseRoutes: Route[] = [
  read({
    method: 'GET',
    path: '/canned_responses',
    access: members,
    summary: 'List canned responses',
    tag,
    input: Type.Object({
      search: Type.Optional(
        Type.String({
          description:
            'Only those with this text, whatever its case and accents: first where the short code begins with it, then where the short code has it, then where the content has.',
          maxLength: 1000,
          examples: ['hours'],
        }),
      ),
    }),
    output: Type.Array(CannedResponse),
    handle: async ({ db, actor, input: { search } }) => listCannedResponses(db, actor, search),
  }),
  write({
    method: 'POST',
    path: '/canned_responses',
    access: members,
    summary: 'Create a canned response',
    tag,
    root,
    input,
    output: CannedResponse,
    examples: { request },
    errors: { 422: taken },
    handle: async ({ tx, actor, input: given }) => createCannedResponse(tx, actor, given),
  }),
  write({
    method: ['PATCH', 'PUT'],
    path,
    access: members,
    summary: 'Change a canned response',
    tag,
    root,
    input,
    output: CannedResponse,
    examples: { request: { content: request.content } },
    errors: { 422: taken },
    handle: async ({ tx, actor, params, input: given }) =>
      updateCannedResponse(tx, actor, { id: params['canned_response_id'], input: given }),
  }),
  write({
    method: 'DELETE',
    path,
    access: members,
    summary: 'Delete a canned response',
    tag,
    handle: async ({ tx, actor, params }) =>
      deleteCannedResponse(tx, actor, params['canned_response_id']),
  }),
];
