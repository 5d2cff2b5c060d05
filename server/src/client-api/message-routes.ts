import { Type } from 'typebox';
import { findOwnConversation, lenientId, lockOwnConversation } from '../conversations/queries.ts';
import { submitValues } from '../csat/csat.ts';
import { missingParameter, notFound, unprocessable } from '../errors.ts';
import { read, write, type Route } from '../http/route.ts';
import { Anything, Nullable } from '../http/schema.ts';
import { UploadedFile } from '../http/uploaded-file.ts';
import { movedOn } from '../messages/crossing.ts';
import { sendMessage } from '../messages/messages.ts';
import { lockMessage } from '../messages/queries.ts';
import { expectedLastMessage } from '../messages/schema.ts';
import { SubmittedValues } from './schema.ts';
import { listOwnMessages, showOwnMessage } from './queries.ts';
import { ClientMessage } from './shapes.ts';

const tag = 'Client API';
const path =
  '/public/api/v1/inboxes/:inbox_identifier/contacts/:source_id/conversations/:conversation_id/messages';

export const clientMessageRoutes: Route[] = [
  read({
    method: 'GET',
    path,
    access: ['contact'],
    operation: 'listClientMessages',
    summary: 'List the messages of a conversation to its customer',
    description: 'The newest 20, oldest first. Notes and activity lines are not among them.',
    tag,
    input: Type.Object({
      before: Type.Optional(
        Anything({
          description: 'The 20 messages before this id.',
          examples: [120],
          as: Type.Integer(),
        }),
      ),
    }),
    output: Type.Array(ClientMessage),
    handle: async ({ db, visitor, params, input }) => {
      const conversation = await findOwnConversation(db, visitor, params['conversation_id']);
      return listOwnMessages(db, conversation, input.before);
    },
  }),
  write({
    method: 'POST',
    path,
    access: ['contact'],
    operation: 'createClientMessage',
    summary: 'Send a message as a customer',
    description: 'It opens a resolved conversation again.',
    tag,
    input: Type.Object({
      content: Type.Optional(
        Nullable(
          Type.String({
            description: 'Up to 150,000 characters.',
            examples: ['Where is my order?'],
          }),
        ),
      ),
      echo_id: Type.Optional(
        Anything({
          description:
            'Comes back in the answer and the event; the same one again is the same message.',
          examples: ['tmp-1'],
          as: Type.String(),
        }),
      ),
      expected_last_message_id: expectedLastMessage,
      attachments: Type.Optional(
        Anything({ description: 'Files (multipart).', as: Type.Array(Type.String()) }),
      ),
    }),
    output: ClientMessage,
    multipart: true,
    examples: { request: { content: 'Where is my order?', echo_id: 'tmp-1' } },
    errors: { 409: movedOn },
    handle: async ({ tx, visitor, params, input, platform }) => {
      const conversation = await lockOwnConversation(tx, visitor, params['conversation_id']);
      const { content, echo_id, expected_last_message_id } = input;
      const attachments = filesIn(input.attachments);
      const { id } = await sendMessage(tx, {
        conversation,
        actor: visitor,
        input: {
          content,
          echo_id,
          expected_last_message_id,
          attachments,
          message_type: 'incoming',
        },
        platform,
      });
      return showOwnMessage(tx, { account_id: visitor.account_id, id }, echo_id);
    },
  }),
  write({
    method: ['PATCH', 'PUT'],
    path: `${path}/:message_id`,
    access: ['contact'],
    operation: 'updateClientMessage',
    summary: 'Answer a message: choose an option, fill in a form, rate',
    description: 'A rating can be changed for 14 days.',
    tag,
    input: Type.Object({ submitted_values: Type.Optional(SubmittedValues) }),
    output: ClientMessage,
    examples: {
      request: { submitted_values: [{ title: 'Yes, please', value: 'yes' }] },
    },
    handle: async ({ tx, visitor, params, input }) => {
      const conversation = await lockOwnConversation(tx, visitor, params['conversation_id']);
      const message = await lockMessage(tx, conversation, lenientId(params['message_id']));
      if (message === undefined) throw notFound();
      const { submitted_values } = input;
      if (submitted_values === undefined) throw missingParameter('submitted_values');
      await submitValues(tx, { conversation, message }, { actor: visitor, submitted_values });
      return showOwnMessage(tx, message);
    },
  }),
];

/** Files that came with the request; what direct uploads announce is the team's. */
function filesIn(given: unknown): UploadedFile[] {
  if (given === undefined || given === null || given === '') return [];
  const isList = typeof given === 'object' && !(given instanceof UploadedFile);
  const all: unknown[] = (isList ? Object.values(given) : [given]).filter((each) => each !== '');
  if (all.every((each) => each instanceof UploadedFile)) return all;
  throw unprocessable('attachments must be files');
}
