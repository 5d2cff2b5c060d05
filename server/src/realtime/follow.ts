import type { FastifyBaseLogger } from 'fastify';
import type { Pool } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import { createNap } from '../events/nap.ts';
import { findRange } from '../events/positions.ts';
import { repeat } from '../events/repeat.ts';
import { publishNow, type Publisher } from '../events/publish.ts';
import type { LoggedEvent } from '../events/read-log.ts';

interface Following {
  pool: Pool;
  publisher: Publisher;
  log: FastifyBaseLogger;
  /** What is wanted at this moment. */
  wanted: () => { accounts: readonly number[]; names: readonly string[] };
  /**
   * Gets each event once, in order; `payload` is null for what nobody here wants. What it rejects with is
   * tried again, so it must not have sent any.
   */
  deliver: (events: readonly LoggedEvent[]) => Promise<void>;
  /** The database is another one: nobody can be told what happened meanwhile. */
  lose: () => void;
}

export interface Follower {
  /** Whatever is committed after this has resolved is delivered. Rejects when the database does not answer. */
  ready: Promise<void>;
  readonly epoch: string;
  /** Everything up to here was delivered. */
  readonly delivered: number;
  /** Everything up to here was delivered, or is being delivered just now. */
  readonly through: number;
  stop(): Promise<void>;
}

/** The publisher says when there is something; to look now and then all the same costs little. */
const LOOK = 2000;
const lines = { waits: 'realtime waits for the database', goesOn: 'realtime goes on' };
const BATCH = 100;

// The event of an account that was deleted meanwhile is gone; its position still counts.
const findNext = `
  select l.position, l.account_id, l.event_id as id, e.name, e.conversation_id,
    case when l.account_id = any($2::bigint[]) and e.name = any($3::text[]) then e.payload end as payload
  from event_log l left join events e on e.account_id = l.account_id and e.id = l.event_id
  where l.position > $1 order by l.position limit ${BATCH}`;

/** Follows the event log from the present on. It waits out a database that is away, and misses nothing by it. */
export function follow(following: Following): Follower {
  const { pool, publisher, log, wanted, deliver } = following;
  let stopped = false;
  let place = { epoch: '', delivered: 0, through: 0 };
  const nap = createNap();
  const stopListening = publisher.onPublished(nap.wake);

  const findPlace = async (): Promise<void> => {
    const { epoch, newest } = await findRange(pool);
    if (epoch === place.epoch) return;
    if (place.epoch !== '') following.lose();
    place = { epoch, delivered: newest, through: newest };
  };
  const step = async (): Promise<number> => {
    if (publisher.epoch !== place.epoch) await findPlace();
    const { accounts, names } = wanted();
    const values = [place.delivered, accounts, names];
    const found = await rows<LoggedEvent & Record<string, unknown>>(pool, findNext, values);
    const last = found.at(-1);
    if (last === undefined || stopped) return LOOK;
    place.through = last.position;
    await deliver(found);
    place.delivered = last.position;
    return 0;
  };
  const starting = publishNow(pool).then(findPlace);
  const running = starting.then(() => repeat({ log, lines, nap, step }));
  running.catch(() => {});
  return {
    ready: starting,
    get epoch() {
      return place.epoch;
    },
    get delivered() {
      return place.delivered;
    },
    get through() {
      return place.through;
    },
    async stop() {
      stopped = true;
      stopListening();
      const end = await running.catch(() => undefined);
      await end?.();
    },
  };
}
