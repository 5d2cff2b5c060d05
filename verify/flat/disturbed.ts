/** When something was due, and how long it took, in milliseconds. */
interface Taken {
  due: number;
  took: number;
}

interface Span {
  from: number;
  to: number;
}

/** Longer than this a queue that is left of a standstill is no excuse. */
const MOST = 3000;
const STEP = 10;
/** So many at a time are no queue. */
const FEW = 2;

/**
 * Of an instant at which the process stood still on our behalf, how long it lasted with the queue that it left: until
 * no more wait than before it, `MOST` milliseconds at most.
 */
export function withItsQueue(done: readonly Taken[], { from, to }: Span): Span {
  const near = done.filter(({ due, took }) => due + took > from && due < to + MOST);
  const waitingAt = (at: number): number =>
    near.filter(({ due, took }) => due <= at && at < due + took).length;
  const usual = Math.max(FEW, waitingAt(from));
  let end = to;
  while (end < to + MOST && waitingAt(end) > usual) end += STEP;
  return { from, to: end };
}
