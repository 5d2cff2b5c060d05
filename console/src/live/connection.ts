import { openCable, type Cable, type End, type Since } from './cable.ts';
import { followFeed, readChanges } from './feed.ts';
import type { LiveEvent } from './registry.ts';
import { liveState } from './state.ts';

interface Opening {
  account_id: number;
  user_id: number;
  pubsub_token: string;
  /** Of what has been read; undefined when it is not known. */
  cursor: string | undefined;
  onEvent: (event: LiveEvent) => void;
  /** The server can be reached, for the first time or again. */
  onOpen: () => void;
  /** Something happened that is not told: what is shown has to be fetched. */
  onGap: () => void;
  /** They may not listen, or perhaps not any more. */
  onDoubt: () => void;
}

const LONGEST_WAIT = 15_000;
/** A connection that lasted for so many milliseconds was a good one. */
const LASTING = 10_000;
/** So many times in a row nobody has to be there before another way is looked for. */
const ENOUGH = 3;
/** Milliseconds; at random, so that everybody does not come back in the same moment. */
const waitAfter = (failures: number): number =>
  Math.min(LONGEST_WAIT, 500 * 2 ** failures) * (0.5 + Math.random() / 2);

/** Of each account, where it was left; whoever comes back to it in this page goes on there. */
const places = new Map<string, Since>();

let current: Cable | undefined;

/** Does something over the connection that there is; false when there is none. */
export const perform = (action: string, data?: object): boolean =>
  current?.perform(action, data) ?? false;

type Alarm = ReturnType<typeof alarm>;

/** The two ways on which an account can be heard; each leaves its place for the next. */
function waysTo(opening: Opening, stopping: AbortSignal, rest: Alarm) {
  const { account_id, user_id, pubsub_token, cursor, onEvent, onGap, onDoubt } = opening;
  const identifier = JSON.stringify({ channel: 'RoomChannel', account_id, user_id, pubsub_token });
  if (cursor !== undefined && !places.has(identifier)) places.set(identifier, { cursor });
  let cable: Cable | undefined;
  const open = (): void => {
    liveState.open();
    opening.onOpen();
  };
  return {
    /** A WebSocket, until it ends. */
    async ride(): Promise<End> {
      const since = places.get(identifier);
      const mine = openCable({
        identifier,
        since,
        onEvent,
        onPlace: (place) => places.set(identifier, place),
        onOpen: () => {
          // Nobody knows what happened between what was read and now.
          if (since === undefined) onGap();
          open();
        },
        onGap,
        onDoubt,
      });
      cable = mine;
      current = mine;
      const end = await mine.ended;
      if (current === mine) current = undefined;
      return end;
    },
    /** The change feed, for a while; false when it cannot be reached either. */
    follow: async (): Promise<boolean> =>
      followFeed({
        account: account_id,
        since: places.get(identifier),
        signal: stopping,
        rest: async () => rest.for(LONGEST_WAIT),
        onPlace: (place) =>
          place === undefined ? places.delete(identifier) : places.set(identifier, place),
        onEvent,
        onOpen: open,
        onGap,
      }),
    check: () => cable?.check(),
    close: () => cable?.close(),
  };
}

/** Goes one of the ways after the other until it is stopped. */
async function keepOn(
  ways: ReturnType<typeof waysTo>,
  account: number,
  stopping: AbortSignal,
  rest: Alarm,
) {
  let failures = 0;
  // The server answers, but no WebSocket comes through.
  let isBlocked = false;
  while (!stopping.aborted) {
    const began = Date.now();
    const end = await ways.ride();
    if (stopping.aborted) return;
    liveState.away();
    failures = end === 'broken' && Date.now() - began > LASTING ? 0 : failures + 1;
    if (end === 'unreached' && failures >= ENOUGH) {
      if (isBlocked) isBlocked = await ways.follow();
      // A server that has just come back is there for both: once more before the other way is taken.
      else if ((isBlocked = await isThere(account))) continue;
    } else isBlocked = false;
    await rest.for(isBlocked ? 0 : waitAfter(failures));
  }
}

/**
 * Listens to what happens in an account until it is told to stop. Comes back by itself where it was, so that
 * nothing is lost or told twice; where WebSockets do not come through, it follows the change feed.
 */
export function listen(opening: Opening): () => void {
  const stopping = new AbortController();
  const rest = alarm();
  const ways = waysTo(opening, stopping.signal, rest);
  void keepOn(ways, opening.account_id, stopping.signal, rest);
  const unwatch = watchForReturn({
    onReturn: () => {
      ways.check();
      rest.end();
    },
    onOffline: ways.close,
  });
  return () => {
    unwatch();
    stopping.abort();
    rest.end();
    ways.close();
    liveState.rest();
  };
}

const isThere = async (account: number): Promise<boolean> =>
  readChanges(account, {}).then(
    () => true,
    () => false,
  );

/** A rest that ends early when somebody rings. */
function alarm() {
  let ring: (() => void) | undefined;
  return {
    for: async (milliseconds: number): Promise<void> =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        ring = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
    end: (): void => ring?.(),
  };
}

interface Watching {
  onReturn: () => void;
  onOffline: () => void;
}

/** A laptop wakes, a network is back, a page is looked at again: nobody waits for the next try then. */
function watchForReturn({ onReturn, onOffline }: Watching): () => void {
  const seen = (): void => {
    if (!document.hidden) onReturn();
  };
  addEventListener('online', onReturn);
  addEventListener('offline', onOffline);
  addEventListener('pageshow', onReturn);
  document.addEventListener('visibilitychange', seen);
  document.addEventListener('resume', onReturn);
  return () => {
    removeEventListener('online', onReturn);
    removeEventListener('offline', onOffline);
    removeEventListener('pageshow', onReturn);
    document.removeEventListener('visibilitychange', seen);
    document.removeEventListener('resume', onReturn);
  };
}
