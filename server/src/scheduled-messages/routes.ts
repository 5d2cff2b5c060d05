import { Type } from 'typebox';
import type { Actor } from '../auth/actor.ts';
import { findConversation, lenientId, lockConversation } from '../conversations/queries.ts';
import type { Tx } from '../db/pool.ts';
import { members, read, write, type Route } from '../http/route.ts';
import { OneOf } from '../http/schema.ts';
import { movedOn } from '../messages/crossing.ts';
import { parseExpected } from '../messages/rules.ts';
import { cancelScheduled, changeScheduled, checkMayChange } from './change.ts';
import { listOwnScheduled, listScheduled, lockScheduledIn, showScheduled } from './queries.ts';
import { checkWaits, STATES } from './rules.ts';
import { ScheduledUpdate, SendNow } from './schema.ts';
import { sendNow } from './send.ts';
import { ScheduledMessage, ScheduledMessages } from './shapes.ts';

const tag = 'Scheduled messages';
const path = '/conversations/:conversation_id/scheduled_messages';
const one = `${path}/:scheduled_message_id`;

const input = Type.Object({
  state: Type.Optional(OneOf(STATES, { description: 'Only these.', examples: ['scheduled'] })),
});

/** The conversation and the message, locked, as far as the caller may see them. */
async function lockBoth(tx: Tx, actor: Actor, params: Record<string, string>) {
  const conversation = await lockConversation(tx, actor, params['conversation_id']);
  const id = lenientId(params['scheduled_message_id']);
  return { conversation, scheduled: await lockScheduledIn(tx, conversation, id), actor };
}

export const scheduledMessageRoutes: Route[] = [
  read({
    method: 'GET',
    path: '/scheduled_messages',
    access: members,
    summary: 'List what you have scheduled',
    description: 'In every conversation that you see, and what was lost with a deleted one.',
    tag,
    operation: 'listOwnScheduledMessages',
    input,
    output: ScheduledMessages,
    handle: async ({ db, actor, input: { state } }) => listOwnScheduled(db, actor, state ?? null),
  }),
  read({
    method: 'GET',
    path,
    access: members,
    summary: 'List the scheduled messages of a conversation',
    description:
      'Those that wait, and what became of the others. A message is scheduled by sending it with `scheduled_at`.',
    tag,
    input,
    output: ScheduledMessages,
    handle: async ({ db, actor, params, input: { state } }) => {
      const conversation = await findConversation(db, actor, params['conversation_id']);
      return listScheduled(db, conversation, state ?? null);
    },
  }),
  write({
    method: ['PATCH', 'PUT'],
    path: one,
    access: members,
    refusesInHandler: true,
    summary: 'Change a scheduled message',
    description:
      'For its author and administrators. With a new time, one that was held, failed or cancelled waits again.',
    tag,
    input: ScheduledUpdate,
    output: ScheduledMessage,
    examples: { request: { content: 'Did it arrive?', cancel_on_reply: true } },
    handle: async ({ tx, actor, params, input: changes }) => {
      const found = await lockBoth(tx, actor, params);
      await changeScheduled(tx, found, changes);
      return showScheduled(tx, found.scheduled);
    },
  }),
  write({
    method: 'DELETE',
    path: one,
    access: members,
    refusesInHandler: true,
    summary: 'Cancel a scheduled message',
    description: 'For its author and administrators. It goes, with its files.',
    tag,
    handle: async ({ tx, actor, params }) => {
      await cancelScheduled(tx, await lockBoth(tx, actor, params));
    },
  }),
  write({
    method: 'POST',
    path: `${one}/send_now`,
    access: members,
    refusesInHandler: true,
    summary: 'Send a scheduled message now',
    description:
      'For its author and administrators; also one that was held, failed or cancelled. It is its author’s message, or the caller’s once the author has left.',
    tag,
    input: SendNow,
    examples: { request: {} },
    output: ScheduledMessage,
    errors: { 409: movedOn },
    handle: async ({ tx, actor, params, input: { expected_last_message_id }, platform }) => {
      const found = await lockBoth(tx, actor, params);
      checkMayChange(found);
      checkWaits(found.scheduled);
      const expected = parseExpected(expected_last_message_id) ?? null;
      await sendNow(tx, platform, { ...found, expected_last_message_id: expected });
      return showScheduled(tx, found.scheduled);
    },
  }),
];
