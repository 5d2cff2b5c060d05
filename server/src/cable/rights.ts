import type { Db } from '../db/pool.ts';
import { findAudience } from './audience.ts';
import type { Listeners } from './listeners.ts';

/** Milliseconds after which whoever lost their right to listen has lost the connection too. */
const EVERY = 500;

/** Ends the connections of those who may not listen any more, also when nothing happens that they could hear. */
export function watchRights({ db, listeners }: { db: Db; listeners: Listeners }): () => void {
  let isLooking = false;
  const look = async (): Promise<void> => {
    const all = listeners.all();
    const { mayListen } = await findAudience(db, { listeners: all, conversations: [] });
    for (const listener of all) if (!mayListen(listener)) listener.line.cut();
  };
  const timer = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    // Without a database nothing is delivered either; the follower says so in the log.
    look()
      .catch(() => {})
      .finally(() => (isLooking = false));
  }, EVERY);
  timer.unref();
  return () => clearInterval(timer);
}
