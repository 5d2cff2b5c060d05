import { attempt, stepOf, type Step } from '../actions/attempt.ts';
import { performAction } from '../actions/perform.ts';
import type { Action } from '../actions/schema.ts';
import { memberActor } from '../auth/member.ts';
import { lockConversation } from '../conversations/queries.ts';
import { transaction, type Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { unprocessable } from '../errors.ts';
import type { Queues } from '../jobs/queues.ts';
import type { Platform } from '../platform.ts';

type Key = Queues['run_macro'];

/** An execution that is not over, locked. */
interface Execution extends Record<string, unknown> {
  account_id: number;
  id: number;
  user_id: number;
  display_id: number;
  actions: Action[];
  /** How many actions were done or tried. */
  done: number;
}

/**
 * Does what is left of a macro in one conversation. Each action is committed together with its step, so
 * that a run which is cut short is taken up where it ended and nothing is done twice. What cannot be
 * done is noted and the next action tried (contract: platform §4.8).
 */
export async function runMacro(platform: Platform, key: Key): Promise<void> {
  while (await transaction(platform.pool, (tx) => takeStep(tx, platform, key)));
}

const lockRunning = `
  select e.account_id, e.id, e.user_id, c.display_id, e.actions, jsonb_array_length(e.steps) as done
  from macro_executions e
  join conversations c on c.account_id = e.account_id and c.id = e.conversation_id
  where e.account_id = $1 and e.id = $2 and e.finished_at is null for update of e`;

const finish = `
  update macro_executions set finished_at = clock_timestamp() where account_id = $1 and id = $2`;

/** One action; false when there is none left. */
async function takeStep(
  tx: Tx,
  platform: Platform,
  { account_id, execution_id }: Key,
): Promise<boolean> {
  const execution = await row<Execution>(tx, lockRunning, [account_id, execution_id]);
  if (execution === undefined) return false;
  const action = execution.actions[execution.done];
  if (action === undefined) {
    await rows(tx, finish, [account_id, execution_id]);
    return false;
  }
  const error = await attempt(tx, async () => act(tx, { platform, execution, action }));
  await note(tx, execution, stepOf(action.action_name, error));
  return true;
}

interface Doing {
  platform: Platform;
  execution: Execution;
  action: Action;
}

async function act(tx: Tx, { platform, execution, action }: Doing): Promise<void> {
  // Who has left the account, or the inbox, meanwhile does nothing there any more.
  const actor = await memberActor(tx, execution);
  if (actor === undefined) throw unprocessable('whoever asked for it has left the account');
  const conversation = await lockConversation(tx, actor, execution.display_id);
  await performAction(tx, { platform, actor, conversation, event: 'macro.executed' }, action);
}

const addStep = `
  update macro_executions set steps = steps || jsonb_build_array($3::jsonb) where account_id = $1 and id = $2`;

async function note(tx: Tx, { account_id, id }: Execution, step: Step): Promise<void> {
  await rows(tx, addStep, [account_id, id, JSON.stringify(step)]);
}
