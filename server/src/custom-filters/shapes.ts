import { Type } from 'typebox';
import { FreeObject, Id, IsoTime, OneOf } from '../http/schema.ts';

export const FILTER_TYPES = ['conversation', 'contact', 'report'] as const;

/** A saved view (contract: platform §4.11). */
export const CustomFilter = Type.Object(
  {
    id: Id('Id of the filter.'),
    name: Type.String({ description: 'Name.', examples: ['Urgent and open'] }),
    filter_type: OneOf(FILTER_TYPES, {
      description: 'What it is a view of.',
      examples: ['conversation'],
    }),
    query: FreeObject({ description: 'As it was given.', examples: [{ payload: [] }] }),
    created_at: IsoTime('When it was made.'),
    updated_at: IsoTime('When it last changed.'),
    // Beyond the original.
    shared: Type.Boolean({ description: 'Everybody in the account has it.', examples: [false] }),
    user_id: Id('Whose it is.'),
  },
  { $id: 'CustomFilter', description: 'A saved view.' },
);
