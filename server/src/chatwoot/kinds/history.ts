import { Skipped } from '../conversion.ts';
import type { Kind } from '../kind.ts';
import { numberOf, numberWithin, textOf } from '../rules.ts';

export const csatSurveyResponses: Kind = {
  name: 'csat_survey_responses',
  table: 'csat_survey_responses',
  hasId: true,
  mayLack: true,
  columns: [
    'account_id',
    'conversation_id',
    'message_id',
    'rating',
    'contact_id',
    'created_at',
    'updated_at',
  ],
  optional: [
    'feedback_message',
    'assigned_agent_id',
    'csat_review_notes',
    'review_notes_updated_at',
    'review_notes_updated_by_id',
  ],
  references: (row) => [
    ['conversations', row['conversation_id']],
    ['messages', row['message_id']],
    ['contacts', row['contact_id']],
    ['users', row['assigned_agent_id']],
    ['users', row['review_notes_updated_by_id']],
  ],
  unique: [{ column: 'message_id', within: ['account_id'], second: 'skip' }],
  convert(row, on) {
    const account_id = on.account(row['account_id']);
    const rating = numberWithin(row['rating'], 5);
    if (rating === null || rating === 0) throw new Skipped('its rating is none from 1 to 5');
    const [conversation, message, contact] = [
      row['conversation_id'],
      row['message_id'],
      row['contact_id'],
    ];
    const [agent, reviewer] = [row['assigned_agent_id'], row['review_notes_updated_by_id']];
    return {
      account_id,
      conversation_id: on.required({
        kind: 'conversations',
        id: conversation,
        account_id,
        name: 'conversation',
      }),
      message_id: on.required({ kind: 'messages', id: message, account_id, name: 'message' }),
      contact_id: on.required({ kind: 'contacts', id: contact, account_id, name: 'contact' }),
      assigned_agent_id: on.author({ id: agent, account_id, name: 'agent' }),
      rating,
      feedback_message: textOf(row['feedback_message']),
      csat_review_notes: textOf(row['csat_review_notes']),
      review_notes_updated_at: on.past(row['review_notes_updated_at'], 'review_notes_updated_at'),
      review_notes_updated_by_id: on.author({ id: reviewer, account_id, name: 'reviewer' }),
      ...on.stamps(row),
    };
  },
};

const MEASURED = [
  'first_response',
  'reply_time',
  'conversation_opened',
  'conversation_resolved',
  'conversation_bot_resolved',
  'conversation_bot_handoff',
];

/** How long things took, so that reports go back to the beginning. */
export const reportingEvents: Kind = {
  name: 'reporting_events',
  table: 'reporting_events',
  hasId: true,
  mayLack: true,
  columns: [
    'name',
    'value',
    'account_id',
    'inbox_id',
    'conversation_id',
    'created_at',
    'updated_at',
  ],
  optional: ['user_id', 'value_in_business_hours', 'event_start_time', 'event_end_time'],
  references: (row) => [
    ['inboxes', row['inbox_id']],
    ['conversations', row['conversation_id']],
    ['users', row['user_id']],
  ],
  convert(row, on) {
    const account_id = on.account(row['account_id']);
    const name = textOf(row['name']) ?? '';
    const value = numberOf(row['value']);
    if (!MEASURED.includes(name)) throw new Skipped('it measures something that we do not');
    if (value === null || value < 0) throw new Skipped('it has no duration');
    const { created_at } = on.stamps(row);
    const user = { id: row['user_id'], account_id, name: 'user' };
    return {
      account_id,
      name,
      value: Math.round(value),
      value_in_business_hours: Math.round(numberOf(row['value_in_business_hours']) ?? value),
      inbox_id: on.required({ kind: 'inboxes', id: row['inbox_id'], account_id, name: 'inbox' }),
      conversation_id: on.required({
        kind: 'conversations',
        id: row['conversation_id'],
        account_id,
        name: 'conversation',
      }),
      user_id: on.author(user),
      event_start_time: on.past(row['event_start_time'], 'event_start_time') ?? created_at,
      event_end_time: on.past(row['event_end_time'], 'event_end_time') ?? created_at,
      created_at,
    };
  },
};
