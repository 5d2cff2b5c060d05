import { Type } from 'typebox';
import { findConversation, lockConversation } from '../conversations/queries.ts';
import { row, rows } from '../db/query.ts';
import { isObject } from '../http/bag.ts';
import { members, read, write, type Route } from '../http/route.ts';
import { Anything } from '../http/schema.ts';
import { unprocessable } from '../errors.ts';
import { Draft } from './shapes.ts';

const tag = 'Drafts';
const path = '/conversations/:conversation_id/draft_messages';

/** `{"draft_message":{"message":"…"}}`, or the inside of it alone (contract §7.4). */
function draftText(input: { draft_message?: unknown; message?: unknown }): string {
  const inner = isObject(input.draft_message) ? input.draft_message['message'] : input.message;
  if (inner === undefined || inner === null) return '';
  if (typeof inner === 'object') throw unprocessable('draft_message.message must be a string');
  const text = String(inner);
  if (text.length > 150_000) {
    throw unprocessable('draft_message.message is too long (maximum is 150000 characters)');
  }
  return text;
}

export const draftRoutes: Route[] = [
  read({
    method: 'GET',
    path,
    access: members,
    summary: 'Show the draft of a conversation',
    description: 'One draft, shared by the team.',
    tag,
    output: Draft,
    handle: async ({ db, actor, params }) => {
      const { account_id, id } = await findConversation(db, actor, params['conversation_id']);
      const draft = await row<{ message: string }>(
        db,
        'select message from drafts where account_id = $1 and conversation_id = $2',
        [account_id, id],
      );
      return draft === undefined
        ? { has_draft: false }
        : { has_draft: true, message: draft.message };
    },
  }),
  write({
    method: ['PATCH', 'PUT'],
    path,
    access: members,
    summary: 'Save the draft of a conversation',
    tag,
    input: Type.Object({
      draft_message: Type.Optional(
        Anything({
          description: 'An object with `message`.',
          as: Type.Object({
            message: Type.Optional(
              Type.String({ description: 'Text of the draft.', maxLength: 150_000 }),
            ),
          }),
        }),
      ),
      message: Type.Optional(
        Anything({
          description: 'The same without the object around it.',
          as: Type.String({ maxLength: 150_000 }),
        }),
      ),
    }),
    examples: { request: { draft_message: { message: 'Dear Mia, …' } } },
    handle: async ({ tx, actor, params, input }) => {
      // Locked: it could be deleted before the draft refers to it.
      const { account_id, id } = await lockConversation(tx, actor, params['conversation_id']);
      await rows(
        tx,
        `insert into drafts (account_id, conversation_id, message) values ($1, $2, $3)
         on conflict (account_id, conversation_id) do update set message = excluded.message, updated_at = now()`,
        [account_id, id, draftText(input)],
      );
    },
  }),
  write({
    method: 'DELETE',
    path,
    access: members,
    summary: 'Delete the draft of a conversation',
    tag,
    handle: async ({ tx, actor, params }) => {
      const { account_id, id } = await findConversation(tx, actor, params['conversation_id']);
      await rows(tx, 'delete from drafts where account_id = $1 and conversation_id = $2', [
        account_id,
        id,
      ]);
    },
  }),
];
