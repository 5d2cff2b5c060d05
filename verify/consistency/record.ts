import type { Sample } from '../history/counters.ts';
import type { Outcome, Read, Write } from '../history/history.ts';
import type { FieldWrite } from '../history/updates.ts';

/** A list of messages that somebody was shown: `keys` are what they say, without those deleted. */
export interface ListRead extends Read {
  /** Of all of them, in the order of the list. */
  ids: readonly string[];
  /** Which process was asked. */
  process: number;
}

/** What a client was shown of the fields of a contact. */
export interface FieldRead extends Omit<Read, 'keys'> {
  values: ReadonlyMap<string, unknown>;
}

/** All that clients did and saw. */
export interface Recorded {
  /** Of messages, by conversation. */
  writes: Map<number, Write[]>;
  reads: Map<number, ListRead[]>;
  /** Of conversations. */
  made: Write[];
  /** The numbers that they were told for new conversations, in the order of making. */
  numbers: { client: string; value: number }[];
  counts: Sample[];
  changes: FieldWrite[];
  looks: FieldRead[];
  /** Ids of the messages that were acknowledged, by conversation. */
  acked: Map<number, string[]>;
  /** What was refused; nobody asks for anything that may be. */
  refused: string[];
  outcomes: Record<Outcome, number>;
}

export const createRecord = (): Recorded => ({
  writes: new Map(),
  reads: new Map(),
  made: [],
  numbers: [],
  counts: [],
  changes: [],
  looks: [],
  acked: new Map(),
  refused: [],
  outcomes: { ok: 0, fail: 0, info: 0 },
});

export function append<V>(lists: Map<number, V[]>, key: number, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
