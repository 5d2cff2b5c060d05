import { filesJson } from '../actions/present.ts';
import type { Action } from '../actions/schema.ts';
import { iso, jsonObject, unix } from '../db/json.ts';
import type { Db, Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { notFound } from '../errors.ts';
import { JsonText } from '../http/json.ts';

/** A stored rule. */
export interface Rule {
  id: number;
  name: string;
  description: string | null;
  event_name: string;
  conditions: Record<string, unknown>[];
  actions: Action[];
  active: boolean;
  position: number;
}

// The newest that was more than a look: what did not match is no run for who looks at the list.
const lastRun = `
  (select ${jsonObject({ at: iso('x.created_at'), status: 'x.status', reason: 'x.reason' })}
   from automation_runs x where x.account_id = r.account_id and x.rule_id = r.id and x.status <> 'unmatched'
   order by x.id desc limit 1)`;

const json = jsonObject(
  {
    id: 'r.id',
    account_id: 'r.account_id',
    name: 'r.name',
    description: 'r.description',
    event_name: 'r.event_name',
    conditions: 'r.conditions',
    actions: 'r.actions',
    created_on: unix('r.created_at'),
    active: 'r.active',
  },
  {
    files: filesJson('r', 'automation_rule'),
    position: 'r.position',
    problem: `coalesce(to_json(r.problem), 'null')`,
    last_run: `coalesce(${lastRun}, 'null')`,
  },
);

/** All rules of the account under `payload`, oldest first. */
export async function listRules(db: Db, accountId: number): Promise<JsonText> {
  const list = await row<{ json: string }>(
    db,
    `select coalesce(json_agg(${json} order by r.id), '[]')::text as json
     from automation_rules r where r.account_id = $1`,
    [accountId],
  );
  return wrapped(list?.json ?? '[]');
}

const wrapped = (json: string): JsonText => new JsonText(`{"payload":${json}}`);

/** One rule under `payload`. Throws 404. */
export const showWrappedRule = async (
  db: Db,
  accountId: number,
  id: number | null,
): Promise<JsonText> => wrapped((await showRule(db, accountId, id)).text);

/** One rule in its wire form. Throws 404. */
export async function showRule(db: Db, accountId: number, id: number | null): Promise<JsonText> {
  const shown = await row<{ json: string }>(
    db,
    `select ${json}::text as json from automation_rules r where r.account_id = $1 and r.id = $2`,
    [accountId, id],
  );
  if (shown === undefined) throw notFound();
  return new JsonText(shown.json);
}

const select = `
  select id, name, description, event_name, conditions, actions, active, position
  from automation_rules where account_id = $1 and id = $2`;

/** One rule. Throws 404. */
export async function findRule(db: Db, accountId: number, id: number | null): Promise<Rule> {
  return found(await row<Rule & Record<string, unknown>>(db, select, [accountId, id]));
}

const selectForUpdate = `${select} for update`;

/** One rule, locked until the transaction ends. Throws 404. */
export async function lockRule(tx: Tx, accountId: number, id: number | null): Promise<Rule> {
  return found(await row<Rule & Record<string, unknown>>(tx, selectForUpdate, [accountId, id]));
}

function found(rule: Rule | undefined): Rule {
  if (rule === undefined) throw notFound();
  return rule;
}

const valuesOf = (rule: Omit<Rule, 'id'>): unknown[] => [
  rule.name,
  rule.description,
  rule.event_name,
  JSON.stringify(rule.conditions),
  JSON.stringify(rule.actions),
  rule.active,
  rule.position,
];

export async function insertRule(
  tx: Tx,
  accountId: number,
  rule: Omit<Rule, 'id'>,
): Promise<number> {
  const made = await row<{ id: number }>(
    tx,
    `insert into automation_rules (account_id, name, description, event_name, conditions, actions, active, position)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning id`,
    [accountId, ...valuesOf(rule)],
  );
  return (made as { id: number }).id;
}

/** Saves the rule. Once its conditions are understood again it is `mended`. */
export async function saveRule(
  tx: Tx,
  accountId: number,
  { rule, mended }: { rule: Rule; mended: boolean },
): Promise<void> {
  await rows(
    tx,
    `update automation_rules set name = $3, description = $4, event_name = $5, conditions = $6,
       actions = $7, active = $8, position = $9, updated_at = now(),
       failures = case when $10 then 0 else failures end, problem = case when $10 then null else problem end
     where account_id = $1 and id = $2`,
    [accountId, rule.id, ...valuesOf(rule), mended],
  );
}

const stop = `
  update automation_runs set status = 'finished', finished_at = clock_timestamp(),
    reason = 'the rule was deleted before it was done'
  where account_id = $1 and rule_id = $2 and status = 'running'`;

/** Deletes the rule, and ends what it is doing. */
export async function deleteRule(tx: Tx, accountId: number, id: number): Promise<void> {
  await rows(tx, stop, [accountId, id]);
  await rows(tx, 'delete from automation_rules where account_id = $1 and id = $2', [accountId, id]);
}
