import { tellAdministrators } from '../agents/tell-administrators.ts';
import { audit } from '../audit/audit.ts';
import { transaction, type Pool, type Tx } from '../db/pool.ts';
import { row } from '../db/query.ts';
import { RULE_NAME } from './rules.ts';
import type { Happened, Rule } from './run.ts';

const MAX_FAILURES = 2;

// Once for each event, however often the job about it runs.
const insert = `
  insert into automation_runs (account_id, rule_id, rule_name, conversation_id, event_id, event_name, status,
    reason, finished_at)
  select $1, r.id, $3, c.id, $5, $6, 'failed', $7, clock_timestamp()
  from conversations c join automation_rules r on r.account_id = $1 and r.id = $2
  where c.account_id = $1 and c.id = $4
  for key share of r, c
  on conflict do nothing returning id`;

const count = `
  update automation_rules set failures = failures + 1, problem = $3, active = failures + 1 < ${MAX_FAILURES},
    updated_at = clock_timestamp()
  where account_id = $1 and id = $2 and active returning active`;

/**
 * Notes that a rule cannot be looked at, as when it asks for a custom attribute that was deleted. The
 * second time it is switched off (contract: platform §4.9), and administrators are told.
 */
export async function noteFailure(
  pool: Pool,
  { account_id, event_id, event_name, conversation_id }: Happened,
  { rule, problem }: { rule: Rule; problem: string },
): Promise<void> {
  await transaction(pool, async (tx) => {
    const values = [account_id, rule.id, rule.name, conversation_id, event_id, event_name, problem];
    if ((await row(tx, insert, values)) === undefined) return;
    const counted = await row<{ active: boolean }>(tx, count, [account_id, rule.id, problem]);
    if (counted?.active === false) await tellOf(tx, account_id, { rule, problem });
  });
}

async function tellOf(
  tx: Tx,
  account_id: number,
  { rule, problem }: { rule: Rule; problem: string },
): Promise<void> {
  const by = { type: 'AutomationRule' as const, id: rule.id, account_id, name: RULE_NAME };
  await audit(tx, by, {
    type: 'AutomationRule',
    id: rule.id,
    action: 'update',
    changes: { active: [true, false] },
    comment: problem,
  });
  const paragraphs = [
    `The automation rule "${rule.name}" was switched off, because it cannot be understood any more: ${problem}`,
    'Mend its conditions and switch it on again.',
  ];
  const subject = `The automation rule "${rule.name}" was switched off`;
  await tellAdministrators(tx, account_id, { subject, paragraphs });
}
