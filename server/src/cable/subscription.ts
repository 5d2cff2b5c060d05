import type { Pool } from '../db/pool.ts';
import type { Place } from '../events/place.ts';
import type { Subscription } from '../realtime/channel.ts';
import type { Follower } from '../realtime/follow.ts';
import type { Listener } from './listeners.ts';
import type { Presence } from './presence.ts';
import { showListenerViewing } from './viewing.ts';
import { catchUp, goLive } from './resume.ts';

interface Parts {
  pool: Pool;
  follower: Follower;
  presence: Presence;
}

/** With their presence people are told where they stand, so that they know it before anything has happened. */
export const placeIn =
  (follower: Follower) =>
  ({ heard, after }: Listener): Place => ({
    epoch: follower.epoch,
    position: Math.max(heard, after, follower.delivered),
  });

/** What somebody who listens can ask for. */
export function subscriptionOf(
  { pool, follower, presence }: Parts,
  listener: Listener,
): Omit<Subscription, 'end'> {
  return {
    async begin() {
      goLive(listener, follower);
      await presence(listener);
    },
    async resume(missed, tell) {
      listener.live = false;
      const confirm = () => tell(true);
      if (!(await catchUp({ pool, follower }, listener, { missed, confirm }))) {
        tell(false);
        goLive(listener, follower);
      }
      await presence(listener);
    },
    async perform(action, data) {
      if (action === 'update_presence') await presence(listener);
      if (action === 'viewing') await showListenerViewing(pool, listener, data);
    },
  };
}
