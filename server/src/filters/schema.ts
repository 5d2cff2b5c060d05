import { Type, type Static } from 'typebox';
import { Anything, Nullable, OneOf, paging } from '../http/schema.ts';
import { OPERATORS } from './conditions.ts';

const Condition = Type.Object(
  {
    attribute_key: Type.String({
      description:
        '`status`, `priority`, `assignee_id`, `inbox_id`, `team_id`, `campaign_id`, `display_id`, `labels`, `browser_language`, `conversation_language`, `referer`, `mail_subject`, `created_at`, `last_activity_at`, or a custom attribute of conversations.',
      examples: ['status'],
    }),
    filter_operator: OneOf(OPERATORS, {
      description: 'What is asked of it; not every key takes every operator.',
      examples: ['equal_to'],
    }),
    values: Type.Optional(
      Type.Array(Type.Union([Type.String(), Type.Number(), Type.Boolean()]), {
        description: 'What it is compared with. Not needed by `is_present` and `is_not_present`.',
        examples: [['open']],
      }),
    ),
    query_operator: Type.Optional(
      Nullable(
        OneOf(['and', 'or'], {
          description:
            'How the next condition is joined; without it by AND. AND binds tighter than OR.',
          examples: ['and'],
        }),
      ),
    ),
  },
  { $id: 'FilterCondition', description: 'One condition of a filter.' },
);

export const FilterInput = Type.Object({
  payload: Anything({
    description: 'Conditions, at most 100 with 1000 values. None finds everything.',
    as: Type.Array(Condition),
  }),
  ...paging,
});
export type FilterInput = Static<typeof FilterInput>;
