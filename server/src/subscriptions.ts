import { triggersRules, type Triggering } from './automation/rules.ts';
import type { EventName, EventOf, RecordedEvent } from './events/events.ts';
import type { Job } from './jobs/queues.ts';
import { audienceOf } from './notifications/rules.ts';

/** What other servers are told of an event stands in webhooks/told.ts. */
export { recordDeliveries } from './webhooks/record.ts';

const nothing = (): Job[] => [];

/**
 * Every event, and everything that follows from it. The jobs are enqueued in the transaction of the
 * write, so a consequence exists if and only if its cause does. An event without a line here does not build.
 */
export const subscriptions: { [N in EventName]: (event: RecordedEvent<N>) => Job[] } = {
  'conversation.created': (event) => [
    ...wakeWhenSnoozed(event),
    ...notifyUnlessPending(event),
    ...runRules(event),
  ],
  'conversation.updated': (event) => [
    ...wakeWhenSnoozed(event),
    ...giveOutFreePlace(event),
    ...runRules(event),
  ],
  'conversation.status_changed': nothing,
  'conversation.opened': runRules,
  'conversation.resolved': runRules,
  'conversation.bot_handoff': notify,
  'conversation.read': nothing,
  'conversation.typing_on': nothing,
  'conversation.typing_off': nothing,
  'conversation.viewing': nothing,
  'conversation.mentioned': notify,
  'conversation.merged': nothing,
  'conversation.unmerged': nothing,
  'conversation.deleted': (event) => removeFiles(event.payload.removed_files),
  'conversation.transcript_requested': sendTranscript,
  'conversation.team_mail_requested': mailTeam,
  'conversation.webhook_requested': nothing,
  'assignee.changed': notifyUnlessPending,
  'team.changed': nothing,
  'notification.created': tellOutside,
  'notification.updated': nothing,
  'notification.deleted': nothing,
  'account.cache_invalidated': nothing,
  'settings.changed': nothing,
  'conversation.contact_changed': nothing,
  'contact.created': nothing,
  'inbox.created': nothing,
  'inbox.updated': giveOutAsSet,
  'contact.updated': nothing,
  'label.renamed': retagLabel,
  'macro.requested': runMacro,
  'contact.deleted': nothing,
  'contact.merged': nothing,
  'message.created': (event) => [...notifyOfMessage(event), ...runRules(event)],
  'message.updated': (event) => removeFiles(event.payload.removed_files ?? []),
  'webhook.undelivered': warnOfEndpoint,
  'webhook.paused': warnOfEndpoint,
  'webwidget.triggered': nothing,
  'first.reply.created': nothing,
  'reply.created': nothing,
  'scheduled_message.created': sendAtItsTime,
  'scheduled_message.updated': (event) => [...sendAtItsTime(event), ...tellOfFailure(event)],
  'scheduled_message.deleted': nothing,
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

function giveOutFreePlace({ account_id, payload }: EventOf<'conversation.updated'>): Job[] {
  const { place_free_in: inbox_id } = payload;
  return inbox_id === undefined ? [] : [{ queue: 'give_out', data: { account_id, inbox_id } }];
}

// Switched on, it is meant for what is there as well.
function giveOutAsSet({ account_id, payload }: EventOf<'inbox.updated'>): Job[] {
  const { changes = {}, data } = payload;
  const inbox_id = (data as { id: number }).id;
  const isSwitchedOn = changes['enable_auto_assignment']?.[1] === true;
  if (!isSwitchedOn && changes['auto_assignment_config'] === undefined) return [];
  return [{ queue: 'give_out', data: { account_id, inbox_id, all: isSwitchedOn } }];
}

interface Recorded {
  account_id: number;
  id: number;
}

function notify({ account_id, id: event_id }: Recorded): Job[] {
  return [{ queue: 'notify_people', data: { account_id, event_id } }];
}

// Of what a bot still deals with nobody is told (contract: platform §4.13).
function notifyUnlessPending(
  event: RecordedEvent<'conversation.created'> | RecordedEvent<'assignee.changed'>,
): Job[] {
  return (event.payload.data as { status: string }).status === 'pending' ? [] : notify(event);
}

// A job for each message would cost as much as the message, and most answers are told to nobody: who
// writes them has the conversation.
function notifyOfMessage(event: RecordedEvent<'message.created'>): Job[] {
  return audienceOf(event.payload) === null ? [] : notify(event);
}

// A mail waits, so that what happens in the next minute goes along (contract: platform §4.13).
const MAIL_DELAY_SECONDS = 60;

function tellOutside({ account_id, payload }: EventOf<'notification.created'>): Job[] {
  const { notification, outside } = payload;
  if (outside === undefined) return [];
  const { mail_id, subscription_ids } = outside;
  const notification_id = notification['id'] as number;
  return [
    ...(mail_id === null ? [] : [{ queue: 'mail_notification' as const, data: { account_id, mail_id }, startAfter: MAIL_DELAY_SECONDS }]), // prettier-ignore
    ...subscription_ids.map((subscription_id): Job => ({
      queue: 'push_notification',
      data: { account_id, notification_id, subscription_id },
    })),
  ];
}

function sendTranscript(event: EventOf<'conversation.transcript_requested'>): Job[] {
  const { account_id, conversation_id, payload } = event;
  if (conversation_id === null) return [];
  return [
    { queue: 'send_transcript', data: { account_id, conversation_id, email: payload.email } },
  ];
}

function mailTeam({ payload }: EventOf<'conversation.team_mail_requested'>): Job[] {
  const { to, subject, message, url } = payload;
  const action = { label: 'Open the conversation', url };
  return to.map((address) => ({
    queue: 'send_notice',
    data: { to: address, subject, paragraphs: [message], action },
  }));
}

// Almost no account has rules for everything: without one there is no job.
function runRules(event: RecordedEvent<Triggering>): Job[] {
  const { account_id, id: event_id, conversation_id, awaited } = event;
  if (!awaited || !triggersRules(event)) return [];
  const line = `${account_id}/${conversation_id}`;
  return [{ queue: 'run_automation_rules', data: { account_id, event_id }, line }];
}

function warnOfEndpoint({
  account_id,
  payload,
}: EventOf<'webhook.undelivered'> | EventOf<'webhook.paused'>): Job[] {
  const { endpoint_id } = payload;
  const because = 'because' in payload ? payload.because : 'undelivered';
  return [{ queue: 'warn_of_endpoint', data: { account_id, endpoint_id, because } }];
}

function runMacro({ account_id, payload }: EventOf<'macro.requested'>): Job[] {
  const { execution_id } = payload;
  return [{ queue: 'run_macro', data: { account_id, execution_id } }];
}

interface Planned {
  id: number;
  state: string;
  /** Whole seconds. */
  scheduled_at: number;
}

function sendAtItsTime({
  account_id,
  payload,
}: EventOf<'scheduled_message.created'> | EventOf<'scheduled_message.updated'>): Job[] {
  const { id, state, scheduled_at } = payload.data as Planned;
  if (state !== 'scheduled') return [];
  return [
    {
      queue: 'send_scheduled_message',
      data: { account_id, scheduled_message_id: id },
      startAfter: new Date(scheduled_at * 1000),
    },
  ];
}

function tellOfFailure(event: RecordedEvent<'scheduled_message.updated'>): Job[] {
  const { state } = event.payload.data as Planned;
  return ['failed', 'held'].includes(state) && event.conversation_id !== null ? notify(event) : [];
}

function retagLabel({ account_id, payload }: EventOf<'label.renamed'>): Job[] {
  const { label_id, from, to } = payload;
  return [{ queue: 'retag_label', data: { account_id, label_id, from, to } }];
}

function removeFiles(keys: string[]): Job[] {
  return keys.length === 0 ? [] : [{ queue: 'remove_files', data: { keys } }];
}
