import type { Observation } from '../history/order.ts';
import { createCaller } from '../rig/calls.ts';
import { listenOnCable } from '../rig/cable.ts';
import { listenOnFeed } from '../rig/feed.ts';
import type { Listener } from '../rig/listener.ts';
import type { Proxy } from '../rig/proxy.ts';
import type { Context } from '../scenario.ts';
import type { Recorded } from './record.ts';
import type { Stage } from './stage.ts';

/** Somebody who hears of messages without asking for them. */
export interface Observer {
  name: string;
  /** The ids of messages, in the order in which it heard of them. */
  heard(): string[];
}

/** The realtime connection and the change feed of both processes, and a webhook. */
export async function observe(context: Context, stage: Stage): Promise<Observer[]> {
  const { desk, proxies, receiver, admin } = stage;
  const { account_id } = desk;
  const { id: user_id, token } = desk.admin;
  const profile = await createCaller(admin.url, account_id, token).call('GET', '/api/v1/profile');
  const { pubsub_token } = profile.body;
  const identifier = JSON.stringify({ channel: 'RoomChannel', pubsub_token, account_id, user_id });
  const { random } = context;
  const listeners = proxies.flatMap((proxy: Proxy, index): [string, Listener][] => {
    const address = (): string => `127.0.0.1:${proxy.port}`;
    const feed = { address, account_id, token, isStream: index % 2 === 0, random };
    return [
      [`cable ${index}`, listenOnCable({ address, identifier, isExtended: true, random })],
      [`feed ${index}`, listenOnFeed(feed)],
    ];
  });
  for (const [, listener] of listeners) context.after(() => listener.stop());
  const hook: Observer = {
    name: 'webhook',
    // A delivery whose sender was killed before it knew is sent again.
    heard: () => [...new Set(receiver.receipts.map(({ subject }) => String(subject)))],
  };
  return [
    ...listeners.map(([name, { memory }]) => ({
      name,
      heard: () =>
        memory.heard.filter(({ event }) => event === 'message.created').map(({ id }) => String(id)),
    })),
    hook,
  ];
}

/** What was acknowledged and never heard of. */
export function unheard({ name, heard }: Observer, { acked }: Recorded): string[] {
  const known = new Set(heard());
  const missing = [...acked.values()].flat().filter((id) => !known.has(id));
  return missing.map((id) => `${name}: message ${id}`);
}

const findRows = `
  select c.display_id as conversation, m.id from messages m
  join conversations c on c.account_id = m.account_id and c.id = m.conversation_id
  where m.account_id = $1 order by m.id`;
const findLog = `
  select (e.payload #>> '{data,id}')::bigint as id from event_log l
  join events e on e.account_id = l.account_id and e.id = l.event_id
  where l.account_id = $1 and e.name = 'message.created' order by l.position`;

/** In which order everybody saw the messages of each conversation: who listens, who asks, the database. */
export async function observations(
  { postgres, desk }: Stage,
  observers: readonly Observer[],
  { reads }: Recorded,
): Promise<Observation[]> {
  const values = [desk.account_id];
  const { rows } = await postgres.pool.query<{ conversation: number; id: number }>(findRows, values); // prettier-ignore
  const log = await postgres.pool.query<{ id: number }>(findLog, values);
  const conversationOf = new Map(rows.map(({ id, conversation }) => [String(id), conversation]));
  const streams = [
    { name: 'database', ids: rows.map(({ id }) => String(id)) },
    { name: 'log', ids: log.rows.map(({ id }) => String(id)) },
    ...observers.map(({ name, heard }) => ({ name, ids: heard() })),
  ];
  const listened = streams.flatMap(({ name: observer, ids }) =>
    [...Map.groupBy(ids, (id) => conversationOf.get(id) ?? 0)].map(([lane, keys]) => ({
      observer,
      lane: String(lane),
      keys,
    })),
  );
  const asked = [...reads].flatMap(([lane, list]) =>
    list.map(({ client, process, ids }) => ({
      observer: `${client} at process ${process}`,
      lane: String(lane),
      keys: ids,
    })),
  );
  return [...listened, ...asked];
}
