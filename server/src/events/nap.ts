/** A sleep that can be ended from outside; a call that comes before it makes it short. */
export interface Nap {
  wake(): void;
  /** Sleeps for `ms`, or until woken, but for `rest` milliseconds in any case. */
  sleep(ms: number, rest?: number): Promise<void>;
}

export function createNap(): Nap {
  let isAwake = false;
  let rouse: (() => void) | undefined;
  const pause = async (ms: number, isLight: boolean): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      timer.unref();
      if (!isLight) return;
      rouse = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  return {
    wake() {
      isAwake = true;
      rouse?.();
    },
    async sleep(ms, rest = 0) {
      if (rest > 0) await pause(rest, false);
      if (!isAwake && ms > rest) await pause(ms - rest, true);
      rouse = undefined;
      isAwake = false;
    },
  };
}
