import type { Db } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import { iso, jsonObject } from '../db/json.ts';
import type { Occasion } from './evaluate.ts';
import { triggersRules, type RuleEvent, type Triggering } from './rules.ts';

/** Something that happened, as a rule would have been asked about it. */
export interface PastOccasion extends Occasion {
  display_id: number;
  event_id: number | null;
  /** ISO 8601. */
  at: string;
}

interface Found extends Omit<PastOccasion, 'changes'>, Record<string, unknown> {
  payload: Parameters<typeof triggersRules>[0]['payload'];
}

/** How far back one looks, so that a question never costs more than this. */
const FURTHEST = 20_000;
const MOST = 1000;

// Conversations and messages are older than the event log, and came with an import, too.
const created = `
  select c.id as conversation_id, c.display_id, null::bigint as message_id, null::bigint as event_id,
    ${iso('c.created_at')} as at,
    ${jsonObject({ data: jsonObject({ additional_attributes: 'c.additional_attributes' }) })} as payload
  from conversations c where c.account_id = $1 and c.created_at >= $2 order by c.created_at desc, c.id desc limit ${MOST}`;

const written = `
  select c.id as conversation_id, c.display_id, m.id as message_id, null::bigint as event_id,
    ${iso('m.created_at')} as at,
    ${jsonObject({
      data: jsonObject({
        message_type: 'm.message_type',
        content_attributes: 'm.content_attributes',
      }),
      rule_id: `m.content_attributes -> 'automation_rule_id'`,
    })} as payload
  from (select * from messages where account_id = $1 order by id desc limit ${FURTHEST}) m
  join conversations c on c.account_id = m.account_id and c.id = m.conversation_id
  where m.created_at >= $2 and m.message_type <> 2 order by m.id desc limit ${MOST}`;

const recorded = `
  select c.id as conversation_id, c.display_id, null::bigint as message_id, e.id as event_id,
    ${iso('e.created_at')} as at,
    ${jsonObject({
      data: jsonObject({ additional_attributes: `e.payload #> '{data,additional_attributes}'` }),
      performer: `e.payload -> 'performer'`,
      rule_id: `e.payload -> 'rule_id'`,
      changes: `e.payload -> 'changes'`,
    })} as payload
  from (select * from events where account_id = $1 order by id desc limit ${FURTHEST}) e
  join conversations c on c.account_id = e.account_id and c.id = e.conversation_id
  where e.created_at >= $2 and e.name = $3 order by e.id desc limit ${MOST}`;

/** What happened since then that rules for this event would have been asked about, newest first. */
export async function findOccasions(
  db: Db,
  account_id: number,
  { event_name, since }: { event_name: RuleEvent; since: Date },
): Promise<PastOccasion[]> {
  const name = event_name.replace('_', '.') as Triggering;
  const found = await findAll(db, { account_id, name, since });
  return found
    .map(({ payload, ...rest }) => ({ payload: withoutNothing(payload), ...rest }))
    .filter(({ payload }) => triggersRules({ name, payload }))
    .map(({ payload: { changes }, ...rest }) => ({ ...rest, changes: changes ?? {} }));
}

const findAll = async (
  db: Db,
  { account_id, name, since }: { account_id: number; name: Triggering; since: Date },
): Promise<Found[]> => {
  if (name === 'conversation.created') return rows<Found>(db, created, [account_id, since]);
  if (name === 'message.created') return rows<Found>(db, written, [account_id, since]);
  return rows<Found>(db, recorded, [account_id, since, name]);
};

// JSON that PostgreSQL builds has null where events have nothing.
const withoutNothing = (payload: Found['payload']): Found['payload'] =>
  Object.fromEntries(
    Object.entries(payload).filter(([, value]) => value !== null),
  ) as Found['payload'];
