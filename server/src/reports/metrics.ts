/** Where the facts behind a metric are kept, and which of them it is about. */
export type Metric =
  | { kind: 'count'; of: 'conversations' }
  | { kind: 'count'; of: 'messages'; message_type: 0 | 1 }
  | { kind: 'count' | 'average'; of: 'events'; name: string };

const average = (name: string): Metric => ({ kind: 'average', of: 'events', name });
const events = (name: string): Metric => ({ kind: 'count', of: 'events', name });

/**
 * The metrics of the contract (platform §9). What happened belongs to who had the conversation when it
 * happened: the assignee, the team, for first responses and outgoing messages their author. A
 * conversation itself belongs to who has it now or had it last, and to the labels that it bears now or
 * bore last, and so does what happened in it as far as labels are concerned: labels say what a
 * conversation is about, and are mostly given when it is over. Notes are no messages here.
 *
 * Numbers of the past stay as they are when conversations, agents, teams or inboxes are deleted.
 */
export const metrics = {
  conversations_count: { kind: 'count', of: 'conversations' },
  incoming_messages_count: { kind: 'count', of: 'messages', message_type: 0 },
  outgoing_messages_count: { kind: 'count', of: 'messages', message_type: 1 },
  avg_first_response_time: average('first_response'),
  avg_resolution_time: average('conversation_resolved'),
  reply_time: average('reply_time'),
  resolutions_count: events('conversation_resolved'),
  bot_resolutions_count: events('conversation_bot_resolved'),
  bot_handoffs_count: events('conversation_bot_handoff'),
} satisfies Record<string, Metric>;

export type MetricName = keyof typeof metrics;

/** The metric of this name; undefined when there is none. */
export const metricNamed = (name: unknown): Metric | undefined =>
  typeof name === 'string' && Object.hasOwn(metrics, name)
    ? metrics[name as MetricName]
    : undefined;
