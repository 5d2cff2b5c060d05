/** The account that asks for far too much, in a process of its own: what it costs is not the neighbour's. */
import { setPriority } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { seeded } from '../random.ts';
import { createClient } from '../rig/client.ts';
import { atConstantRate, type Kind } from '../rig/pace.ts';
import { createReceiver, healthy } from '../rig/receiver.ts';

export interface Flood {
  url: string;
  token: string;
  account_id: number;
  /** To read and to write in. */
  conversations: number[];
  seconds: number;
}

/** How many requests there were, and how many answers by their status. */
export type Flooded = Record<string, number>;

const EXPORTS = 50;
const CONNECTIONS = 400;

const pick = <T>(list: readonly T[]): T => list[Math.floor(Math.random() * list.length)] as T;

/** 500 reads a second, heavy ones among them, 200 events, and 50 exports at once. */
async function flood({ account_id, conversations, seconds, ...who }: Flood): Promise<Flooded> {
  const { ask } = createClient({ ...who, connections: CONNECTIONS });
  const place = `/api/v1/accounts/${account_id}`;
  const one = (): string => `${place}/conversations/${pick(conversations)}`;
  const since = Math.floor(Date.now() / 1000) - 30 * 86_400;
  const report = `metric=incoming_messages_count&type=account&since=${since}&until=${since + 31 * 86_400}`;
  const reads = (name: string, perSecond: number, path: () => string): Kind => ({
    name,
    perSecond,
    act: async () => ask('GET', path()),
  });
  const incoming = { content: 'flood '.repeat(20), message_type: 'incoming' };
  const counted: Flooded = { asked: 0 };
  const count = (ask: () => Promise<number>) => async () => {
    counted['asked'] = (counted['asked'] ?? 0) + 1;
    const status = await ask();
    counted[status] = (counted[status] ?? 0) + 1;
    return status;
  };
  const kinds: Kind[] = [
    reads('lists', 200, () => `${place}/conversations?status=all`),
    reads('pages', 150, () => `${one()}/messages`),
    reads('opened', 100, one),
    reads('searches', 40, () => `${place}/search?q=flood`),
    reads('reports', 10, () => `/api/v2/accounts/${account_id}/reports?${report}`),
    { name: 'events', perSecond: 200, act: async () => ask('POST', `${one()}/messages`, incoming) },
  ];
  const exported = count(async () => ask('POST', `${place}/contacts/export`, {}));
  for (let nth = 0; nth < EXPORTS; nth += 1) void exported();
  void atConstantRate(
    kinds.map((kind) => ({ ...kind, act: count(kind.act) })),
    seconds,
  );
  // What is not answered by then is of no interest: it would only take long.
  await pause(seconds * 1000);
  return counted;
}

process.on('message', (order: Flood) => {
  void flood(order).then((answer) => process.send?.(answer));
});
process.on('disconnect', () => process.exit(0));

// The processors are those of the server and its database; elsewhere, clients bring their own.
setPriority(10);
const receiver = await createReceiver(healthy, seeded(1));
process.send?.({ url: receiver.url });
