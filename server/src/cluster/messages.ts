import type { Connection } from '../db/pool.ts';

/** Requests counted by client address since the last time: key and how many. */
export type Counts = [key: string, used: number][];

/** What the leading process says to one that serves. */
export type Order =
  | {
      type: 'begin';
      /** From 1; a process that replaces another takes its number. */
      slot: number;
      connection: Connection;
      poolSize: number;
      secretKey: string;
    }
  /** `relieved`: another process goes on serving at the same address. */
  | { type: 'stop'; relieved: boolean }
  | { type: 'measure'; question: number }
  | { type: 'measured'; texts: string[] }
  | { type: 'counted'; counts: Counts };

/** What a process that serves says to the leading one. */
export type Report =
  | { type: 'serving'; address: string }
  /** It cannot start, in one sentence for the operator. */
  | { type: 'refused'; sentence: string }
  | { type: 'collect' }
  | { type: 'measured'; question: number; text: string }
  | { type: 'counted'; counts: Counts };
