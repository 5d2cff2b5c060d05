import type { FastifyInstance } from 'fastify';
import { without } from '../failpoint.ts';
import type { Platform } from '../platform.ts';
import type { Channel, Line, Subscription } from '../realtime/channel.ts';
import { follow, type Follower } from '../realtime/follow.ts';
import { mountSockets } from '../realtime/mount.ts';
import { deliver } from './deliver.ts';
import { pushedNames } from './events.ts';
import { readIdentifier } from './identifier.ts';
import { identify } from './identify.ts';
import { createListeners, type Listener } from './listeners.ts';
import { createPresence, type Presence } from './presence.ts';
import { watchRights } from './rights.ts';
import { placeIn, subscriptionOf } from './subscription.ts';
import { turnstile } from './turnstile.ts';

/** Serves what happens, as it happens, at /cable (contract: platform §6). */
export function mountCable(app: FastifyInstance, platform: Platform): void {
  mountSockets(app, '/cable', openRoom(platform, app));
}

/** So many who come are looked at at once; the others wait. */
const WIDTH = 4;

/** The one channel there is. The events are followed only while somebody listens. */
function openRoom({ pool, vault }: Platform, { publisher, log }: FastifyInstance): Channel {
  const listeners = createListeners();
  const parts = { db: pool, listeners };
  let following: { follower: Follower; presence: Presence; unwatch: () => void } | undefined;
  const inTurn = turnstile(WIDTH);

  const begin = () => {
    const follower: Follower = follow({
      pool,
      publisher,
      log,
      wanted: () => ({ accounts: listeners.accounts(), names: pushedNames }),
      deliver: async (events) => deliver({ ...parts, epoch: follower.epoch }, events),
      lose: () => {
        for (const { line } of listeners.all()) line.cut();
      },
    });
    const presence = createPresence({ ...parts, placeOf: placeIn(follower) });
    return { follower, presence, unwatch: watchRights(parts) };
  };
  const end = async (): Promise<void> => {
    const ending = following;
    following = undefined;
    ending?.unwatch();
    await ending?.follower.stop();
  };
  const leave = (listener: Listener): void => {
    if (!without('gone-are-forgotten')) listeners.remove(listener);
    if (listeners.size === 0) void end();
  };
  const join = async (listener: Listener): Promise<Subscription> => {
    listeners.add(listener);
    following ??= begin();
    const { follower, presence } = following;
    try {
      await follower.ready;
    } catch (error) {
      leave(listener);
      await end();
      throw error;
    }
    const subscription = subscriptionOf({ pool, follower, presence }, listener);
    return { ...subscription, end: () => leave(listener) };
  };

  return {
    async subscribe(identifier: string, line: Line) {
      const identity = readIdentifier(identifier);
      const known = identity && (await inTurn(async () => identify({ db: pool, vault }, identity)));
      return known && join({ ...known, line, live: false, after: 0, heard: 0 });
    },
    close: end,
  };
}
