import type { Pool } from '../../server/src/db/pool.ts';
import { committedAt } from '../rig/postgres.ts';

/** A conversation that was snoozed, and what somebody did to it before it came due. */
export interface Snooze {
  display_id: number;
  /** In milliseconds of the wall clock. */
  due: number;
  meanwhile: 'nothing' | 'resolved' | 'snoozed again' | 'sabotaged';
}

/** What became of a conversation. */
export interface Fate extends Snooze {
  status: number;
  /** When each opening was committed. */
  opened: number[];
  /** Changes of status that were told of, and lines about them. */
  changes: number;
  lines: number;
}

const OPEN = 0;
const STATUS = { nothing: OPEN, resolved: 1, 'snoozed again': 3, sabotaged: 3 };

// The events of all of them at once: there is no index by conversation.
const find = `
  with happened as (
    select e.conversation_id,
      array_agg(${committedAt('e')} order by e.id) filter (where e.name = 'conversation.opened') as opened,
      count(*) filter (where e.name = 'conversation.status_changed')::int as changes
    from events e
    where e.account_id = $1 and e.name in ('conversation.opened', 'conversation.status_changed')
    group by e.conversation_id
  ), written as (
    select m.conversation_id, count(*)::int as lines from messages m where m.account_id = $1 group by m.conversation_id
  )
  select c.display_id, c.status, coalesce(opened, '{}') as opened, coalesce(changes, 0) as changes, coalesce(lines, 0) as lines
  from conversations c
  left join happened on happened.conversation_id = c.id
  left join written on written.conversation_id = c.id
  where c.account_id = $1 and c.display_id = any($2)`;

export async function findFates(
  pool: Pool,
  account_id: number,
  made: readonly Snooze[],
): Promise<Fate[]> {
  const ids = made.map(({ display_id }) => display_id);
  const { rows } = await pool.query<Fate>(find, [account_id, ids]);
  const found = new Map(rows.map((fate) => [fate.display_id, fate]));
  return made.flatMap((snooze) => {
    const fate = found.get(snooze.display_id);
    return fate === undefined ? [] : [{ ...fate, ...snooze }];
  });
}

const shown = ({ display_id, meanwhile, status, opened, changes, lines }: Fate): string =>
  `${display_id} (${meanwhile}): status ${status}, opened ${opened.length} times, ${changes} changes, ${lines} lines`;

/** Left alone, and asleep for good. */
export const asleep = (fates: readonly Fate[]): string[] =>
  fates
    .filter(({ meanwhile, opened }) => meanwhile === 'nothing' && opened.length === 0)
    .map(shown);

/** Woken more than once, or half: one opening means open, one event more and no line more. */
export const notOnce = (fates: readonly Fate[]): string[] =>
  fates
    .filter(
      ({ meanwhile, status, opened, changes, lines }) =>
        meanwhile === 'nothing' &&
        opened.length > 0 &&
        (opened.length > 1 || status !== OPEN || changes !== 2 || lines !== 1),
    )
    .map(shown);

/** Opened although somebody had decided otherwise. */
export const misled = (fates: readonly Fate[]): string[] =>
  fates
    .filter(
      ({ meanwhile, status, opened }) =>
        meanwhile !== 'nothing' && (opened.length > 0 || status !== STATUS[meanwhile]),
    )
    .map(shown);
