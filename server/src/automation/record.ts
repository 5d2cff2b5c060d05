import { lockConversationById } from '../conversations/queries.ts';
import { lately } from '../db/lately.ts';
import { transaction, type Pool } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import type { Verdict } from './evaluate.ts';
import { actsPerHour } from './rules.ts';
import type { Happened, Rule } from './run.ts';

/** A rule with what came of looking at it. */
export interface Looked {
  rule: Rule;
  verdict: Verdict | undefined;
}

/** The conditions with whether each was met, as people are shown them. */
export const judged = (
  given: Rule['given'],
  verdict: Verdict | undefined,
): Record<string, unknown>[] =>
  given.map(({ attribute_key, filter_operator, values, query_operator }, index) => ({
    attribute_key,
    filter_operator,
    values: values ?? [],
    query_operator: query_operator ?? null,
    met: verdict?.met[index] ?? false,
  }));

const countRecent = `
  select count(*)::int as acted from automation_runs
  where account_id = $1 and rule_id = $2 and conversation_id = $3 and status in ('running', 'finished')
    and ${lately('created_at', '1 hour')}`;

// Not of a rule that was switched off or deleted since it was looked at.
const insert = `
  insert into automation_runs (account_id, rule_id, rule_name, conversation_id, event_id, event_name, status,
    reason, conditions, actions, finished_at)
  select r.account_id, r.id, r.name, $3, $4, $5, $6::text, $7, $8, $9, case when $6 = 'skipped' then clock_timestamp() end
  from automation_rules r where r.account_id = $1 and r.id = $2 and r.active
  for key share of r
  on conflict do nothing
  returning id`;

/**
 * Notes that the rule acts for this event, unless that is noted already, or it has acted too often in
 * the conversation of late. Returns the run that is to be gone through.
 */
export async function beginRun(
  pool: Pool,
  { account_id, event_id, event_name, conversation_id }: Happened,
  looked: Looked,
): Promise<number | undefined> {
  const { id, actions } = looked.rule;
  return transaction(pool, async (tx) => {
    // Locked, so that of two events at once the second counts what the first did.
    const conversation = await lockConversationById(tx, account_id, conversation_id);
    if (conversation === undefined) return undefined;
    const recent = await row<{ acted: number }>(tx, countRecent, [account_id, id, conversation_id]);
    const limit = actsPerHour(actions);
    const isTooMuch = (recent?.acted ?? 0) >= limit;
    const begun = await row<{ id: number }>(tx, insert, [
      account_id,
      id,
      conversation_id,
      event_id,
      event_name,
      isTooMuch ? 'skipped' : 'running',
      isTooMuch ? `it has acted ${limit} times in this conversation within an hour` : null,
      JSON.stringify(judged(looked.rule.given, looked.verdict)),
      JSON.stringify(actions),
    ]);
    return isTooMuch ? undefined : begun?.id;
  });
}

// One row for each rule and conversation: that of the last time. In the order of the rules, so that two
// events at once do not wait for each other in a circle.
const upsert = `
  insert into automation_runs (account_id, rule_id, rule_name, conversation_id, event_id, event_name, status,
    conditions, finished_at)
  select r.account_id, r.id, r.name, c.id, $3, $4, 'unmatched', looked.conditions, clock_timestamp()
  from unnest($5::bigint[], $6::jsonb[]) looked (rule_id, conditions)
  join automation_rules r on r.account_id = $1 and r.id = looked.rule_id
  join conversations c on c.account_id = $1 and c.id = $2
  order by r.id for key share of r, c
  on conflict (account_id, rule_id, conversation_id) where status = 'unmatched' do update
  set rule_name = excluded.rule_name, event_id = excluded.event_id, event_name = excluded.event_name,
    conditions = excluded.conditions, created_at = excluded.created_at, finished_at = excluded.finished_at`;

/** Notes why rules did nothing. */
export async function noteUnmatched(
  pool: Pool,
  { account_id, event_id, event_name, conversation_id }: Happened,
  looked: readonly Looked[],
): Promise<void> {
  if (looked.length === 0) return;
  await rows(pool, upsert, [
    account_id,
    conversation_id,
    event_id,
    event_name,
    looked.map(({ rule }) => rule.id),
    looked.map(({ rule, verdict }) => JSON.stringify(judged(rule.given, verdict))),
  ]);
}
