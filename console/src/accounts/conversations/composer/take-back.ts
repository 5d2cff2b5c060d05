import type { Outgoing } from '../outbox.ts';

const EVENT = 'confab:take-back';

/** Puts what could not be sent back into the composer of the conversation on the screen, to be changed. */
export const takeBack = (item: Outgoing): boolean =>
  dispatchEvent(new CustomEvent(EVENT, { detail: item }));

export function onTakeBack(hear: (item: Outgoing) => void): () => void {
  const heard = (event: Event): void => hear((event as CustomEvent<Outgoing>).detail);
  addEventListener(EVENT, heard);
  return () => removeEventListener(EVENT, heard);
}
