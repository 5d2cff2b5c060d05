import { Type } from 'typebox';
import { Id, IsoTime } from '../http/schema.ts';

/** A prepared answer (contract: platform §4.7). */
export const CannedResponse = Type.Object(
  {
    id: Id('Id of the canned response.'),
    account_id: Id('Account.'),
    short_code: Type.String({ description: 'What agents type to get it.', examples: ['hours'] }),
    content: Type.String({
      description: 'Text of the answer.',
      examples: ['We are here from nine to five.'],
    }),
    created_at: IsoTime('When it was made.'),
    updated_at: IsoTime('When it last changed.'),
  },
  { $id: 'CannedResponse', description: 'A prepared answer.' },
);
