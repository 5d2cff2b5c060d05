/** A job was not done in the time that every job has. */
class TooLongError extends Error {}

/**
 * The end of `work`, or a TooLongError after so many seconds. Work that never ends cannot be ended: what
 * it does afterwards is nobody's any more, as after a lease that ran out.
 */
export async function within<T>(seconds: number, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(new TooLongError(`it was not done after ${seconds} seconds`));
  }, seconds * 1000);
  // Work that hangs must not keep a process alive that was told to stop.
  timer.unref();
  return Promise.race([work, promise]).finally(() => clearTimeout(timer));
}
