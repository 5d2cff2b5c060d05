import { botSenderJson } from '../agent-bots/present.ts';
import { userSenderJson } from '../agents/present.ts';
import { contactSenderJson } from '../contacts/present.ts';
import type { Db } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import type { Performer } from '../events/events.ts';
import type { LoggedEvent } from '../events/read-log.ts';
import { causeOf } from './events.ts';

const present = `
  select who.account_id, who.type, who.id, case who.type
    when 'User' then (select ${userSenderJson('u', 'm')} from users u
      join memberships m on m.account_id = who.account_id and m.user_id = u.id where u.id = who.id)
    when 'AgentBot' then (select ${botSenderJson('b')} from agent_bots b where b.id = who.id)
    when 'Contact' then (select ${contactSenderJson('k')} from contacts k
      where k.account_id = who.account_id and k.id = who.id and k.deleted_at is null) end as json
  from unnest($1::bigint[], $2::text[], $3::bigint[]) who (account_id, type, id)`;

type Json = Record<string, unknown>;

const keyOf = (account_id: number, { type, id }: Pick<Performer, 'type' | 'id'>): string =>
  `${account_id}/${type}/${id}`;

/** Those who caused the events, as clients see people. One statement; null for nobody, or nobody any more. */
export async function loadPerformers(
  db: Db,
  events: readonly LoggedEvent[],
): Promise<(event: LoggedEvent) => Json | null> {
  const causes = new Map<string, { account_id: number; cause: Performer }>();
  for (const { account_id, payload } of events) {
    const cause = causeOf(payload);
    if (cause !== null) causes.set(keyOf(account_id, cause), { account_id, cause });
  }
  const all = [...causes.values()];
  type Found = { account_id: number; type: Performer['type']; id: number; json: Json | null };
  const found = await rows<Found>(db, present, [
    all.map(({ account_id }) => account_id),
    all.map(({ cause }) => cause.type),
    all.map(({ cause }) => cause.id),
  ]);
  const byKey = new Map(found.map((each) => [keyOf(each.account_id, each), each.json]));
  return ({ account_id, payload }) => {
    const cause = causeOf(payload);
    return cause === null ? null : (byKey.get(keyOf(account_id, cause)) ?? null);
  };
}
