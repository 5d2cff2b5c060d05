import { setTimeout as pause } from 'node:timers/promises';

/** Resolves at an instant of the wall clock, in milliseconds; at once when it is past. */
export const pauseUntil = async (instant: number): Promise<void> =>
  pause(Math.max(0, instant - Date.now()));

/** Looks again and again; resolves to whether it came true in time. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  patience: number,
): Promise<boolean> {
  const deadline = Date.now() + patience;
  for (;;) {
    if (await condition()) return true;
    if (Date.now() > deadline) return false;
    await pause(50);
  }
}
