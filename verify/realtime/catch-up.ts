import { setTimeout as pause } from 'node:timers/promises';
import { sideBySide } from '../../server/src/jobs/side-by-side.ts';
import { listenOnCable } from '../rig/cable.ts';
import { until } from '../rig/clock.ts';
import { listenOnFeed } from '../rig/feed.ts';
import type { Listener } from '../rig/listener.ts';
import { atMost, sized, type Context, type Row } from '../scenario.ts';
import type { Stage } from './stage.ts';
import { findHappened, hearersOf, type Happened } from './truth.ts';

/** It says up to where a client knows everything, and is no news itself. */
const PRESENCE = 'presence.update';

/** How long it takes to hear of a thousand events that were missed. */
export async function catchUp(context: Context, stage: Stage): Promise<Row[]> {
  const count = sized(context, { full: 1000, quick: 100 });
  const address = (): string => `127.0.0.1:${stage.server.port}`;
  const { random } = context;
  const { account_id, admin } = stage.desk;
  const identifier = stage.identifiers.get(admin.id) ?? '';
  const feed = { address, account_id, token: admin.token, random };
  const listeners = {
    extended: listenOnCable({ address, identifier, isExtended: true, random }),
    'feed, asked for': listenOnFeed({ ...feed, isStream: false }),
    'feed, streamed': listenOnFeed({ ...feed, isStream: true }),
  };
  for (const each of Object.values(listeners)) context.after(() => each.stop());
  const rows: Row[] = [];
  for (const [name, listener] of Object.entries(listeners)) {
    rows.push(await measure(stage, { name, listener, count }));
  }
  return rows;
}

async function measure(
  stage: Stage,
  { name, listener, count }: { name: string; listener: Listener; count: number },
): Promise<Row> {
  const { postgres, desk, admin, conversations } = stage;
  const said = await admin.insist(`conversations/${conversations[0]}/messages`, { content: 'now' });
  await until(() => listener.memory.heard.some(({ id }) => id === said['id']), 10_000);
  listener.leave();
  await pause(200);
  const before = await newest(stage);
  // Each message is an event at least.
  const places = Array.from({ length: count }, (_, n) => conversations[n % conversations.length]);
  await sideBySide(places, 8, async (place) =>
    admin.insist(`conversations/${place}/messages`, { content: 'missed' }),
  );
  let missed: Happened[] = [];
  await until(async () => {
    const happened = await findHappened(postgres.pool, desk.account_id);
    // What is for one person alone is not for the administrator who listens here.
    missed = happened.filter(
      ({ position, name }) => position > before && hearersOf(name) !== 'its user',
    );
    return missed.length >= count;
  }, 10_000);
  const last = missed.at(-1)?.position ?? 0;
  const began = Date.now();
  listener.comeBack();
  const arrival = (): number | undefined =>
    listener.memory.heard.find(({ position, event }) => position === last && event !== PRESENCE)
      ?.at;
  await until(() => arrival() !== undefined, 20_000);
  const took = (arrival() ?? Infinity) - began;
  return atMost(`${missed.length} missed events, ${name}`, 2000, took, 'ms');
}

const newest = async ({ postgres, desk }: Stage): Promise<number> =>
  (await findHappened(postgres.pool, desk.account_id)).at(-1)?.position ?? 0;
