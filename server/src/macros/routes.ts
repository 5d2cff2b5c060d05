import { Type } from 'typebox';
import type { Actor, UserActor } from '../auth/actor.ts';
import { lenientId } from '../conversations/queries.ts';
import type { Db } from '../db/pool.ts';
import { HttpError } from '../errors.ts';
import { JsonText } from '../http/json.ts';
import { members, read, write, type Route } from '../http/route.ts';
import { Anything, pageNumber } from '../http/schema.ts';
import { executeMacro, executionsInConversation, executionTexts } from './execute.ts';
import { createMacro, removeMacro, updateMacro } from './macros.ts';
import { macroText, macroTexts } from './queries.ts';
import { exampleMacro, MacroInput } from './schema.ts';
import { MacroAnswer, MacroExecutions, Macros } from './shapes.ts';

const tag = 'Macros';
const path = '/macros/:macro_id';
const unsupported = { error: { actions: ['Macro execution actions x not supported.'] } };

// Routes for members have no other callers.
const user = (actor: Actor): UserActor => actor as UserActor;

const listOf = (texts: string[]): JsonText => new JsonText(`{"payload":[${texts.join(',')}]}`);

/** The macro as it is now. A missing one is answered with nothing at all, unlike any other record. */
async function shown(db: Db, actor: Actor, id: number | null): Promise<JsonText> {
  const json = await macroText(db, user(actor), id);
  if (json === undefined) throw new HttpError(404, undefined);
  return new JsonText(`{"payload":${json}}`);
}

const pageInput = Type.Object({
  page: Type.Optional(
    Anything({ description: 'Page number, from 1.', as: Type.Integer({ minimum: 1 }) }),
  ),
});

export const macroRoutes: Route[] = [
  read({
    method: 'GET',
    path: '/macros',
    access: members,
    summary: 'List macros',
    description: 'The global ones of the account, and your own.',
    tag,
    output: Macros,
    handle: async ({ db, actor }) => listOf(await macroTexts(db, user(actor))),
  }),
  write({
    method: 'POST',
    path: '/macros',
    access: members,
    summary: 'Create a macro',
    tag,
    input: MacroInput,
    output: MacroAnswer,
    examples: { request: exampleMacro },
    errors: { 422: unsupported },
    handle: async ({ tx, actor, platform, input }) =>
      shown(tx, actor, await createMacro(tx, { actor: user(actor), platform }, input)),
  }),
  read({
    method: 'GET',
    path,
    access: members,
    summary: 'Show a macro',
    description: 'One that there is not is answered with 404 and no body.',
    tag,
    // Optional: no body is an answer, too.
    output: Type.Optional(MacroAnswer),
    handle: async ({ db, actor, params }) => shown(db, actor, lenientId(params['macro_id'])),
  }),
  write({
    method: ['PATCH', 'PUT'],
    path,
    access: members,
    summary: 'Change a macro',
    description: 'For its author, and for administrators when it is global.',
    tag,
    input: MacroInput,
    output: MacroAnswer,
    examples: { request: { name: 'Hand to billing' } },
    errors: { 422: unsupported },
    handle: async ({ tx, actor, platform, params, input }) => {
      const by = { actor: user(actor), platform };
      return shown(tx, actor, await updateMacro(tx, by, { id: params['macro_id'], input }));
    },
  }),
  write({
    method: 'DELETE',
    path,
    access: members,
    summary: 'Delete a macro',
    description:
      'For its author, and for administrators when it is global and its author has left.',
    tag,
    handle: async ({ tx, actor, params }) => removeMacro(tx, user(actor), params['macro_id']),
  }),
  write({
    method: 'POST',
    path: `${path}/execute`,
    access: members,
    summary: 'Execute a macro',
    description:
      'In the conversations that you may see, each for itself, shortly after the answer. An action that cannot be done keeps none of the following from being tried; the executions say why.',
    tag,
    operation: 'executeMacro',
    input: Type.Object({
      conversation_ids: Type.Optional(
        Anything({
          description: 'Display ids.',
          examples: [[1, 2]],
          as: Type.Array(Type.Integer(), { maxItems: 1000 }),
        }),
      ),
    }),
    examples: { request: { conversation_ids: [1, 2] } },
    handle: async ({ tx, actor, params, input: { conversation_ids } }) =>
      executeMacro(tx, user(actor), { id: params['macro_id'], conversation_ids }),
  }),
  read({
    method: 'GET',
    path: `${path}/executions`,
    access: members,
    summary: 'List what became of a macro',
    description: 'Its executions of the last 30 days, in the conversations that you may see.',
    tag,
    input: pageInput,
    output: MacroExecutions,
    handle: async ({ db, actor, params, input }) =>
      listOf(
        await executionTexts(db, user(actor), {
          id: params['macro_id'],
          page: pageNumber(input.page),
        }),
      ),
  }),
  read({
    method: 'GET',
    path: '/conversations/:conversation_id/macro_executions',
    access: members,
    summary: 'List what macros did in a conversation',
    description: 'Executions of the last 30 days, with why an action could not be done.',
    tag,
    operation: 'listConversationMacroExecutions',
    input: pageInput,
    output: MacroExecutions,
    handle: async ({ db, actor, params, input }) =>
      listOf(
        await executionsInConversation(db, actor, {
          id: params['conversation_id'],
          page: pageNumber(input.page),
        }),
      ),
  }),
];
