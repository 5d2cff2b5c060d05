/**
 * What a client was told: `ok` it happened, `fail` it was refused and did not, `info` nobody knows (no
 * answer, or a 5xx), so that it may have happened once or not at all.
 */
export type Outcome = 'ok' | 'fail' | 'info';

/** One request that writes. Times are milliseconds of one clock; `ended` is when the client knew the outcome. */
export interface Write {
  client: string;
  /** What it makes, changes or removes. */
  key: string;
  kind: 'create' | 'update' | 'delete';
  outcome: Outcome;
  invoked: number;
  ended: number;
}

/** One request that reads a list: the keys it showed, in its order. */
export interface Read {
  client: string;
  began: number;
  ended: number;
  keys: readonly string[];
}

export const shown = ({ client, kind, key, outcome }: Write): string =>
  `${client}: ${kind} ${key} (${outcome})`;
