import { Type } from 'typebox';
import { Id, IsoTime, Nullable } from '../http/schema.ts';

const team = {
  id: Id('Team id.'),
  name: Type.String({ description: 'Name, in lower case.', examples: ['billing'] }),
  description: Nullable(
    Type.String({ description: 'What it is for.', examples: ['Invoices and refunds'] }),
  ),
  allow_auto_assign: Type.Boolean({
    description: 'A conversation given to the team goes to a member who is online.',
    examples: [true],
  }),
  account_id: Id('Account.'),
};

/** The team of a conversation (contract §3.4). */
export const TeamContext = Type.Object(
  {
    ...team,
    is_member: Type.Boolean({ description: 'Whether you are in it.', examples: [true] }),
  },
  { $id: 'TeamContext', description: 'The team that a conversation is assigned to.' },
);

/** A team as an assignment answers it (contract §3.4). */
export const TeamRaw = Type.Object(
  {
    ...team,
    created_at: IsoTime('When it was made.'),
    updated_at: IsoTime('When it last changed.'),
  },
  { $id: 'TeamRaw', description: 'A team.' },
);
