import { setTimeout as pause } from 'node:timers/promises';

/** Something that is done so many times a second, whatever has become of the times before. */
export interface Kind {
  name: string;
  perSecond: number;
  /** Resolves to the status of the answer; 0 without one. */
  act: () => Promise<number>;
}

export interface Done {
  kind: string;
  /** When it was to begin, by `performance.now()`. */
  due: number;
  /** Milliseconds from then to the answer: who was held up by others before them has waited, too. */
  took: number;
  status: number;
}

/**
 * Does each of them at its constant rate. A rate that waits for answers would ask less of a server that
 * has become slow, and so hide that it has. Resolves when the last is answered.
 */
export async function atConstantRate(kinds: readonly Kind[], seconds: number): Promise<Done[]> {
  const began = performance.now();
  const done: Done[] = [];
  let open = 0;
  const one = async ({ name, act }: Kind, due: number): Promise<void> => {
    open += 1;
    const status = await act().catch(() => 0);
    done.push({ kind: name, due, took: performance.now() - due, status });
    open -= 1;
  };
  const all = kinds.map(async (kind, place) => {
    const { perSecond } = kind;
    // Not all kinds in the same instant.
    const offset = place / kinds.length;
    for (let nth = 0; nth < Math.round(seconds * perSecond); nth += 1) {
      const due = began + ((nth + offset) * 1000) / perSecond;
      const early = due - performance.now();
      if (early > 0) await pause(early);
      void one(kind, due);
    }
  });
  await Promise.all(all);
  while (open > 0) await pause(10);
  return done;
}

/** What has to be told of answers that are no success. */
export const failures = (done: readonly Done[]): string[] =>
  done
    .filter(({ status }) => status !== 200)
    .map(({ kind, status }) => `${kind}: ${status === 0 ? 'no answer' : status}`);
