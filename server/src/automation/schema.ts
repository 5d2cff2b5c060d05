import { Type, type Static } from 'typebox';
import { fileFields } from '../actions/schema.ts';
import { Anything, FreeObject, Id, IsoTime, Line, LongText, Nullable, OneOf, UnixTime } from '../http/schema.ts'; // prettier-ignore
import { RULE_EVENTS } from './rules.ts';

const Condition = FreeObject({
  description:
    'What must hold: attribute_key, filter_operator, values, query_operator, custom_attribute_type.',
  examples: [
    {
      attribute_key: 'status',
      filter_operator: 'equal_to',
      values: ['open'],
      query_operator: null,
    },
  ],
});

export const RuleAction = FreeObject({
  description: 'What is done: action_name, action_params.',
  examples: [{ action_name: 'add_label', action_params: ['vip'] }],
});

const eventName = {
  description: `When it is looked at: ${RULE_EVENTS.join(', ')}.`,
  examples: ['conversation_created'],
};

/** An automation rule as a request describes it. */
export const RuleInput = Type.Object({
  name: Type.Optional(Line({ description: 'Name.', examples: ['Greet new customers'] })),
  description: Type.Optional(Nullable(LongText({ description: 'What it is for.' }))),
  event_name: Type.Optional(Line(eventName)),
  active: Type.Optional(Type.Boolean({ description: 'Whether it acts. Default true.' })),
  conditions: Type.Optional(
    Anything({
      description: 'Joined from left to right, each by its query_operator with the next.',
      as: Type.Array(Condition),
    }),
  ),
  actions: Type.Optional(
    Anything({ description: 'Done in this order.', as: Type.Array(RuleAction) }),
  ),
  position: Type.Optional(
    Type.Integer({
      description: 'Of the rules for one event the lowest comes first, among equals the oldest.',
      minimum: -1_000_000,
      maximum: 1_000_000,
      examples: [0],
    }),
  ),
});
export type RuleInput = Static<typeof RuleInput>;

export const exampleRule = {
  name: 'Greet new customers',
  event_name: 'conversation_created',
  conditions: [
    {
      attribute_key: 'status',
      filter_operator: 'equal_to',
      values: ['open'],
      query_operator: null,
    },
  ],
  actions: [{ action_name: 'add_label', action_params: ['new'] }],
};

const file = Type.Object({
  id: Id('File id.'),
  automation_rule_id: Id('Rule.'),
  ...fileFields,
});

/** An automation rule (contract: platform §4.9). */
export const AutomationRule = Type.Object(
  {
    id: Id('The rule.'),
    account_id: Id('Account.'),
    name: Type.String({ description: 'Name.', examples: ['Greet new customers'] }),
    description: Nullable(Type.String({ description: 'What it is for.' })),
    event_name: Type.String(eventName),
    conditions: Type.Array(Condition, { description: 'What must hold.' }),
    actions: Type.Array(RuleAction, { description: 'What is done.' }),
    created_on: UnixTime('When it was made.'),
    active: Type.Boolean({ description: 'Whether it acts.', examples: [true] }),
    files: Type.Optional(Type.Array(file, { description: 'What it sends; absent for nothing.' })),
    position: Type.Integer({ description: 'Its place among the rules.', examples: [0] }),
    problem: Nullable(
      Type.String({
        description:
          'Why it could not be looked at the last time. The second time it is switched off. It goes once the conditions are changed or the rule is switched on.',
      }),
    ),
    last_run: Nullable(
      Type.Object({
        at: IsoTime('When it was looked at.'),
        status: OneOf(['running', 'finished', 'skipped', 'failed'], {
          description: 'What became of it: see its runs.',
          examples: ['finished'],
        }),
        reason: Nullable(Type.String({ description: 'Why it was skipped, or failed.' })),
      }),
    ),
  },
  { $id: 'AutomationRule', description: 'What is done by itself when something happens.' },
);

export const WrappedRule = Type.Object(
  { payload: AutomationRule },
  { $id: 'WrappedAutomationRule' },
);

export const RuleList = Type.Object(
  { payload: Type.Array(AutomationRule, { description: 'All of the account.' }) },
  { $id: 'AutomationRuleList' },
);
