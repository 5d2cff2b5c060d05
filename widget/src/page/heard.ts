/** Something that the realtime connection has told. */
export interface Told {
  event: string;
  data: Record<string, unknown>;
}

let asking = 0;
const told: Told[] = [];
let tellAgain: (one: Told) => void = () => {};
/** How often the connection has come back: what happened before the last time was perhaps not told. */
let times = 0;

/** Who knows what an event does to what is shown. */
export const repeatBy = (tell: (one: Told) => void): void => {
  tellAgain = tell;
};

/** Heard, and perhaps not known yet to an answer that is on its way. */
export function noteHeard(one: Told): void {
  if (asking > 0) told.push(one);
}

export const noteReturn = (): void => {
  times += 1;
};

interface Reading<T> {
  ask: () => Promise<T>;
  show: (answer: T) => void;
  /** Instead of asking once more, when the connection was away meanwhile. */
  orElse?: () => Promise<unknown>;
}

/**
 * Shows an answer, and after it once more what was heard while it was on its way: it may have been read before that
 * happened. One that was on its way while the connection was away may be older than what was fetched since.
 */
export async function reading<T>({ ask, show, orElse }: Reading<T>): Promise<void> {
  asking += 1;
  try {
    for (;;) {
      const before = times;
      const from = told.length;
      const answer = await ask();
      if (before === times) {
        show(answer);
        for (const one of told.slice(from)) tellAgain(one);
        return;
      }
      if (orElse !== undefined) return void (await orElse());
    }
  } finally {
    asking -= 1;
    if (asking === 0) told.length = 0;
  }
}
