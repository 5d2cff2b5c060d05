import { attempt, stepOf, type Step } from '../actions/attempt.ts';
import { performAction } from '../actions/perform.ts';
import type { Action } from '../actions/schema.ts';
import { lockConversationById } from '../conversations/queries.ts';
import { transaction, type Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { notFound } from '../errors.ts';
import { atWork } from '../events/rule-at-work.ts';
import type { Platform } from '../platform.ts';
import { RULE_NAME } from './rules.ts';

interface Key {
  account_id: number;
  run_id: number;
}

/** A run that is not over, locked. */
interface Run extends Record<string, unknown> {
  account_id: number;
  id: number;
  rule_id: number;
  conversation_id: number;
  event_name: string;
  actions: Action[];
  /** How many actions were done or tried. */
  done: number;
}

/**
 * Does what is left of a run. Each action is committed together with its step, so that a run which is
 * cut short is taken up where it ended and nothing is done twice.
 */
export async function finishRun(platform: Platform, key: Key): Promise<void> {
  while (await transaction(platform.pool, (tx) => takeStep(tx, platform, key)));
}

const lockRunning = `
  select account_id, id, rule_id, conversation_id, event_name, actions, jsonb_array_length(steps) as done
  from automation_runs where account_id = $1 and id = $2 and status = 'running' and rule_id is not null for update`;

const finish = `
  update automation_runs set status = 'finished', finished_at = clock_timestamp()
  where account_id = $1 and id = $2`;

/** One action; false when there is none left. */
async function takeStep(tx: Tx, platform: Platform, { account_id, run_id }: Key): Promise<boolean> {
  const run = await row<Run>(tx, lockRunning, [account_id, run_id]);
  if (run === undefined) return false;
  const action = run.actions[run.done];
  if (action === undefined) {
    await rows(tx, finish, [account_id, run_id]);
    return false;
  }
  const work = async () => act(tx, platform, { run, action });
  const error = await atWork(run.rule_id, async () => attempt(tx, work));
  await note(tx, run, stepOf(action.action_name, error));
  return true;
}

async function act(
  tx: Tx,
  platform: Platform,
  { run, action }: { run: Run; action: Action },
): Promise<void> {
  const { account_id, rule_id } = run;
  const conversation = await lockConversationById(tx, account_id, run.conversation_id);
  if (conversation === undefined) throw notFound();
  const actor = { type: 'AutomationRule' as const, id: rule_id, account_id, name: RULE_NAME };
  const event = `automation_event.${run.event_name}`;
  await performAction(tx, { platform, actor, conversation, event }, action);
}

const addStep = `
  update automation_runs set steps = steps || jsonb_build_array($3::jsonb) where account_id = $1 and id = $2`;

async function note(tx: Tx, { account_id, id }: Run, step: Step): Promise<void> {
  await rows(tx, addStep, [account_id, id, JSON.stringify(step)]);
}
