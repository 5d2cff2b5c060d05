import { Type } from 'typebox';
import { Id, IsoTime, Nullable, OneOf } from '../http/schema.ts';
import { ATTRIBUTE_MODELS, ATTRIBUTE_TYPES } from './rules.ts';

/** What a custom attribute is called and holds (contract: platform §4.10). */
export const CustomAttributeDefinition = Type.Object(
  {
    id: Id('Id of the definition.'),
    attribute_display_name: Type.String({ description: 'Name to show.', examples: ['Order'] }),
    attribute_display_type: OneOf(ATTRIBUTE_TYPES, {
      description: 'Kind of value.',
      examples: ['text'],
    }),
    attribute_description: Nullable(
      Type.String({ description: 'What it is for.', examples: ['Number of the order'] }),
    ),
    attribute_key: Type.String({
      description: 'Key in `custom_attributes`.',
      examples: ['order_id'],
    }),
    regex_pattern: Nullable(Type.String({ description: 'What values of a text must match.' })),
    regex_cue: Nullable(Type.String({ description: 'What people read when they do not.' })),
    attribute_values: Type.Array(Type.String(), {
      description: 'Choices of a list.',
      examples: [[]],
    }),
    attribute_model: OneOf(ATTRIBUTE_MODELS, {
      description: 'What has it.',
      examples: ['conversation_attribute'],
    }),
    default_value: Nullable(Type.Integer({ description: 'Default value.' })),
    created_at: IsoTime('When it was made.'),
    updated_at: IsoTime('When it last changed.'),
  },
  { $id: 'CustomAttributeDefinition', description: 'A custom attribute.' },
);
