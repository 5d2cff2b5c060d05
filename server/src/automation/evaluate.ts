import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { Db } from '../db/pool.ts';
import { adhoc } from '../db/query.ts';
import type { Changes } from '../events/events.ts';
import { hasChanged } from './changes.ts';
import type { Condition } from './conditions.ts';

/** What happened where, as far as conditions ask about it. */
export interface Occasion {
  conversation_id: number;
  /** The message that it was about; without one conditions on messages ask about each there is. */
  message_id: number | null;
  changes: Changes;
}

export interface Verdict {
  matched: boolean;
  /** In the order of the conditions. */
  met: boolean[];
}

type Found = { ord: number } & Record<string, boolean[]>;

/**
 * Looks at rules on occasions, in one statement: changes are those of the event, the rest is as it is
 * now. The verdict on rule `r` and occasion `o` is `[o][r]`; an occasion has none whose conversation is
 * gone.
 */
export async function evaluate(
  db: Db,
  account_id: number,
  { rules, occasions }: { rules: readonly Condition[][]; occasions: readonly Occasion[] },
): Promise<Verdict[][]> {
  const found = await adhoc<Found>(db, statementOf(account_id, { rules, occasions }));
  return occasions.map((occasion, index) => {
    const looks = found.filter(({ ord }) => ord === index + 1);
    if (looks.length === 0) return [];
    return rules.map((conditions, number) =>
      best(
        looks.map((look) => verdictOf(conditions, { look: look[`r${number}`] ?? [], occasion })),
      ),
    );
  });
}

/** Of the looks at each message one that matches, if there is one. */
const best = (verdicts: readonly Verdict[]): Verdict =>
  (verdicts.find(({ matched }) => matched) ?? verdicts.at(-1)) as Verdict;

function verdictOf(
  conditions: readonly Condition[],
  { look, occasion }: { look: (boolean | null)[]; occasion: Occasion },
): Verdict {
  const met = conditions.map(({ asks }, index) =>
    'from' in asks ? hasChanged(occasion.changes, asks) : look[index] === true,
  );
  return { matched: combine(conditions, met), met };
}

/** From left to right, AND before OR, as SQL reads them (contract: platform §4.9). No condition always holds. */
function combine(
  conditions: readonly Pick<Condition, 'joiner'>[],
  met: readonly boolean[],
): boolean {
  const alternatives: boolean[] = [true];
  for (const [index, holds] of met.entries()) {
    if (index > 0 && conditions[index - 1]?.joiner === 'or') alternatives.push(true);
    alternatives[alternatives.length - 1] = alternatives.at(-1) === true && holds;
  }
  return alternatives.includes(true);
}

function statementOf(
  account_id: number,
  { rules, occasions }: { rules: readonly Condition[][]; occasions: readonly Occasion[] },
): Sql {
  const columns = rules.map(
    (conditions, number) => sql`${arrayOf(conditions)} as ${raw(`r${number}`)}`,
  );
  const asksMessages = rules.flat().some(({ ofMessage }) => ofMessage);
  const messages = asksMessages
    ? sql`left join messages m on m.account_id = c.account_id and m.conversation_id = c.id
        and case when o.message_id is null then m.message_type <> 2 else m.id = o.message_id end`
    : sql``;
  return sql`
    select o.ord, ${join(columns)}
    from unnest(${occasions.map((each) => each.conversation_id)}::bigint[],
      ${occasions.map((each) => each.message_id)}::bigint[]) with ordinality o (conversation_id, message_id, ord)
    join conversations c on c.account_id = ${account_id} and c.id = o.conversation_id
    join inboxes i on i.account_id = c.account_id and i.id = c.inbox_id and i.deleted_at is null
    join contacts k on k.account_id = c.account_id and k.id = c.contact_id
    ${messages}
    order by o.ord`;
}

function arrayOf(conditions: readonly Condition[]): Sql {
  if (conditions.length === 0) return sql`'{}'::boolean[]`;
  const asked = conditions.map(({ asks }) =>
    'from' in asks ? sql`null::boolean` : sql`(${asks})`,
  );
  return sql`array[${join(asked)}]`;
}
