/** Whom the process of hostile peers is to be, and against whom. */
export interface Orders {
  /** Of the server. */
  port: number;
  token: string;
  /** Where uploads and floods of messages go. */
  path: string;
  /** What a realtime connection subscribes with. */
  identifier: string;
  /** Of the listener that never answers. */
  hungUrl: string;
  /** How many there are of each kind, at any time. */
  readers: number;
  /** Milliseconds for which some do not read, at most: they wake up one after the other. */
  sleep: number;
  headers: number;
  uploads: number;
  /** Messages of so many characters, a second. */
  flood: { length: number; perSecond: number };
}

/** What it says now and then. */
export type News =
  /** Where a webhook and a mail server listen that accept connections and never answer. */
  { type: 'hung'; port: number } | { type: 'seen'; seen: Seen };

export interface Seen {
  /** Connections that the hung listener was given. */
  hung: number;
  readers: ReadersSeen;
  headers: HeadersSeen;
  uploads: { open: number; bytes: number; refused: string[] };
}

export interface ReadersSeen {
  /** Those that listen now, and those that were cut off so far. */
  open: number;
  cut: number;
  /** Milliseconds from where the buffers between were full to the cut, for each that was cut. */
  waits: number[];
  /** Of those now open, the longest time in milliseconds that the buffers between are full. */
  longest: number;
  /** Reasons that were read by those that began to read at last, and of how many. */
  awoken: number;
  hints: string[];
}

export interface HeadersSeen {
  open: number;
  /** Cut off before they had sent their header. */
  cut: number;
  /** Milliseconds that the oldest was let wait, cut off or not. */
  oldest: number;
}
