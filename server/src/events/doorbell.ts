import type { Pool } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import { createNap } from './nap.ts';
import type { Publisher } from './publish.ts';

/** Tells who waits that something happened in their account. A waiter holds no connection and no transaction. */
export interface Doorbell {
  /** Resolves when the account's log goes on behind `after`, after `ms`, or when everybody has to leave. */
  wait(account_id: number, after: number, ms: number): Promise<void>;
  /** The server stops. */
  readonly isClosed: boolean;
  close(): void;
}

interface Waiter {
  after: number;
  wake: () => void;
}

// One statement however many wait.
const findNews = `
  select account_id, max(position) as position from event_log where position > $1 group by account_id`;

type Waiting = ReadonlyMap<number, ReadonlySet<Waiter>>;

/** Gives the newest position there is. */
async function wakeForNews(pool: Pool, waiting: Waiting, from: number): Promise<number> {
  const news = await rows<{ account_id: number; position: number }>(pool, findNews, [from]);
  for (const { account_id, position } of news) {
    for (const { after, wake } of waiting.get(account_id) ?? []) if (position > after) wake();
  }
  return Math.max(from, ...news.map(({ position }) => position));
}

export function openDoorbell({ pool, publisher }: { pool: Pool; publisher: Publisher }): Doorbell {
  const waiting = new Map<number, Set<Waiter>>();
  /** Behind it nobody has looked yet. */
  let seen = 0;
  let isRinging = false;
  let isDue = false;
  let isClosed = false;
  let stopListening: (() => void) | undefined;

  const look = async (): Promise<void> => {
    const from = seen;
    seen = Number.POSITIVE_INFINITY;
    // Without a database nobody is told anything; they look again when their time is over.
    const newest = await wakeForNews(pool, waiting, from).catch(() => from);
    seen = Math.min(seen, newest);
  };
  const ring = async (): Promise<void> => {
    isDue = true;
    if (isRinging) return;
    isRinging = true;
    while (isDue && waiting.size > 0) {
      isDue = false;
      await look();
    }
    isRinging = false;
  };
  const add = (account_id: number, waiter: Waiter): void => {
    seen = waiting.size === 0 ? waiter.after : Math.min(seen, waiter.after);
    waiting.set(account_id, (waiting.get(account_id) ?? new Set()).add(waiter));
    stopListening ??= publisher.onPublished(() => void ring());
    void ring();
  };
  return {
    async wait(account_id, after, ms) {
      if (isClosed) return;
      const nap = createNap();
      const waiter = { after, wake: nap.wake };
      add(account_id, waiter);
      await nap.sleep(ms);
      const others = waiting.get(account_id);
      others?.delete(waiter);
      if (others?.size === 0) waiting.delete(account_id);
    },
    get isClosed() {
      return isClosed;
    },
    close() {
      isClosed = true;
      stopListening?.();
      for (const waiters of waiting.values()) for (const { wake } of waiters) wake();
    },
  };
}
