import { Type } from 'typebox';
import { Anything, OneOf } from '../http/schema.ts';

export const WEEK_AGO = 1_794_820_000;
export const NOW = 1_795_424_797;

const span = {
  since: Type.Optional(
    Type.Integer({ description: 'From this instant on. Unix seconds.', examples: [WEEK_AGO] }),
  ),
  until: Type.Optional(
    Type.Integer({ description: 'Until just before this instant. Unix seconds.', examples: [NOW] }),
  ),
};

const business = {
  business_hours: Type.Optional(
    Type.Boolean({
      description: 'Measure times in the working hours of the inbox instead of on the clock.',
      examples: [false],
    }),
  ),
};

const zone = {
  timezone_offset: Type.Optional(
    Type.Number({ description: 'Hours that local time is ahead of UTC.', examples: [5.5] }),
  ),
  timezone: Type.Optional(
    Type.String({
      description:
        'Time zone by name, whose changes of clocks are followed; instead of the offset.',
      maxLength: 64,
      examples: ['Europe/Berlin'],
    }),
  ),
};

const scope = {
  type: Type.Optional(
    Type.String({
      description: 'Whose numbers: `account` (default), `agent`, `inbox`, `label` or `team`.',
      maxLength: 64,
      examples: ['account'],
    }),
  ),
  id: Type.Optional(
    Anything({
      description: 'The agent, inbox, label or team; also an agent who has left.',
      as: Type.Integer(),
    }),
  ),
};

const metric = {
  metric: Type.Optional(
    Anything({
      description:
        '`conversations_count`, `incoming_messages_count`, `outgoing_messages_count`, `resolutions_count`, `bot_resolutions_count`, `bot_handoffs_count`, `avg_first_response_time`, `avg_resolution_time` or `reply_time`.',
      examples: ['conversations_count'],
      as: Type.String(),
    }),
  ),
};

const grouping = {
  group_by: Type.Optional(
    Type.String({
      description: '`hour`, `day` (default), `week` (from Sunday), `month` or `year`.',
      maxLength: 64,
      examples: ['day'],
    }),
  ),
};

export const SummaryInput = Type.Object({ ...span, ...scope, ...business, ...zone, ...grouping });
export const SeriesInput = Type.Object({ ...metric, ...SummaryInput.properties });

export const DrilldownInput = Type.Object({
  ...SeriesInput.properties,
  bucket_timestamp: Type.Optional(
    Type.Integer({
      description:
        'Only this bucket of the report: its `timestamp`, together with `group_by` and the time zone. Unix seconds.',
      examples: [WEEK_AGO],
    }),
  ),
  per_page: Type.Optional(
    Type.Integer({ description: 'Entries per page, 1 to 100. Default 25.', examples: [50] }),
  ),
  cursor: Type.Optional(
    Type.String({ description: 'The `next_cursor` of the page before.', maxLength: 512 }),
  ),
});

export const PeriodInput = Type.Object({ ...span, ...business, ...zone });
export const BotInput = Type.Object({ ...span });

export const TrafficInput = Type.Object({
  days_before: Type.Optional(
    Type.Integer({ description: 'Days before today, 0 to 366. Default 6.', examples: [6] }),
  ),
  ...zone,
});

export const ConversationsInput = Type.Object({
  type: Type.Optional(
    Anything({
      description: '`account` or `agent`.',
      examples: ['account'],
      as: OneOf(['account', 'agent']),
    }),
  ),
  page: Type.Optional(
    Anything({ description: 'Page of the agents, from 1.', as: Type.Integer({ minimum: 1 }) }),
  ),
});

export const LiveInput = Type.Object({
  team_id: Type.Optional(Anything({ description: 'Only this team’s.', as: Type.Integer() })),
});

export const GroupedInput = Type.Object({
  group_by: Type.Optional(
    Anything({
      description: '`team_id` or `assignee_id`.',
      examples: ['team_id'],
      as: OneOf(['team_id', 'assignee_id']),
    }),
  ),
});

export const YearInput = Type.Object({
  year: Type.Optional(
    Type.Integer({ description: 'Default: this year, in UTC.', examples: [2026] }),
  ),
});

export const EventsInput = Type.Object({
  ...span,
  name: Type.Optional(
    Type.String({
      description:
        '`first_response`, `reply_time`, `conversation_opened`, `conversation_resolved`, `conversation_bot_resolved` or `conversation_bot_handoff`.',
      maxLength: 64,
      examples: ['first_response'],
    }),
  ),
  inbox_id: Type.Optional(Type.Integer({ description: 'Only of this inbox.' })),
  user_id: Type.Optional(Type.Integer({ description: 'Only of this agent.' })),
  page: Type.Optional(
    Anything({
      description: 'Page number, from 1. Anything else is page 1.',
      as: Type.Integer({ minimum: 1 }),
    }),
  ),
});
