export interface Clock {
  now: () => number;
  /** Calls back when there is time for more. */
  soon: (work: () => void) => void;
}

/** Milliseconds of work between two pictures, so that typing and scrolling go on meanwhile. */
const BREATH = 8;

/** Does work in order, all of it, and never so much at once that the page stands still. */
export function paced<T>(work: (items: Iterable<T>) => void, clock: Clock = page) {
  let waiting: T[] = [];
  let isAsked = false;

  const ask = (): void => {
    if (isAsked || waiting.length === 0) return;
    isAsked = true;
    clock.soon(run);
  };
  const run = (): void => {
    isAsked = false;
    const ends = clock.now() + BREATH;
    const taken = waiting;
    let done = 0;
    // At least one, whatever the time is; what comes meanwhile waits for its turn.
    const turn = function* () {
      for (; done < taken.length && (done === 0 || clock.now() < ends);) {
        done += 1;
        yield taken[done - 1] as T;
      }
    };
    try {
      work(turn());
    } finally {
      waiting = [...taken.slice(done), ...waiting.slice(taken.length)];
      ask();
    }
  };
  return {
    add(item: T): void {
      waiting.push(item);
      ask();
    },
    clear(): void {
      waiting = [];
    },
  };
}

const page: Clock = {
  now: () => performance.now(),
  soon(work) {
    // A page that nobody sees draws no frames.
    const later = setTimeout(done, 100);
    const frame = requestAnimationFrame(done);
    function done(): void {
      clearTimeout(later);
      cancelAnimationFrame(frame);
      work();
    }
  },
};
