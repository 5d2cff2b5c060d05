/** So many at once, and so many per second in the long run. Returns whether one more is allowed. */
export function tokenBucket(
  { burst, perSecond }: { burst: number; perSecond: number },
  now: () => number = () => performance.now() / 1000,
): () => boolean {
  let left = burst;
  let last = now();
  return () => {
    const time = now();
    left = Math.min(burst, left + (time - last) * perSecond);
    last = time;
    if (left < 1) return false;
    left -= 1;
    return true;
  };
}
