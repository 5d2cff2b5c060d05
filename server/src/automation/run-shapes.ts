import { Type } from 'typebox';
import { Steps } from '../actions/schema.ts';
import { Anything, Id, IsoTime, Nullable, OneOf } from '../http/schema.ts';
import { RuleAction } from './schema.ts';

const STATUSES = ['running', 'finished', 'unmatched', 'skipped', 'failed'] as const;

/** How runs are asked for. */
export const RunsInput = Type.Object({
  page: Type.Optional(
    Anything({ description: 'Page number, from 1.', as: Type.Integer({ minimum: 1 }) }),
  ),
  status: Type.Optional(
    OneOf(STATUSES, { description: 'Only runs like this.', examples: ['finished'] }),
  ),
});

/** Conditions with whether each was met. */
const JudgedConditions = Type.Array(
  Type.Object(
    {
      attribute_key: Type.String({ description: 'Of what.', examples: ['status'] }),
      filter_operator: Type.String({ description: 'What was asked.', examples: ['equal_to'] }),
      values: Anything({ description: 'With what it was compared.', examples: [['open']] }),
      query_operator: Nullable(Type.String({ description: 'How the next is joined.' })),
      met: Type.Boolean({ description: 'Whether it was so.', examples: [true] }),
    },
    { $id: 'JudgedCondition', description: 'A condition, and whether it was met.' },
  ),
  { description: 'Each condition, and whether it was met.' },
);

const run = Type.Object(
  {
    id: Id('Id of the run.'),
    automation_rule_id: Nullable(Id('The rule; null once it was deleted.')),
    automation_rule_name: Type.String({ description: 'What it was called then.' }),
    conversation_id: Id('Display id of the conversation.'),
    event_name: Type.String({ description: 'What happened.', examples: ['message_created'] }),
    event_id: Id('Which of the events it was.'),
    status: OneOf(STATUSES, {
      description:
        '`running` and `finished`: it acts, or has acted. `unmatched`: a condition did not hold. `skipped`: it had acted too often. `failed`: it could not be looked at.',
      examples: ['finished'],
    }),
    reason: Nullable(Type.String({ description: 'Why it was skipped, or failed.' })),
    conditions: JudgedConditions,
    steps: Steps,
    created_at: IsoTime('When it was looked at.'),
    finished_at: Nullable(IsoTime('When it was over.')),
  },
  { $id: 'AutomationRun', description: 'A rule that was looked at because of an event.' },
);

/** What a rule would have done. */
export const DryRun = Type.Object(
  {
    payload: Type.Object({
      event_name: Type.String({
        description: 'When it is looked at.',
        examples: ['message_created'],
      }),
      since: IsoTime('From when on.'),
      looked_at: Type.Integer({ description: 'On how many occasions.', examples: [20] }),
      matched: Type.Integer({ description: 'On how many it would have acted.', examples: [3] }),
      actions: Type.Array(RuleAction, { description: 'What it would have done each time.' }),
      results: Type.Array(
        Type.Object({
          conversation_id: Id('Display id of the conversation.'),
          message_id: Nullable(Id('The message, for `message_created`.')),
          event_id: Nullable(Id('The event, for changes of conversations.')),
          at: IsoTime('When it happened.'),
          matched: Type.Boolean({ description: 'Whether it would have acted.', examples: [true] }),
          conditions: JudgedConditions,
        }),
        { description: 'Each occasion, newest first.' },
      ),
    }),
  },
  { $id: 'AutomationDryRun' },
);

export const AutomationRuns = Type.Object(
  { payload: Type.Array(run, { description: 'Newest first, 25 a page.' }) },
  { $id: 'AutomationRuns' },
);
