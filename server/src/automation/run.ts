import type { Pool } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import type { Changes } from '../events/events.ts';
import type { Queues } from '../jobs/queues.ts';
import type { Platform } from '../platform.ts';
import type { Action } from '../actions/schema.ts';
import { understandRules, type Condition } from './conditions.ts';
import { evaluate, type Occasion, type Verdict } from './evaluate.ts';
import { noteFailure } from './failures.ts';
import { beginRun, noteUnmatched, type Looked } from './record.ts';
import { finishRun } from './steps.ts';

type Key = Queues['run_automation_rules'];

/** What happened, as the event table has it. */
export interface Happened extends Record<string, unknown> {
  account_id: number;
  event_id: number;
  /** As rules call it: message_created. */
  event_name: string;
  conversation_id: number;
  payload: { data: { id?: number }; changes?: Changes };
}

const findEvent = `
  select account_id, id as event_id, replace(name, '.', '_') as event_name, conversation_id, payload
  from events where account_id = $1 and id = $2 and conversation_id is not null`;

/**
 * Does what the account's automation rules say follows from an event (contract: platform §4.9), each
 * once, in their order: what one has done the next finds. A job that is cut short goes on where it
 * ended.
 */
export async function runAutomationRules(platform: Platform, key: Key): Promise<void> {
  const { pool } = platform;
  const event = await row<Happened>(pool, findEvent, [key.account_id, key.event_id]);
  if (event === undefined) return;
  let left = await readRules(pool, event);
  const unmatched: Looked[] = [];
  while (left.length > 0) {
    const looked = await look(pool, event, left);
    const next = looked.findIndex(({ rule, verdict }) => rule.run_id !== null || verdict?.matched);
    const passed = next === -1 ? looked : looked.slice(0, next);
    unmatched.push(...passed.filter(({ verdict }) => verdict !== undefined));
    const found = looked[next];
    if (found === undefined) break;
    const run_id = found.rule.run_id ?? (await beginRun(pool, event, found));
    if (run_id !== undefined) await finishRun(platform, { account_id: event.account_id, run_id });
    left = left.slice(next + 1);
  }
  await noteUnmatched(pool, event, unmatched);
}

/** A rule that is to be looked at, or goes on acting. */
export interface Rule extends Record<string, unknown> {
  id: number;
  name: string;
  given: Record<string, unknown>[];
  actions: Action[];
  /** The run that was cut short. */
  run_id: number | null;
}

const findRules = `
  select r.id, r.name, r.conditions as given, r.actions, x.id as run_id
  from automation_rules r
  left join automation_runs x on x.account_id = r.account_id and x.rule_id = r.id and x.event_id = $3
    and x.status <> 'unmatched'
  where r.account_id = $1 and (x.status = 'running' or (x.id is null and r.active and r.event_name = $2))
  order by r.position, r.id`;

type Readable = Rule & { conditions: Condition[] };

/** The rules for the event that can be understood; a failure of the others is noted. */
async function readRules(pool: Pool, event: Happened): Promise<Readable[]> {
  const values = [event.account_id, event.event_name, event.event_id];
  const found = await rows<Rule>(pool, findRules, values);
  const givens = found.map(({ given }) => given);
  const understood = await understandRules(pool, event.account_id, givens);
  const readable: Readable[] = [];
  for (const [index, rule] of found.entries()) {
    const read = understood[index];
    if (read !== undefined && 'conditions' in read) readable.push({ ...rule, ...read });
    // What has begun goes on, whatever its conditions are by now.
    else if (rule.run_id !== null) readable.push({ ...rule, conditions: [] });
    else if (read !== undefined) await noteFailure(pool, event, { rule, problem: read.problem });
  }
  return readable;
}

async function look(
  pool: Pool,
  event: Happened,
  rules: readonly Readable[],
): Promise<(Looked & { verdict: Verdict | undefined })[]> {
  const conditions = rules.map((rule) => rule.conditions);
  const [verdicts = []] = await evaluate(pool, event.account_id, {
    rules: conditions,
    occasions: [occasionOf(event)],
  });
  return rules.map((rule, index) => ({ rule, verdict: verdicts[index] }));
}

function occasionOf({ event_name, conversation_id, payload }: Happened): Occasion {
  const message_id = event_name === 'message_created' ? (payload.data.id ?? null) : null;
  return { conversation_id, message_id, changes: payload.changes ?? {} };
}
