import { Type } from 'typebox';
import { findCurrentConversation } from '../conversations/queries.ts';
import { SubmittedValues } from '../client-api/schema.ts';
import { missingParameter } from '../errors.ts';
import { JsonText } from '../http/json.ts';
import { read, write, type Route } from '../http/route.ts';
import { Anything, Line, Nullable } from '../http/schema.ts';
import { answerMessage } from './answers.ts';
import { writeMessage } from './conversations.ts';
import { lastSeenAt, messagesOf, showContactRow, showSent } from './queries.ts';
import { writing } from './schema.ts';
import { AnsweringContact, SentMessage, VisitorMessages } from './shapes.ts';

const tag = 'Website widget';
const path = '/api/v1/widget/messages';

const id = (description: string) =>
  Type.Optional(Anything({ description, examples: [120], as: Type.Integer() }));

export const widgetMessageRoutes: Route[] = [
  read({
    method: 'GET',
    path,
    access: ['visitor'],
    operation: 'listVisitorMessages',
    summary: 'List the messages of a visitor’s conversation',
    description:
      'The newest 20, oldest first; the first 100 after an id; with both ids, up to 1000 from the one on and before the other. Notes and activity lines are not among them.',
    tag,
    input: Type.Object({
      before: id('The messages before this id.'),
      after: id('The messages after this id.'),
    }),
    output: VisitorMessages,
    handle: async ({ db, visitor, input }) => {
      const conversation = await findCurrentConversation(db, visitor);
      if (conversation === undefined) return { payload: [] };
      const { text } = await messagesOf(db, conversation, input);
      const contact_last_seen_at = await lastSeenAt(db, conversation);
      return new JsonText(`{"payload":${text},"meta":${JSON.stringify({ contact_last_seen_at })}}`);
    },
  }),
  write({
    method: 'POST',
    path,
    access: ['visitor'],
    operation: 'createVisitorMessage',
    summary: 'Send a message as a visitor',
    description: 'It starts a conversation when there is none, and opens a resolved one again.',
    tag,
    multipart: true,
    input: Type.Object({
      message: Type.Optional(
        Type.Object({
          ...writing,
          attachments: Type.Optional(
            Anything({
              description: 'Files (multipart), or `signed_id`s of direct uploads.',
              as: Type.Array(Type.String()),
            }),
          ),
        }),
      ),
    }),
    output: SentMessage,
    examples: { request: { message: { content: 'Where is my order?', echo_id: 'tmp-1' } } },
    errors: { 422: 'param is missing or the value is empty: message' },
    handle: async ({ tx, visitor, input: { message }, platform, request: { headers } }) => {
      if (message === undefined || Object.keys(message).length === 0) throw missingParameter('message'); // prettier-ignore
      const sent = await writeMessage(tx, { visitor, platform, headers, message });
      return showSent(tx, { account_id: visitor.account_id, id: sent.id });
    },
  }),
  write({
    method: ['PATCH', 'PUT'],
    path: `${path}/:message_id`,
    access: ['visitor'],
    operation: 'answerVisitorMessage',
    summary: 'Answer a message: leave an address, choose an option, fill in a form, rate',
    tag,
    input: Type.Object({
      contact: Type.Optional(
        Type.Object(
          {
            email: Type.Optional(
              Nullable(Line({ description: 'E-mail address.', examples: ['mia@example.com'] })),
            ),
            name: Type.Optional(Nullable(Line({ description: 'Name.', examples: ['Mia Park'] }))),
          },
          { description: 'For a message that asks for an address.' },
        ),
      ),
      message: Type.Optional(
        Type.Object(
          { submitted_values: Type.Optional(SubmittedValues) },
          { description: 'For every other message.' },
        ),
      ),
    }),
    output: AnsweringContact,
    examples: {
      request: { message: { submitted_values: [{ title: 'Yes, please', value: 'yes' }] } },
    },
    errors: {
      422: {
        error: { email: ['Invalid email'] },
        message: 'Validation failed: Email Invalid email',
      },
    },
    handle: async ({ tx, website, visitor, params, input }) => {
      const visit = { visitor, website };
      await answerMessage(tx, visit, { message_id: params['message_id'], answer: input });
      const { text } = await showContactRow(tx, visitor);
      return new JsonText(`{"contact":${text}}`);
    },
  }),
];
