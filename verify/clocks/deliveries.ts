import { until } from '../rig/clock.ts';
import { broken, createReceiver, healthy, type Receiver } from '../rig/receiver.ts';
import type { Context } from '../scenario.ts';
import { missing, outOfOrder, renamed } from '../webhooks/check.ts';
import type { Endpoint } from '../webhooks/stage.ts';
import type { Written } from '../webhooks/write.ts';
import type { Stage } from './stage.ts';

/** Who is told of every message, and answers at once. */
export interface Hook extends Endpoint {
  /** Conversations of which the next message is refused, once. */
  refuses: Set<number>;
}

export async function createHook(context: Context, { admin }: Pick<Stage, 'admin'>): Promise<Hook> {
  const refuses = new Set<number>();
  const receiver: Receiver = await createReceiver(async (exchange) => {
    const { conversation } = receiver.receipts.at(-1) ?? { conversation: 0 };
    return refuses.delete(conversation) ? broken(exchange) : healthy(exchange);
  }, context.random);
  context.after(async () => receiver.close());
  const asked = { url: receiver.url, subscriptions: ['message_created'] };
  const { payload } = await admin.insist('webhooks', asked);
  const { webhook } = payload as { webhook: { id: number } };
  return { name: 'hook', id: webhook.id, receiver, refuses };
}

const countWaiting = `
  select count(*)::int as n from webhook_deliveries d join webhook_lanes l
    on l.account_id = d.account_id and l.endpoint_id = d.endpoint_id and l.lane = d.lane and l.lease is null
  where d.account_id = $1 and d.state = 'pending' and d.tries = 1`;

/** Leaves a delivery that waits for its second try, by what the clocks say now, and one behind it. */
export async function leaveWaiting({ admin, desk, pool, hook }: Stage): Promise<void> {
  const { contact_id, inboxes, account_id } = desk;
  const made = await admin.insist('conversations', { contact_id, inbox_id: inboxes[0] });
  hook.refuses.add(made['id'] as number);
  for (const content of ['first', 'second']) {
    await admin.insist(`conversations/${made['id'] as number}/messages`, { content });
  }
  await until(async () => {
    const { rows } = await pool.query<{ n: number }>(countWaiting, [account_id]);
    return (rows[0]?.n ?? 0) > 0;
  }, 5000);
}

const findWritten = `
  select c.display_id as conversation, m.id from messages m
  join conversations c on c.account_id = m.account_id and c.id = m.conversation_id
  where m.account_id = $1 and m.message_type <> 2 order by m.id`;

/** All messages there are. */
async function written({ pool, desk }: Stage): Promise<Written> {
  const { rows } = await pool.query<{ conversation: number; id: number }>(findWritten, [
    desk.account_id,
  ]);
  const messages: Written = new Map();
  for (const { conversation, id } of rows) {
    messages.set(conversation, [...(messages.get(conversation) ?? []), id]);
  }
  return messages;
}

/** Waits until all was delivered that is there, and says what was not. */
export async function checkDeliveries(stage: Stage): Promise<string[]> {
  const look = async (): Promise<string[]> => missing(stage.hook, await written(stage));
  await until(async () => (await look()).length === 0, 15_000);
  return look();
}

/** Messages that came in another order than they were written in. */
export const misplaced = async (stage: Stage): Promise<string[]> =>
  outOfOrder(stage.hook, await written(stage));

/** What came again although it had been taken, and messages that came under two ids. */
export function twice({ hook }: Stage): string[] {
  const taken = hook.receiver.receipts.filter(({ accepted }) => accepted);
  const again = [...Map.groupBy(taken, ({ id }) => id)].filter(([, times]) => times.length > 1);
  return [...again.map(([id, times]) => `${id}: ${times.length} times`), ...renamed(hook)];
}
