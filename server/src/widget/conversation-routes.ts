import { Type } from 'typebox';
import type { ContactActor } from '../auth/actor.ts';
import { throttle } from '../auth/throttles.ts';
import { noteSeen } from '../client-api/seen.ts';
import { changeConversation } from '../conversations/change.ts';
import { setCustomAttributes } from '../conversations/custom-attributes.ts';
import {
  findCurrentConversation,
  lockCurrentConversation,
  type Conversation,
} from '../conversations/queries.ts';
import { requestTranscript } from '../conversations/transcript.ts';
import { toggleTyping } from '../conversations/typing.ts';
import type { Tx } from '../db/pool.ts';
import { HttpError, missingParameter } from '../errors.ts';
import { clientAddress } from '../http/client-address.ts';
import { JsonText } from '../http/json.ts';
import { read, write, type Route } from '../http/route.ts';
import { Anything, FreeObject, Nullable, OneOf } from '../http/schema.ts';
import { introduce, withoutKeys } from './contacts.ts';
import { startConversation } from './conversations.ts';
import { addressOf, showConversationRow, showCurrent, showOpened } from './queries.ts';
import { CurrentConversation, RawConversation, StartedConversation } from './shapes.ts';
import { PreChat, WrittenMessage } from './schema.ts';

const tag = 'Website widget';
const path = '/api/v1/widget/conversations';

const empty = (status: 403 | 404): HttpError => new HttpError(status, undefined);

/** The conversation that goes on, locked. Throws the empty 404 of these calls when there is none. */
async function current(tx: Tx, visitor: ContactActor): Promise<Conversation> {
  const conversation = await lockCurrentConversation(tx, visitor);
  if (conversation === undefined) throw empty(404);
  return conversation;
}

const none = { 404: '' };

export const widgetConversationRoutes: Route[] = [
  read({
    method: 'GET',
    path,
    access: ['visitor'],
    operation: 'getVisitorConversation',
    summary: 'Show the conversation of a visitor',
    description:
      'The last one; of all their verified sessions here once they have proven who they are.',
    tag,
    output: CurrentConversation,
    handle: async ({ db, visitor }) => {
      const conversation = await findCurrentConversation(db, visitor);
      return conversation === undefined ? new JsonText('{}') : showCurrent(db, conversation);
    },
  }),
  write({
    method: 'POST',
    path,
    access: ['visitor'],
    operation: 'startVisitorConversation',
    summary: 'Start a conversation as a visitor, with what the form before it asked',
    description: 'Always a new one. What is no address or number is left out.',
    tag,
    input: Type.Object({
      contact: Type.Optional(PreChat),
      message: Type.Optional(WrittenMessage),
      custom_attributes: Type.Optional(
        Nullable(
          FreeObject({ description: 'Of the conversation.', examples: [{ order: '4711' }] }),
        ),
      ),
    }),
    output: StartedConversation,
    examples: {
      request: {
        contact: { name: 'Mia Park', email: 'mia@example.com' },
        message: { content: 'Where is my order?', referer_url: 'https://shop.example.com/orders' },
      },
    },
    errors: { 422: 'param is missing or the value is empty: message' },
    prepare: async ({ platform, request }) => {
      await throttle(platform, { widget_conversations_address: clientAddress(request) });
    },
    handle: async ({ tx, website, visitor, input, platform, request: { headers } }) => {
      const { message, contact = {} } = input;
      if (message === undefined || Object.keys(message).length === 0) throw missingParameter('message'); // prettier-ignore
      const custom_attributes = input.custom_attributes ?? undefined;
      const known = await introduce(tx, { visitor, website }, contact);
      const writing = { visitor: known, platform, headers, message, custom_attributes };
      const { id } = await startConversation(tx, writing);
      return showOpened(tx, { account_id: visitor.account_id, id });
    },
  }),
  write({
    method: 'POST',
    path: `${path}/toggle_typing`,
    access: ['visitor'],
    operation: 'toggleVisitorTyping',
    summary: 'Tell the team that the visitor types',
    tag,
    input: Type.Object({
      typing_status: Type.Optional(
        Anything({
          description: '`on` or `off`; anything else is ignored.',
          examples: ['on'],
          as: OneOf(['on', 'off']),
        }),
      ),
    }),
    examples: { request: { typing_status: 'on' } },
    errors: none,
    handle: async ({ tx, visitor, input }) => {
      const conversation = await findCurrentConversation(tx, visitor);
      if (conversation === undefined) throw empty(404);
      const { typing_status } = input;
      await toggleTyping(tx, conversation, { actor: visitor, typing_status, is_private: false });
    },
  }),
  // By a GET, as clients do it (contract: customer §10, quirk 7).
  write({
    method: 'GET',
    path: `${path}/toggle_status`,
    access: ['visitor'],
    operation: 'resolveVisitorConversation',
    summary: 'Resolve the conversation as its visitor',
    description: 'Where the website lets them; one that is resolved stays so.',
    tag,
    errors: { ...none, 403: '' },
    handle: async ({ tx, website, visitor }) => {
      const conversation = await current(tx, visitor);
      if (!website.features.includes('end_conversation')) throw empty(403);
      await changeConversation(tx, conversation, { status: 'resolved' }, { actor: visitor });
    },
  }),
  write({
    method: 'POST',
    path: `${path}/update_last_seen`,
    access: ['visitor'],
    operation: 'markVisitorConversationSeen',
    summary: 'Note that the visitor has seen everything',
    description: 'What the team has sent until now becomes `read` soon after.',
    tag,
    errors: { 204: 'There is no conversation.' },
    handle: async ({ tx, visitor, reply }) => {
      const conversation = await lockCurrentConversation(tx, visitor);
      if (conversation === undefined) void reply.code(204);
      else await noteSeen(tx, conversation, visitor);
    },
  }),
  write({
    method: 'POST',
    path: `${path}/transcript`,
    access: ['visitor'],
    operation: 'mailVisitorTranscript',
    summary: 'Mail the conversation to its visitor',
    description: 'To the address that is known of them, if there is one. Five an hour.',
    tag,
    errors: { 429: 'Retry later' },
    handle: async ({ tx, visitor }) => {
      const conversation = await findCurrentConversation(tx, visitor);
      const email = await addressOf(tx, visitor);
      if (conversation === undefined || email === null) return;
      await requestTranscript(tx, conversation, { actor: visitor, email });
    },
  }),
  write({
    method: 'POST',
    path: `${path}/set_custom_attributes`,
    access: ['visitor'],
    operation: 'setVisitorConversationAttributes',
    summary: 'Replace the custom attributes of the conversation',
    tag,
    status: 204,
    input: Type.Object({
      custom_attributes: Type.Optional(
        Anything({
          description: 'All of them.',
          examples: [{ order: '4711' }],
          as: FreeObject(),
        }),
      ),
    }),
    examples: { request: { custom_attributes: { order: '4711' } } },
    errors: none,
    handle: async ({ tx, visitor, input }) => {
      const conversation = await current(tx, visitor);
      const given = input.custom_attributes;
      await setCustomAttributes(tx, conversation, { actor: visitor, given, merge: false });
    },
  }),
  write({
    method: 'POST',
    path: `${path}/destroy_custom_attributes`,
    access: ['visitor'],
    operation: 'removeVisitorConversationAttributes',
    summary: 'Take custom attributes of the conversation away',
    tag,
    input: Type.Object({
      custom_attribute: Type.Optional(
        Type.Array(Type.String(), { description: 'Their names.', examples: [['order']] }),
      ),
    }),
    output: RawConversation,
    examples: { request: { custom_attribute: ['order'] } },
    errors: none,
    handle: async ({ tx, visitor, input }) => {
      const conversation = await current(tx, visitor);
      const names = input.custom_attribute ?? [];
      const custom_attributes = withoutKeys(conversation.custom_attributes, names);
      await changeConversation(tx, conversation, { custom_attributes }, { actor: visitor });
      return showConversationRow(tx, conversation);
    },
  }),
];
