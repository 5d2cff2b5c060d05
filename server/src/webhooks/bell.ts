/** A wait that can be ended; one that was ended before it began is none. */
export function createBell() {
  let rang = false;
  let rouse: (() => void) | undefined;
  const ring = (): void => {
    rang = true;
    rouse?.();
  };
  return {
    ring,
    ringIn(ms: number): void {
      if (ms < 60_000) setTimeout(ring, ms + 1).unref();
    },
    async wait(ms: number): Promise<void> {
      if (!rang) {
        await new Promise<void>((resolve) => {
          rouse = resolve;
          setTimeout(resolve, ms).unref();
        });
      }
      rouse = undefined;
      rang = false;
    },
  };
}
