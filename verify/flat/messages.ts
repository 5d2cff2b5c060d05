/** What the process with the agents is told. */
export type Order =
  | { type: 'connect'; url: string; identifiers: string[] }
  /** So many a second look in from now on; with 0 nobody. */
  | { type: 'visit'; perSecond: number }
  | { type: 'report' };

/** What one agent has heard: how many messages, and the sum of their ids. */
export interface Heard {
  count: number;
  sum: number;
}

/** What it says. */
export type News =
  | { type: 'subscribed'; count: number }
  | { type: 'heard'; heard: Heard[]; cutOff: number; visits: number };
