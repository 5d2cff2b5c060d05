import { filesJson } from '../actions/present.ts';
import { agentJson } from '../agents/present.ts';
import { iso, jsonObject } from '../db/json.ts';

const person = (column: string): string => `
  (select ${agentJson('u', 'm')} from memberships m join users u on u.id = m.user_id
   where m.account_id = x.account_id and m.user_id = ${column} and m.removed_at is null)`;

/** Macro `x`, as JSON. */
export const macroJson = jsonObject(
  { id: 'x.id', name: 'x.name', visibility: 'x.visibility' },
  {
    created_by: person('x.created_by_id'),
    updated_by: person('x.updated_by_id'),
    account_id: 'x.account_id',
    actions: 'x.actions',
    files: filesJson('x', 'macro'),
  },
);

/** Execution `e` in conversation `c`, as JSON. */
export const executionJson = jsonObject({
  id: 'e.id',
  conversation_id: 'c.display_id',
  user_id: 'e.user_id',
  status: `case when e.finished_at is null then 'running' else 'finished' end`,
  steps: 'e.steps',
  created_at: iso('e.created_at'),
  finished_at: iso('e.finished_at'),
  macro_id: 'e.macro_id',
});
