import type { Logger } from 'pino';
import { transaction, type Pool, type Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { without } from '../failpoint.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { sideBySide } from '../jobs/side-by-side.ts';
import { changeConversation } from './change.ts';
import { lockConversationById } from './queries.ts';

interface Key {
  account_id: number;
  conversation_id: number;
}

// The database's clock decides, as it did when the job became due.
const findSnooze = `
  select snoozed_until as until, snoozed_until <= now() as "isOver" from conversations
  where account_id = $1 and id = $2 and status = 3 and snoozed_until is not null`;

/**
 * Opens a conversation whose snooze is over. One that was resolved or opened in the meantime stays as it is,
 * and the lock makes a second wake-up find it open. One that sleeps on is looked at again when it is over: it
 * was snoozed again for later, or the clock was put back since the job was due.
 */
export async function wakeConversation(pool: Pool, key: Key): Promise<void> {
  await transaction(pool, async (tx) => {
    const conversation = await lockConversationById(tx, key.account_id, key.conversation_id);
    if (conversation === undefined) return;
    const snooze = await snoozeOf(tx, key);
    if (snooze?.isOver === true || without('wake-looks-again')) {
      await changeConversation(tx, conversation, { status: 'open' }, { actor: null });
    } else if (snooze !== undefined) {
      const again = { queue: 'wake_conversation', data: key, startAfter: snooze.until } as const;
      await enqueue(tx, [again]);
    }
  });
}

interface Snooze extends Record<string, unknown> {
  until: Date;
  isOver: boolean;
}

async function snoozeOf(tx: Tx, { account_id, conversation_id }: Key): Promise<Snooze | undefined> {
  return row<Snooze>(tx, findSnooze, [account_id, conversation_id]);
}

const BATCH = 500;
const WIDTH = 4;

// Walks in the order of the index; a row that cannot be woken is passed by, not met again and again.
const findOverdue = `
  select account_id, id as conversation_id, snoozed_until::text as until
  from conversations
  where status = 3 and snoozed_until <= now()
    and (snoozed_until, account_id, id) > ($1::timestamptz, $2, $3)
  order by snoozed_until, account_id, id limit ${BATCH}`;

/**
 * The net under wakeConversation's jobs: opens everything whose snooze is over, however long ago.
 * Each conversation has a transaction of its own, so one that fails keeps none of the others asleep.
 */
export async function wakeOverdueConversations(pool: Pool, log: Logger): Promise<void> {
  let after: [string, number, number] = ['-infinity', 0, 0];
  for (;;) {
    const overdue = await rows<Key & { until: string }>(pool, findOverdue, after);
    await sideBySide(overdue, WIDTH, async ({ account_id, conversation_id }) => {
      try {
        await wakeConversation(pool, { account_id, conversation_id });
      } catch (error) {
        const facts = { err: error, account_id, conversation_id };
        log.error(facts, 'a snoozed conversation cannot be opened');
      }
    });
    const last = overdue.at(-1);
    if (last === undefined || overdue.length < BATCH) return;
    after = [last.until, last.account_id, last.conversation_id];
  }
}
