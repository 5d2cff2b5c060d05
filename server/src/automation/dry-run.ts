import type { Action } from '../actions/schema.ts';
import type { Actor } from '../auth/actor.ts';
import type { Db } from '../db/pool.ts';
import { HttpError, unprocessable } from '../errors.ts';
import { checked, draftOf } from './automation.ts';
import { understandRules } from './conditions.ts';
import { evaluate } from './evaluate.ts';
import { findOccasions } from './occasions.ts';
import { findRule, type Rule } from './queries.ts';
import { judged } from './record.ts';
import type { RuleEvent } from './rules.ts';
import type { RuleInput } from './schema.ts';

interface Bounds {
  since?: unknown;
  limit?: number;
}

const USUAL_DAYS = 30;
const USUAL_LIMIT = 50;
const MAX_LIMIT = 200;

/** What a rule that is not saved would have done. Throws 422 for one that could not be saved. */
export async function dryRunDraft(
  db: Db,
  { account_id }: Actor,
  { since, limit, ...input }: RuleInput & Bounds,
): Promise<DryRun> {
  const rule = await checked(db, account_id, draftOf({ ...input, name: input.name ?? 'Draft' }));
  return dryRun(db, {
    account_id,
    rule,
    bounds: { since, ...(limit === undefined ? {} : { limit }) },
  });
}

/** What a saved rule would have done, active or not. Throws 404. */
export async function dryRunRule(
  db: Db,
  { account_id }: Actor,
  { id, ...bounds }: Bounds & { id: number | null },
): Promise<DryRun> {
  return dryRun(db, { account_id, rule: await findRule(db, account_id, id), bounds });
}

interface DryRun {
  payload: {
    event_name: string;
    since: string;
    looked_at: number;
    matched: number;
    actions: Action[];
    results: object[];
  };
}

interface Question {
  account_id: number;
  rule: Pick<Rule, 'event_name' | 'conditions' | 'actions'>;
  bounds: Bounds;
}

async function dryRun(db: Db, { account_id, rule, bounds }: Question): Promise<DryRun> {
  const since = sinceOf(bounds.since);
  const limit = Math.min(Math.max(bounds.limit ?? USUAL_LIMIT, 1), MAX_LIMIT);
  const [understood] = await understandRules(db, account_id, [rule.conditions]);
  if (understood === undefined || 'problem' in understood) {
    throw new HttpError(422, { error: { conditions: [understood?.problem] } });
  }
  const event_name = rule.event_name as RuleEvent;
  const occasions = (await findOccasions(db, account_id, { event_name, since })).slice(0, limit);
  const rules = [understood.conditions];
  const verdicts = await evaluate(db, account_id, { rules, occasions });
  const results = occasions.flatMap(({ display_id, message_id, event_id, at }, index) => {
    const verdict = verdicts[index]?.[0];
    if (verdict === undefined) return [];
    const conditions = judged(rule.conditions, verdict);
    const { matched } = verdict;
    return [{ conversation_id: display_id, message_id, event_id, at, matched, conditions }];
  });
  const matched = results.filter((result) => result.matched).length;
  const { actions } = rule;
  const facts = { event_name, since: since.toISOString(), looked_at: results.length, matched };
  return { payload: { ...facts, actions, results } };
}

/** Unix seconds or ISO 8601; a month ago when it is absent. */
function sinceOf(given: unknown): Date {
  if (given === undefined || given === null || given === '') {
    return new Date(Date.now() - USUAL_DAYS * 24 * 60 * 60 * 1000);
  }
  const text = String(given).trim();
  const time = /^\d{1,11}$/.test(text)
    ? Number(text) * 1000
    : /^\d{4}-\d\d-\d\d/.test(text)
      ? Date.parse(text)
      : Number.NaN;
  if (
    typeof given === 'object' ||
    Number.isNaN(time) ||
    time < 0 ||
    time > Date.UTC(9999, 11, 31)
  ) {
    throw unprocessable('since must be unix seconds or ISO 8601');
  }
  return new Date(time);
}
