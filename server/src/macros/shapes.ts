import { Type } from 'typebox';
import { ActionShape, fileFields, Steps } from '../actions/schema.ts';
import { Agent } from '../agents/shapes.ts';
import { Id, IsoTime, Nullable, OneOf } from '../http/schema.ts';
import { VISIBILITIES } from './schema.ts';

const file = Type.Object({
  id: Id('File id.'),
  macro_id: Id('Macro.'),
  ...fileFields,
});

/** A macro (contract: platform §4.8). */
const Macro = Type.Object(
  {
    id: Id('Macro id.'),
    name: Type.String({ description: 'Name.', examples: ['Hand to billing'] }),
    visibility: OneOf(VISIBILITIES, { description: 'Whose it is.', examples: ['personal'] }),
    created_by: Type.Optional(Agent),
    updated_by: Type.Optional(Agent),
    account_id: Id('Account.'),
    actions: Type.Array(ActionShape, { description: 'What is done, in this order.' }),
    files: Type.Optional(Type.Array(file, { description: 'What it sends; absent for nothing.' })),
  },
  { $id: 'Macro', description: 'Actions that an agent does to conversations at once.' },
);

export const MacroAnswer = Type.Object({ payload: Macro }, { $id: 'MacroAnswer' });
export const Macros = Type.Object(
  { payload: Type.Array(Macro, { description: 'In the order of their ids.' }) },
  { $id: 'Macros' },
);

const execution = Type.Object(
  {
    id: Id('Id of the execution.'),
    conversation_id: Id('Display id of the conversation.'),
    user_id: Id('Who had it done.'),
    status: OneOf(['running', 'finished'], {
      description: 'Whether all of it was tried.',
      examples: ['finished'],
    }),
    steps: Steps,
    created_at: IsoTime('When it was asked for.'),
    finished_at: Nullable(IsoTime('When the last step was done.')),
    macro_id: Id('The macro.'),
  },
  { $id: 'MacroExecution', description: 'One run of a macro over one conversation.' },
);

export const MacroExecutions = Type.Object(
  { payload: Type.Array(execution, { description: 'Newest first, 25 a page.' }) },
  { $id: 'MacroExecutions' },
);
