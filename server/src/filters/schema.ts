import { Type, type Static } from 'typebox';
import { Anything, Nullable, OneOf, paging } from '../http/schema.ts';
import { OPERATORS } from './conditions.ts';

const operatorsOf = {
  conversations: OPERATORS.filter((name) => name !== 'starts_with'),
  contacts: OPERATORS,
};

/** The `payload` of a filter over these. `keys` says what can be asked for. */
export const conditionsOf = (of: keyof typeof operatorsOf, keys: string) =>
  Anything({
    description: 'Conditions, at most 100 with 1000 values. None finds everything.',
    as: Type.Array(
      Type.Object(
        {
          attribute_key: Type.String({ description: keys, examples: ['labels'] }),
          filter_operator: OneOf(operatorsOf[of], {
            description: 'What is asked of it; not every key takes every operator.',
            examples: ['equal_to'],
          }),
          values: Type.Optional(
            Type.Array(Type.Union([Type.String(), Type.Number(), Type.Boolean()]), {
              description:
                'What it is compared with. Not needed by `is_present` and `is_not_present`.',
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
        {
          $id: of === 'contacts' ? 'ContactFilterCondition' : 'FilterCondition',
          description: 'One condition of a filter.',
        },
      ),
    ),
  });

export const FilterInput = Type.Object({
  payload: conditionsOf(
    'conversations',
    '`status`, `priority`, `assignee_id`, `inbox_id`, `team_id`, `campaign_id`, `display_id`, `labels`, `browser_language`, `conversation_language`, `referer`, `mail_subject`, `created_at`, `last_activity_at`, or a custom attribute of conversations.',
  ),
  sort_by: Type.Optional(
    Type.String({
      description:
        '`last_activity_at_desc` (default), `created_at_asc`, `priority_desc`, `waiting_since_asc` …, as in the list.',
      maxLength: 100,
      examples: ['priority_desc'],
    }),
  ),
  ...paging,
});
export type FilterInput = Static<typeof FilterInput>;
