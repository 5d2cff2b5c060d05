import { tooManyRequests } from '../errors.ts';
import { without } from '../failpoint.ts';

/** What is answered for one account at this moment, and what waits for its turn. */
interface Line {
  busy: number;
  waiting: Waiting[];
  /** When it last had something to do. */
  seen: number;
}

type Waiting = (turn?: unknown) => void;

/** Ends a turn. */
type End = () => void;

export interface Turns {
  /**
   * Resolves when the account's turn has come, to how it ends. Rejects with 429 when too many of its
   * requests wait already, so that what waits stays bounded.
   */
  take(account_id: number): Promise<End>;
}

/** Milliseconds for which an account that has asked for something counts as being there. */
const LINGER = 2000;
/** Milliseconds between two looks at who is still there. */
const LOOK = 250;
/** Whoever is not alone has an equal share of the seats, and never less than this. */
const LEAST = 4;
/** With so many requests that wait an account asks for too much, and has no more than this part of the seats. */
const MANY_WAITING = 50;
const OF_WHO_FLOODS = 1 / 8;
/** Requests of one account that may wait. */
const MOST_WAITING = 1000;

/**
 * Shares out the connections to the database, of which each request under way takes one, among the accounts
 * that ask for something. A quarter is nobody's: over it callers are recognised, and jobs and events go on.
 * Who is alone may have the rest. Otherwise an account has its share, so that a few slow reports do not
 * keep its own people from their lists; and only an eighth while it floods: then processors, not
 * connections, are what the others would wait for, and more seats would not answer it faster.
 */
export function takingTurns(
  connections: number,
  now: () => number = () => performance.now(),
): Turns {
  const seats = Math.max(1, Math.floor((connections * 3) / 4));
  const lines = new Map<number, Line>();
  let looked = now();

  const shareOf = ({ waiting }: Line): number => {
    if (lines.size <= 1) return seats;
    const share =
      waiting.length >= MANY_WAITING
        ? Math.max(2, Math.floor(connections * OF_WHO_FLOODS))
        : Math.max(LEAST, Math.floor(seats / lines.size));
    return Math.min(seats, share);
  };
  const forgetWhoLeft = (): void => {
    const time = now();
    if (time - looked < LOOK) return;
    looked = time;
    for (const [id, { busy, seen }] of lines) {
      if (busy === 0 && time - seen > LINGER) lines.delete(id);
    }
  };
  const lineOf = (account_id: number): Line => {
    forgetWhoLeft();
    const line = lines.get(account_id) ?? { busy: 0, waiting: [], seen: 0 };
    line.seen = now();
    if (!lines.has(account_id)) lines.set(account_id, line);
    return line;
  };
  const endOf =
    (line: Line): End =>
    () => {
      line.busy -= 1;
      line.seen = now();
      forgetWhoLeft();
      while (line.waiting.length > 0 && line.busy < shareOf(line)) {
        line.busy += 1;
        line.waiting.shift()?.();
      }
    };
  return {
    async take(account_id) {
      const line = lineOf(account_id);
      if (line.busy < shareOf(line) || without('accounts-take-turns')) line.busy += 1;
      else if (line.waiting.length >= MOST_WAITING) throw tooManyRequests(1);
      else await new Promise((resolve) => line.waiting.push(resolve));
      return endOf(line);
    },
  };
}
