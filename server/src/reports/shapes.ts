import { Type } from 'typebox';
import { Conversation } from '../conversations/shapes.ts';
import { Id, IsoTime, Nullable, OneOf, UnixTime } from '../http/schema.ts';
import { EVENT_NAMES } from './events-list.ts';

const count = (description: string, example = 12) =>
  Type.Integer({ description, examples: [example] });
const seconds = (description: string) =>
  Type.Number({ description: `${description} Seconds.`, examples: [312.5] });
const average = (description: string) =>
  Nullable(seconds(`${description} Null when there was none.`));

/** A report over time (contract: platform §9). */
export const ReportSeries = Type.Union(
  [
    Type.Array(
      Type.Object({
        value: Type.Number({
          description: 'How many, or how many seconds on average; 0 when there was nothing.',
          examples: [12],
        }),
        timestamp: UnixTime('When the bucket begins.'),
        count: Type.Optional(count('What the average is of; only for averages.')),
      }),
    ),
    Type.Object({}, { description: 'The answer to a metric that does not exist.' }),
  ],
  { description: 'One entry for each bucket that the span touches, in order.' },
);

const seven = {
  conversations_count: count('Conversations that began.'),
  incoming_messages_count: count('Messages from customers.'),
  outgoing_messages_count: count('Messages to customers; notes are none.'),
  avg_first_response_time: average('Until the first answer of a person.'),
  avg_resolution_time: average('From the beginning until a resolution.'),
  resolutions_count: count('Resolutions; a conversation may be resolved several times.'),
  reply_time: average('How long customers waited for a later answer.'),
};

export const ReportSummary = Type.Object(
  { ...seven, previous: Type.Object(seven) },
  { $id: 'ReportSummary', description: '`previous` is the span of equal length just before.' },
);

const two = {
  bot_resolutions_count: count('Resolutions without a person.'),
  bot_handoffs_count: count('Conversations that a bot handed to people.'),
};
export const BotSummary = Type.Object(
  { ...two, previous: Type.Object(two) },
  { $id: 'BotReportSummary' },
);

export const BotMetrics = Type.Object(
  {
    conversation_count: count('Conversations that began in inboxes with a bot.'),
    message_count: count('Messages sent in these.'),
    resolution_rate: count('Conversations resolved by a bot, per hundred.', 40),
    handoff_rate: count('Conversations handed to people, per hundred.', 25),
  },
  { $id: 'BotMetrics' },
);

const live = {
  open: count('Open.'),
  unattended: count('Open, and not answered yet or waiting again.'),
};
export const LiveCounts = Type.Object(
  { ...live, unassigned: count('Open and nobody’s.'), pending: count('Pending.') },
  { $id: 'LiveCounts', description: 'Conversations at this moment.' },
);

const AgentCounts = Type.Array(
  Type.Object({
    id: Id('User.'),
    name: Type.String({ description: 'Full name.', examples: ['Ada Lovelace'] }),
    email: Type.String({ description: 'E-mail address.', examples: ['ada@acme.example.com'] }),
    thumbnail: Type.String({
      description: 'URL of their picture; empty for none.',
      examples: [''],
    }),
    availability: OneOf(['online', 'offline', 'busy'], { description: 'As others see them.' }),
    metric: Type.Object(live, { description: 'Their conversations.' }),
  }),
  { description: 'The busiest first, 25 per page.' },
);

/** The counts of the account, or of its agents; nothing in the refusal of a request without `type`. */
export const ConversationMetrics = Type.Optional(Type.Union([LiveCounts, AgentCounts]));

export const GroupedCounts = Type.Array(
  Type.Object({
    ...live,
    unassigned: count('Open and nobody’s.'),
    team_id: Type.Optional(Nullable(Type.Integer({ description: 'Team; null for none.' }))),
    assignee_id: Type.Optional(Nullable(Type.Integer({ description: 'Agent; null for none.' }))),
  }),
);

const shares = {
  conversations_count: count('Conversations that began and are theirs.'),
  resolved_conversations_count: count('Resolutions.'),
};

export const Shares = Type.Array(
  Type.Object({
    id: Id('Agent, team or inbox.'),
    ...shares,
    avg_resolution_time: average('From the beginning until a resolution.'),
    avg_first_response_time: average('Until the first answer.'),
    avg_reply_time: average('How long customers waited for a later answer.'),
  }),
  { description: 'One for each; agents who have left are here when they have numbers.' },
);

const time = (description: string) => seconds(`${description} 0 when there was none.`);
export const LabelShares = Type.Array(
  Type.Object({
    id: Id('Label.'),
    name: Type.String({ description: 'Its title.', examples: ['billing'] }),
    ...shares,
    avg_resolution_time: time('From the beginning until a resolution.'),
    avg_first_response_time: time('Until the first answer.'),
    avg_reply_time: time('How long customers waited for a later answer.'),
  }),
);

export const ChannelSummary = Type.Record(
  Type.String(),
  Type.Object({
    open: count('Open now.'),
    resolved: count('Resolved now.'),
    pending: count('Pending now.'),
    snoozed: count('Snoozed now.'),
    total: count('All of them.'),
  }),
  { description: 'By the type of the channel, such as `Channel::Api`.' },
);

export const YearInReview = Type.Object(
  {
    year: count('The year.', 2026),
    total_conversations: count('Your conversations that began in it.'),
    busiest_day: Nullable(
      Type.Object({
        date: Type.String({ description: 'Month and day.', examples: ['Nov 23'] }),
        count: count('Conversations that began on it.'),
      }),
      { description: 'Null when there was no conversation.' },
    ),
    support_personality: Type.Object({
      avg_response_time_seconds: count('How fast you answered first; 0 when you never did.', 312),
    }),
  },
  { $id: 'YearInReview' },
);

/** A fact that reports count (contract: conversations §4.18). */
export const ReportingEvent = Type.Object(
  {
    id: Id('Id.'),
    name: OneOf(EVENT_NAMES, { description: 'What happened.', examples: ['first_response'] }),
    value: seconds('How long it took.'),
    value_in_business_hours: seconds('How much of that lay in the working hours of the inbox.'),
    event_start_time: IsoTime('Since when it took.'),
    event_end_time: IsoTime('When it happened.'),
    account_id: Id('Account.'),
    inbox_id: Id('Inbox.'),
    user_id: Nullable(Type.Integer({ description: 'Whose it is.', examples: [1] })),
    conversation_id: Id('Primary key of the conversation, not its number.'),
    created_at: IsoTime('When it was recorded.'),
    updated_at: IsoTime('Same as `created_at`.'),
    team_id: Nullable(Type.Integer({ description: 'Team that had the conversation.' })),
  },
  { $id: 'ReportingEvent' },
);

export const ReportingEvents = Type.Object({
  payload: Type.Array(ReportingEvent),
  meta: Type.Object({
    count: count('How many there are.'),
    current_page: count('Page number.', 1),
    total_pages: count('How many pages there are.', 1),
  }),
});

/** What a number is made of. */
export const Drilldown = Type.Object(
  {
    meta: Type.Object({
      metric: Type.String({ description: 'The metric.', examples: ['avg_first_response_time'] }),
      bucket: Type.Object(
        { since: UnixTime('Its beginning.'), until: UnixTime('Its end, not included.') },
        { description: 'The stretch of time.' },
      ),
      count: count('How many facts there are.'),
      value: Nullable(
        Type.Number({ description: 'The number that they make.', examples: [312.5] }),
      ),
      has_more: Type.Boolean({ description: 'There is another page.', examples: [false] }),
      next_cursor: Nullable(Type.String({ description: '`cursor` of the next page.' })),
    }),
    payload: Type.Array(
      Type.Object({
        id: Id('Of the conversation, message or reporting event.'),
        value: Type.Number({ description: '1, or seconds for averages.', examples: [312] }),
        timestamp: UnixTime('When it happened.'),
        user_id: Nullable(Type.Integer({ description: 'Whose it is.', examples: [1] })),
        conversation_id: Nullable(
          Type.Integer({ description: 'Number of the conversation.', examples: [1] }),
        ),
        conversation: Nullable(Conversation, {
          description: 'Null when it is deleted, or you may not see it.',
        }),
      }),
      { description: 'The newest first.' },
    ),
  },
  { $id: 'ReportDrilldown' },
);
