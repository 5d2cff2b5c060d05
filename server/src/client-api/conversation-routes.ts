import { Type } from 'typebox';
import { contactInboxById } from '../contacts/contact-inboxes.ts';
import { changeConversation } from '../conversations/change.ts';
import { openConversation } from '../conversations/create.ts';
import { findOwnConversation, lockOwnConversation } from '../conversations/queries.ts';
import { toggleTyping } from '../conversations/typing.ts';
import { read, write, type Route } from '../http/route.ts';
import { Anything, FreeObject, OneOf } from '../http/schema.ts';
import { listOwnConversations, showOwnConversation } from './queries.ts';
import { noteSeen } from './seen.ts';
import { ClientConversation } from './shapes.ts';

const tag = 'Client API';
const path = '/public/api/v1/inboxes/:inbox_identifier/contacts/:source_id/conversations';
const one = `${path}/:conversation_id`;

export const clientConversationRoutes: Route[] = [
  read({
    method: 'GET',
    path,
    access: ['contact'],
    operation: 'listClientConversations',
    summary: 'List the conversations of a customer',
    description: 'Of this session; of all their sessions once their identity is proven.',
    tag,
    output: Type.Array(ClientConversation),
    handle: async ({ db, visitor }) => listOwnConversations(db, visitor),
  }),
  write({
    method: 'POST',
    path,
    access: ['contact'],
    operation: 'createClientConversation',
    summary: 'Start a conversation as a customer',
    description: 'An inbox that keeps one conversation per customer answers with that one.',
    tag,
    input: Type.Object({
      custom_attributes: Type.Optional(
        FreeObject({ description: 'Custom attributes.', examples: [{ order_id: 'ORD-12345' }] }),
      ),
    }),
    output: ClientConversation,
    examples: { request: { custom_attributes: { order_id: 'ORD-12345' } } },
    handle: async ({ tx, visitor, input, platform }) => {
      const { account_id, contact_inbox_id } = visitor;
      const contactInbox = async () => contactInboxById(tx, { account_id, id: contact_inbox_id });
      const { custom_attributes = {} } = input;
      const id = await openConversation(tx, {
        actor: visitor,
        input: { custom_attributes },
        platform,
        contactInbox,
      });
      return showOwnConversation(tx, { account_id, id });
    },
  }),
  read({
    method: 'GET',
    path: one,
    access: ['contact'],
    operation: 'getClientConversation',
    summary: 'Show a conversation to its customer',
    tag,
    output: ClientConversation,
    handle: async ({ db, visitor, params }) =>
      showOwnConversation(db, await findOwnConversation(db, visitor, params['conversation_id'])),
  }),
  write({
    method: 'POST',
    path: `${one}/toggle_status`,
    access: ['contact'],
    operation: 'resolveClientConversation',
    summary: 'Resolve a conversation as its customer',
    description: 'One that is resolved already stays so: a new message opens it again.',
    tag,
    output: ClientConversation,
    handle: async ({ tx, visitor, params }) => {
      const conversation = await lockOwnConversation(tx, visitor, params['conversation_id']);
      await changeConversation(tx, conversation, { status: 'resolved' }, { actor: visitor });
      return showOwnConversation(tx, conversation);
    },
  }),
  write({
    method: 'POST',
    path: `${one}/toggle_typing`,
    access: ['contact'],
    operation: 'toggleClientTyping',
    summary: 'Tell the team that the customer types',
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
    handle: async ({ tx, visitor, params, input }) => {
      const conversation = await findOwnConversation(tx, visitor, params['conversation_id']);
      const { typing_status } = input;
      await toggleTyping(tx, conversation, { actor: visitor, typing_status, is_private: false });
    },
  }),
  write({
    method: 'POST',
    path: `${one}/update_last_seen`,
    access: ['contact'],
    operation: 'markClientConversationSeen',
    summary: 'Note that the customer has seen everything',
    description: 'What the team has sent until now becomes `read` soon after.',
    tag,
    handle: async ({ tx, visitor, params }) => {
      await noteSeen(
        tx,
        await lockOwnConversation(tx, visitor, params['conversation_id']),
        visitor,
      );
    },
  }),
];
