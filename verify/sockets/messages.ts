/** What the process with the sockets is told. */
export type Order =
  /** `listeners` take turns: each has so many sockets as there are rounds. */
  | { type: 'connect'; url: string; listeners: Listener[]; count: number }
  /** Ends every connection at once, as when a network goes away. */
  | { type: 'cut' };

export interface Listener {
  account_id: number;
  user_id: number;
  pubsub_token: string;
}

/** What it says. */
export type News =
  | { type: 'subscribed'; count: number }
  /** An event has reached so many sockets by now. */
  | { type: 'heard'; key: string; count: number; at: number };
