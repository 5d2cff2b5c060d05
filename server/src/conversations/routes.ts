import { Type } from 'typebox';
import { unauthorized } from '../errors.ts';
import { JsonText } from '../http/json.ts';
import { linkNext } from '../http/link.ts';
import { members, membersAndBots, read, write, type Route } from '../http/route.ts';
import { Anything, FreeObject, OneOf } from '../http/schema.ts';
import { movedOn } from '../messages/crossing.ts';
import { changeConversation } from './change.ts';
import { createConversation } from './create.ts';
import { setCustomAttributes } from './custom-attributes.ts';
import { deleteConversation } from './delete.ts';
import { listConversations, listMeta, listText } from './list.ts';
import { muteConversation, unmuteConversation } from './mute.ts';
import { findConversation, lockConversation, showConversation } from './queries.ts';
import { parsePriority } from './rules.ts';
import { CreateInput, ListInput, PriorityInput, StatusInput } from './schema.ts';
import { markSeen, markUnread } from './seen.ts';
import {
  Conversation,
  ConversationCounts,
  ConversationList,
  CustomAttributes,
  ToggledStatus,
} from './shapes.ts';
import { toggleStatus } from './status.ts';
import { toggleTyping } from './typing.ts';

const tag = 'Conversations';
const conversations = '/conversations';
const conversation = '/conversations/:conversation_id';

export const conversationRoutes: Route[] = [
  read({
    method: 'GET',
    path: conversations,
    access: members,
    summary: 'List conversations',
    description:
      'Open ones unless `status` says otherwise; the counts are over everything but `assignee_type`.',
    tag,
    input: ListInput,
    output: ConversationList,
    examples: { request: { status: 'open', page: 1 } },
    handle: async ({ db, actor, input, platform, request, reply }) => {
      const { meta, payload, page } = await listConversations(db, actor, input);
      linkNext(request, reply, { baseUrl: platform.config.baseUrl, cursor: page.next_cursor });
      return new JsonText(`{"data":${listText(meta, payload).text}}`);
    },
  }),
  read({
    method: 'GET',
    path: `${conversations}/meta`,
    access: members,
    summary: 'Count conversations',
    tag,
    input: ListInput,
    output: ConversationCounts,
    handle: async ({ db, actor, input }) => ({ meta: await listMeta(db, actor, input) }),
  }),
  write({
    method: 'POST',
    path: conversations,
    access: membersAndBots,
    summary: 'Create a conversation',
    tag,
    input: CreateInput,
    output: Conversation,
    multipart: true,
    examples: {
      request: {
        contact_id: 1,
        inbox_id: 1,
        status: 'open',
        message: { content: 'Hello, I need help with my order', message_type: 'incoming' },
      },
    },
    errors: { 409: movedOn },
    handle: async ({ tx, actor, input, platform }) =>
      showConversation(tx, actor, await createConversation(tx, { actor, input, platform })),
  }),
  read({
    method: 'GET',
    path: conversation,
    access: members,
    summary: 'Show a conversation',
    tag,
    output: Conversation,
    handle: async ({ db, actor, params }) => {
      const { id } = await findConversation(db, actor, params['conversation_id']);
      return showConversation(db, actor, id);
    },
  }),
  write({
    method: ['PATCH', 'PUT'],
    path: conversation,
    access: membersAndBots,
    summary: 'Update a conversation',
    description: 'Sets the priority. Other properties have endpoints of their own.',
    tag,
    input: PriorityInput,
    output: Conversation,
    examples: { request: { priority: 'high' } },
    handle: async ({ tx, actor, params, input }) => {
      const found = await lockConversation(tx, actor, params['conversation_id']);
      if (input.priority !== undefined) {
        await changeConversation(tx, found, { priority: parsePriority(input.priority) }, { actor });
      }
      return showConversation(tx, actor, found.id);
    },
  }),
  write({
    method: 'DELETE',
    path: conversation,
    access: ['administrator'],
    refusesInHandler: true,
    summary: 'Delete a conversation',
    description: 'Permanent: messages, files and everything else of it goes.',
    tag,
    handle: async ({ tx, actor, params }) => {
      const found = await lockConversation(tx, actor, params['conversation_id']);
      if (actor.type !== 'User' || actor.role !== 'administrator') throw unauthorized();
      await deleteConversation(tx, found, actor);
    },
  }),
  write({
    method: 'POST',
    path: `${conversation}/toggle_status`,
    access: membersAndBots,
    summary: 'Change or toggle the status',
    tag,
    input: StatusInput,
    output: ToggledStatus,
    examples: { request: { status: 'snoozed', snoozed_until: '2030-01-01T09:00:00Z' } },
    handle: async ({ tx, actor, params, input }) => {
      const found = await lockConversation(tx, actor, params['conversation_id']);
      return toggleStatus(tx, found, { actor, input });
    },
  }),
  write({
    method: 'POST',
    path: `${conversation}/toggle_priority`,
    access: membersAndBots,
    summary: 'Change or clear the priority',
    tag,
    input: PriorityInput,
    examples: { request: { priority: 'urgent' } },
    handle: async ({ tx, actor, params, input }) => {
      const found = await lockConversation(tx, actor, params['conversation_id']);
      await changeConversation(tx, found, { priority: parsePriority(input.priority) }, { actor });
    },
  }),
  write({
    method: 'POST',
    path: `${conversation}/toggle_typing_status`,
    access: members,
    summary: 'Show that somebody is typing',
    tag,
    input: Type.Object({
      typing_status: Type.Optional(
        Anything({ description: '`on` or `off`.', examples: ['on'], as: OneOf(['on', 'off']) }),
      ),
      is_private: Type.Optional(Type.Boolean({ description: 'A private note is being written.' })),
    }),
    examples: { request: { typing_status: 'on' } },
    handle: async ({ tx, actor, params, input }) => {
      const found = await lockConversation(tx, actor, params['conversation_id']);
      const { typing_status, is_private = false } = input;
      await toggleTyping(tx, found, { actor, typing_status, is_private });
    },
  }),
  write({
    method: 'POST',
    path: `${conversation}/mute`,
    access: members,
    summary: 'Mute a conversation',
    description: 'Resolves it and blocks its contact, in all their conversations.',
    tag,
    handle: async ({ tx, actor, params }) => {
      await muteConversation(
        tx,
        await lockConversation(tx, actor, params['conversation_id']),
        actor,
      );
    },
  }),
  write({
    method: 'POST',
    path: `${conversation}/unmute`,
    access: members,
    summary: 'Unmute a conversation',
    tag,
    handle: async ({ tx, actor, params }) => {
      await unmuteConversation(
        tx,
        await lockConversation(tx, actor, params['conversation_id']),
        actor,
      );
    },
  }),
  write({
    method: 'POST',
    path: `${conversation}/unread`,
    access: members,
    summary: 'Mark a conversation as unread',
    tag,
    output: Conversation,
    handle: async ({ tx, actor, params }) => {
      const found = await lockConversation(tx, actor, params['conversation_id']);
      await markUnread(tx, found);
      return showConversation(tx, actor, found.id);
    },
  }),
  write({
    method: 'POST',
    path: `${conversation}/update_last_seen`,
    access: members,
    summary: 'Mark a conversation as seen',
    tag,
    output: Conversation,
    handle: async ({ tx, actor, params }) => {
      const found = await lockConversation(tx, actor, params['conversation_id']);
      await markSeen(tx, found, actor);
      return showConversation(tx, actor, found.id);
    },
  }),
  write({
    method: 'POST',
    path: `${conversation}/custom_attributes`,
    access: membersAndBots,
    summary: 'Replace the custom attributes',
    description: 'With `merge: true` only the given ones change.',
    tag,
    input: Type.Object({
      custom_attributes: Anything({ description: 'Key-value pairs.', as: FreeObject() }),
      merge: Type.Optional(
        Type.Boolean({ description: 'Keep the attributes that are not given.' }),
      ),
    }),
    output: CustomAttributes,
    examples: {
      request: { custom_attributes: { order_id: 'ORD-12345', product_type: 'subscription' } },
    },
    handle: async ({ tx, actor, params, input }) => {
      const found = await lockConversation(tx, actor, params['conversation_id']);
      const given = input.custom_attributes;
      const merge = input.merge ?? false;
      return { custom_attributes: await setCustomAttributes(tx, found, { actor, given, merge }) };
    },
  }),
];
