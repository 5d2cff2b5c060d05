import { Type } from 'typebox';
import { lenientId, lockConversation, lockForWriting } from '../conversations/queries.ts';
import { forbidden, HttpError, notFound, unprocessable } from '../errors.ts';
import { JsonText } from '../http/json.ts';
import { linkNext } from '../http/link.ts';
import { members, membersAndBots, read, write, type Route } from '../http/route.ts';
import { Anything, OneOf, paging } from '../http/schema.ts';
import { scheduleMessage } from '../scheduled-messages/schedule.ts';
import { showScheduled } from '../scheduled-messages/queries.ts';
import { parseInstant } from '../scheduled-messages/rules.ts';
import { ScheduledMessage } from '../scheduled-messages/shapes.ts';
import { deleteMessage, hasTranslation, retryMessage, setMessageStatus } from './edit.ts';
import { movedOn } from './crossing.ts';
import { sendMessage } from './messages.ts';
import { MESSAGE_STATUSES } from './enums.ts';
import { messagePage } from './page.ts';
import { lockMessage, showMessage } from './queries.ts';
import { MessageInput } from './schema.ts';
import { Message, MessagePage, Translation } from './shapes.ts';

const tag = 'Messages';
const messages = '/conversations/:conversation_id/messages';
const message = `${messages}/:message_id`;

/** This endpoint gives every problem of a message in one form (contract §6.2). */
async function asValidationFailure<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const body = error instanceof HttpError ? (error.body as { message?: string }) : {};
    throw typeof body.message === 'string'
      ? unprocessable(`Validation failed: ${body.message}`)
      : error;
  }
}

export const messageRoutes: Route[] = [
  read({
    method: 'GET',
    path: messages,
    access: members,
    summary: 'List messages',
    description: 'The newest 20, oldest first; `before` and `after` take message ids.',
    tag,
    input: Type.Object({
      before: Type.Optional(
        Anything({
          description: 'The 20 messages before this id.',
          examples: [120],
          as: Type.Integer(),
        }),
      ),
      after: Type.Optional(
        Anything({
          description: 'The first 100 after this id; with `before`, up to 1000 from it on.',
          as: Type.Integer(),
        }),
      ),
      filter_internal_messages: Type.Optional(
        Anything({
          description: 'Any value hides private notes and activity.',
          as: Type.Boolean(),
        }),
      ),
      per_page: Type.Optional(
        Type.Integer({
          description: 'Messages per page, 1 to 100. Default 20, after an id 100, in a range 1000.',
          examples: [50],
        }),
      ),
      cursor: paging.cursor,
    }),
    output: MessagePage,
    handle: async ({ db, actor, params, input, platform, request, reply }) => {
      const displayId = params['conversation_id'];
      const page = await messagePage(db, { actor, displayId, input });
      const { meta, payload, cursor, next_cursor } = page;
      linkNext(request, reply, { baseUrl: platform.config.baseUrl, cursor: next_cursor });
      const more = `"has_more":${next_cursor !== null},"next_cursor":${JSON.stringify(next_cursor)},"cursor":"${cursor}"`;
      return new JsonText(`{"meta":${meta.slice(0, -1)},${more}},"payload":[${payload}]}`);
    },
  }),
  write({
    method: 'POST',
    path: messages,
    access: membersAndBots,
    summary: 'Send a message',
    description:
      'With `expected_last_message_id` it is refused with 409 (`code`: `conversation_moved_on`) when others have written since. With `scheduled_at` it is sent then, and the answer is the scheduled message.',
    tag,
    input: MessageInput,
    output: Type.Union([Message, ScheduledMessage]),
    multipart: true,
    examples: {
      request: { content: 'Hello, how can I help?', message_type: 'outgoing', private: false },
    },
    errors: { 409: movedOn },
    handle: async ({ tx, actor, params, input, platform }) => {
      const conversation = await lockForWriting(tx, actor, params['conversation_id']);
      const at = parseInstant(input.scheduled_at);
      if (at !== undefined) {
        const scheduling = { conversation, actor, input, at, platform };
        const id = await asValidationFailure(scheduleMessage(tx, scheduling));
        return showScheduled(tx, { account_id: actor.account_id, id });
      }
      const sending = sendMessage(tx, { conversation, actor, input, platform, isShown: true });
      const { id, shown } = await asValidationFailure(sending);
      return shown ?? showMessage(tx, { account_id: actor.account_id, id }, input.echo_id);
    },
  }),
  write({
    method: ['PATCH', 'PUT'],
    path: message,
    access: members,
    summary: 'Report the delivery status of a message',
    description: 'Only in API inboxes.',
    tag,
    input: Type.Object({
      status: Type.Optional(
        Anything({
          description: '`sent`, `delivered`, `read` or `failed`.',
          examples: ['delivered'],
          as: OneOf(MESSAGE_STATUSES),
        }),
      ),
      external_error: Type.Optional(Type.String({ description: 'Kept with `failed`.' })),
    }),
    output: Message,
    examples: { request: { status: 'delivered' } },
    errors: { 403: 'Message status update is only allowed for API inboxes' },
    handle: async ({ tx, actor, params, input }) => {
      const conversation = await lockConversation(tx, actor, params['conversation_id']);
      if (conversation.channel_type !== 'Channel::Api') {
        throw forbidden('Message status update is only allowed for API inboxes');
      }
      const found = await lockMessage(tx, conversation, lenientId(params['message_id']));
      if (found === undefined) throw notFound();
      const { status, external_error = null } = input;
      await setMessageStatus(tx, found, { actor, status, external_error });
      return showMessage(tx, found);
    },
  }),
  write({
    method: 'DELETE',
    path: message,
    access: members,
    summary: 'Delete a message',
    description: 'Its content and files go; a line that it was deleted stays.',
    tag,
    output: Message,
    handle: async ({ tx, actor, params }) => {
      const conversation = await lockConversation(tx, actor, params['conversation_id']);
      const found = await lockMessage(tx, conversation, lenientId(params['message_id']));
      if (found === undefined) throw notFound();
      await deleteMessage(tx, found, actor);
      return showMessage(tx, found);
    },
  }),
  write({
    method: 'POST',
    path: `${message}/retry`,
    access: members,
    summary: 'Send a failed message again',
    tag,
    output: Message,
    errors: {
      422: 'Couldn\'t find Message with \'id\'=… [WHERE "messages"."conversation_id" = $1]',
    },
    handle: async ({ tx, actor, params }) => {
      const conversation = await lockConversation(tx, actor, params['conversation_id']);
      const found = await lockMessage(tx, conversation, lenientId(params['message_id']));
      if (found === undefined) throw missingMessage(params['message_id'] ?? '');
      await retryMessage(tx, found, actor);
      return showMessage(tx, found);
    },
  }),
  write({
    method: 'POST',
    path: `${message}/translate`,
    access: members,
    summary: 'Translate a message',
    description: 'Answers null while no translation service is connected.',
    tag,
    input: Type.Object({
      target_language: Type.Optional(
        Type.String({ description: 'Code of the language.', maxLength: 35, examples: ['de'] }),
      ),
    }),
    output: Type.Optional(Translation),
    examples: { request: { target_language: 'de' } },
    handle: async ({ tx, actor, params, input }) => {
      const conversation = await lockConversation(tx, actor, params['conversation_id']);
      const found = await lockMessage(tx, conversation, lenientId(params['message_id']));
      if (found === undefined) throw notFound();
      return hasTranslation(found, input.target_language ?? '') ? undefined : { content: null };
    },
  }),
];

/** The original's own words, which integrations match on (contract §6.5). */
const missingMessage = (id: string): HttpError =>
  unprocessable(
    `Couldn't find Message with 'id'=${JSON.stringify(id)} [WHERE "messages"."conversation_id" = $1]`,
  );
