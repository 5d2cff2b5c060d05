import type { EventName, EventOf } from './events/events.ts';
import type { Job } from './jobs/queues.ts';

const nothing = (): Job[] => [];

/**
 * Every event, and everything that follows from it. The jobs are enqueued in the transaction of the
 * write, so a consequence exists if and only if its cause does. An event without a line here does not build.
 */
export const subscriptions: { [N in EventName]: (event: EventOf<N>) => Job[] } = {
  'conversation.created': wakeWhenSnoozed,
  'conversation.updated': wakeWhenSnoozed,
  'conversation.status_changed': nothing,
  'conversation.opened': nothing,
  'conversation.resolved': nothing,
  'conversation.bot_handoff': nothing,
  'conversation.typing_on': nothing,
  'conversation.typing_off': nothing,
  'conversation.mentioned': nothing,
  'conversation.deleted': (event) => removeFiles(event.payload.removed_files),
  'conversation.transcript_requested': sendTranscript,
  'assignee.changed': nothing,
  'team.changed': nothing,
  'contact.updated': nothing,
  'message.created': nothing,
  'message.updated': (event) => removeFiles(event.payload.removed_files ?? []),
  'first.reply.created': nothing,
  'reply.created': nothing,
};

function wakeWhenSnoozed(
  event: EventOf<'conversation.created'> | EventOf<'conversation.updated'>,
): Job[] {
  const until = event.payload.changes?.['snoozed_until']?.[1];
  if (typeof until !== 'string' || event.conversation_id === null) return [];
  const { account_id, conversation_id } = event;
  return [
    {
      queue: 'wake_conversation',
      data: { account_id, conversation_id },
      startAfter: new Date(until),
    },
  ];
}

function sendTranscript(event: EventOf<'conversation.transcript_requested'>): Job[] {
  const { account_id, conversation_id, payload } = event;
  if (conversation_id === null) return [];
  return [
    { queue: 'send_transcript', data: { account_id, conversation_id, email: payload.email } },
  ];
}

function removeFiles(keys: string[]): Job[] {
  return keys.length === 0 ? [] : [{ queue: 'remove_files', data: { keys } }];
}
