import { Type } from 'typebox';
import { Anything, Id, IsoTime, Line, LongText, Nullable } from '../http/schema.ts';

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

/** A team as the settings show it (contract: platform §4.2). */
export const Team = Type.Object(TeamContext.properties, { $id: 'Team', description: 'A team.' });

export const TeamInput = Type.Object({
  name: Type.Optional(Line({ description: 'Name; kept in lower case.', examples: ['billing'] })),
  description: Type.Optional(Nullable(LongText({ description: 'What it is for.' }))),
  allow_auto_assign: Type.Optional(
    Type.Boolean({
      description: 'A conversation given to the team goes to a member who is online. Default true.',
    }),
  ),
});

export const TeamMembersInput = Type.Object({
  user_ids: Type.Optional(
    Anything({
      description: 'Ids of members of the account.',
      examples: [[1, 2]],
      as: Type.Array(Type.Integer(), { maxItems: 1000 }),
    }),
  ),
});
