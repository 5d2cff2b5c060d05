import type { Place } from '../events/place.ts';

/** One client's subscription, as whoever has something to tell sees it. */
export interface Line {
  /**
   * Sends a message, given as JSON text, and the place up to which the client then knows everything. A
   * client that does not read is cut off instead.
   */
  push(message: string, place: Place): void;
  /** Resolves when the client has read most of what it was sent; to false when it is gone. */
  drained(): Promise<boolean>;
  /** Ends the connection: who had a right to it has it no longer. Clients come back and are asked again. */
  cut(): void;
}

/** What a client wants to hear that it missed: after a place in the log, or since an instant (unix seconds). */
export type Missed = Place | { since: number };

export interface Subscription {
  /** The client has been told that it listens, and hears what happens from now on. */
  begin(): Promise<void>;
  /**
   * Sends what the client missed, and what happens from then on. `tell` is called between the two; with
   * false, at once, when not all of what was missed can be had.
   */
  resume(missed: Missed, tell: (isComplete: boolean) => void): Promise<void>;
  /** What a client asks for; unknown actions are ignored. */
  perform(action: string, data: Record<string, unknown>): Promise<void>;
  /** The client no longer listens. */
  end(): void;
}

/** What can be listened to. Rejects only when it could not find out, which ends the connection. */
export interface Channel {
  /** Undefined for whoever may not, or for what there is not; nobody is told which. */
  subscribe(identifier: string, line: Line): Promise<Subscription | undefined>;
  /** The server stops: nothing is sent any more. */
  close(): Promise<void>;
}
