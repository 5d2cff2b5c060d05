import type { Logger } from 'pino';
import { availability } from '../agents/present.ts';
import { changeConversation } from '../conversations/change.ts';
import { lockConversationById } from '../conversations/queries.ts';
import { transaction, type Pool, type Tx } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import { coalesce } from '../jobs/coalesce.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { within } from '../jobs/limit.ts';
import { sideBySide } from '../jobs/side-by-side.ts';
import { pickAgent } from './round-robin.ts';

interface Parts {
  pool: Pool;
  log: Logger;
}

interface Place {
  account_id: number;
  inbox_id: number;
}

/** `all`: also what was open before the inbox gave out by itself. */
type Order = Place & { all?: boolean };

const isOn = `i.enable_auto_assignment and i.deleted_at is null`;

// Whoever has room is looked up once, not for each that waits.
const findWaiting = `
  with able as materialized (
    select im.user_id from inboxes i
    join inbox_members im on im.account_id = i.account_id and im.inbox_id = i.id
    join memberships m on m.account_id = im.account_id and m.user_id = im.user_id and m.removed_at is null
    where i.account_id = $1 and i.id = $2 and ${isOn} and ${availability('m')} = 'online'
      and coalesce(confab_assignment_limit(i.auto_assignment_config) > (select count(*) from conversations had
        where had.account_id = $1 and had.inbox_id = $2 and had.assignee_id = im.user_id and had.status = 0), true)
  )
  select c.id, coalesce(c.waiting_since, 'infinity')::text as since from conversations c
  where c.account_id = $1 and c.inbox_id = $2 and c.awaits_agent and exists (select from able)
    and (coalesce(c.waiting_since, 'infinity'), c.id) > ($3::timestamptz, $4)
    and (c.team_id is null or exists (select from teams t
      join team_members tm on tm.account_id = t.account_id and tm.team_id = t.id
      join able on able.user_id = tm.user_id
      where t.account_id = $1 and t.id = c.team_id and t.allow_auto_assign and t.removed_at is null))
  order by coalesce(c.waiting_since, 'infinity'), c.id limit 50`;

const awaitAll = `
  update conversations set awaits_agent = true
  where account_id = $1 and inbox_id = $2 and status = 0 and assignee_id is null
    and assignee_agent_bot_id is null and not awaits_agent`;

/**
 * Gives what waits in an inbox to those of its members who are there and have room, whoever waits longest
 * first. A conversation of a team goes to its members alone, and only if the team assigns by itself. Each has a
 * transaction of its own; one that somebody took meanwhile stays theirs.
 */
export async function giveOut(
  { pool, log }: Parts,
  { account_id, inbox_id, all = false }: Order,
): Promise<void> {
  if (all) await rows(pool, awaitAll, [account_id, inbox_id]);
  let after: [string, number] = ['-infinity', 0];
  for (;;) {
    const waiting = await rows<{ id: number; since: string }>(pool, findWaiting, [
      account_id,
      inbox_id,
      ...after,
    ]);
    for (const { id } of waiting) {
      try {
        await transaction(pool, (tx) => giveToSomebody(tx, account_id, id));
      } catch (error) {
        log.error({ err: error, account_id, conversation_id: id }, 'a conversation stays waiting');
      }
    }
    const last = waiting.at(-1);
    if (last === undefined) return;
    after = [last.since, last.id];
  }
}

async function giveToSomebody(tx: Tx, accountId: number, id: number): Promise<void> {
  const conversation = await lockConversationById(tx, accountId, id);
  if (conversation?.awaits_agent !== true || !conversation.auto_assign) return;
  if (conversation.status !== 'open' || conversation.assignee_id !== null) return;
  const assignee_id = await pickAgent(tx, conversation);
  if (assignee_id === null) return;
  await changeConversation(tx, conversation, { assignee_id }, { actor: null });
}

const findPlaces = `
  select i.account_id, i.id as inbox_id from inboxes i
  join accounts a on a.id = i.account_id and a.status = 'active' and a.deleted_at is null
  where ${isOn} and exists (select from conversations c
    where c.account_id = i.account_id and c.inbox_id = i.id and c.awaits_agent)`;

/** The net under the jobs: whatever made room for what waits, it is given out within the minute. */
export async function giveOutEverywhere(
  pool: Pool,
  give: (place: Place) => Promise<void>,
): Promise<void> {
  for (const place of await rows<Place & Record<string, unknown>>(pool, findPlaces)) {
    await give(place);
  }
}

const keyOf = ({ account_id, inbox_id, all = false }: Order): string =>
  `${account_id} ${inbox_id} ${all}`;

interface Giver {
  each: (order: Order) => Promise<void>;
  all: (orders: readonly Order[]) => Promise<void>;
}

/** Seconds after which one that hangs keeps the next from an inbox no longer. */
const LONGEST = 600;
/** How many inboxes are given out side by side. */
const WIDTH = 2;

/**
 * `giveOut` for the jobs. Fifty people who come in at nine o'clock are fifty jobs for the same inboxes: those
 * that run at once would all go through what waits, and wait for each other at each conversation.
 */
export function createGiver(parts: Parts): Giver {
  const each = coalesce(async (order: Order) => within(LONGEST, giveOut(parts, order)), keyOf);
  return {
    each,
    all: async (orders) => {
      const different = new Map(orders.map((order) => [keyOf(order), order]));
      await sideBySide([...different.values()], WIDTH, each);
    },
  };
}

const findTheirs = `${findPlaces} and i.account_id = $1 and exists (select from inbox_members im
  where im.account_id = i.account_id and im.inbox_id = i.id and im.user_id = $2)`;

/** Somebody may have come online: what waits in their inboxes is given out after the caller's transaction. */
export async function offerWork(
  tx: Tx,
  { account_id, user_id }: { account_id: number; user_id: number },
): Promise<void> {
  const places = await rows<Place & Record<string, unknown>>(tx, findTheirs, [account_id, user_id]);
  await enqueue(
    tx,
    places.map((data) => ({ queue: 'give_out' as const, data })),
  );
}
