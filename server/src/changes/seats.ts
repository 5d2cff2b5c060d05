import type { Actor } from '../auth/actor.ts';
import { HttpError } from '../errors.ts';

/** How many requests of one caller may wait at once, in this process, and of everybody. */
const PER_CALLER = 6;
const IN_ALL = 2000;

const taken = new Map<string, number>();
let all = 0;

/** Takes a place for a request that waits; gives how to leave it. Throws 429 when the caller has enough. */
export function takeSeat({ account_id, type, id }: Actor): () => void {
  const key = `${account_id}/${type}/${id}`;
  const own = taken.get(key) ?? 0;
  if (own >= PER_CALLER || all >= IN_ALL) {
    throw new HttpError(
      429,
      { error: 'Too many requests wait for changes already' },
      { 'retry-after': '5' },
    );
  }
  taken.set(key, own + 1);
  all += 1;
  let isLeft = false;
  return () => {
    if (isLeft) return;
    isLeft = true;
    all -= 1;
    const left = (taken.get(key) ?? 1) - 1;
    if (left === 0) taken.delete(key);
    else taken.set(key, left);
  };
}
