import type { Tx } from '../db/pool.ts';
import type { StoredFile } from '../storage/store.ts';
import type { Conversion } from './conversion.ts';
import type { Row, Value } from './rules.ts';
import type { Run } from './run.ts';

/** A row for the target: its columns by name, JSON as text. Without `id` where it keeps the one it had. */
export type NewRow = Record<string, unknown>;

/** Another kind and the id of one of its rows in the source. */
export type Reference = [kind: string, id: Value];

/** Columns that no two rows may share, and what becomes of the second. */
export interface Uniqueness {
  column: string;
  within: string[];
  lowercase?: boolean;
  /** Which of our own rows count, as SQL on `t`. */
  among?: string;
  /** `join`: it is the same thing. `skip`: it is left out. A function changes it so that it fits. */
  second: 'join' | 'skip' | ((row: NewRow, old: Row) => string);
}

/** How the rows of one table are copied. */
export interface Kind {
  /** Its name in the report and in the mapping. */
  name: string;
  /** The table of the source, read as `t`. */
  table: string;
  /** The table here; the same name unless it is said. */
  into?: string;
  /** Whether rows here have an `id`. */
  hasId: boolean;
  /** Columns that must exist in the source, beside id. */
  columns: string[];
  /** Columns that came or went with versions; absent ones are read as null. */
  optional?: string[];
  /** Further columns by their SQL. */
  computed?: Record<string, string>;
  /** Tables without which `computed` cannot be read. */
  needs?: Record<string, string[]>;
  /** Whether older versions lack the table. */
  mayLack?: boolean;
  /** The account of a row `t`, as SQL. */
  account?: string;
  /** Which rows belong to a list of accounts, where one account is not enough to tell. */
  ofAccounts?: (accounts: string) => string;
  /** Which rows at all. */
  where?: string;
  /** Columns that can be long: fewer rows are read at once where they are. */
  long?: string[];
  /** Rows of other kinds that a row may name. */
  references?: (row: Row) => Reference[];
  /** The row for the target; throws Skipped. */
  convert: (row: Row, on: Conversion) => NewRow;
  unique?: Uniqueness[];
  /** Further writes of the same transaction, before and after the rows are inserted. */
  before?: (tx: Tx, rows: Converted[], on: Conversion) => Promise<void>;
  after?: (tx: Tx, rows: Converted[], on: Conversion) => Promise<void>;
  /** Writes the rows in another way than by inserting them. */
  instead?: (tx: Tx, rows: Converted[]) => Promise<void>;
  /** At the end of the kind, of every run. */
  finish?: (run: Run) => Promise<void>;
  /** What has to be done outside of a transaction, such as copying files; may leave rows out. */
  prepare?: (rows: Converted[], around: Preparing) => Promise<Converted[]>;
}

export interface Preparing {
  run: Run;
  on: Conversion;
  skip: Skip;
  /** Tells that a row is copied, though not as it was. */
  change: (row: Row, reason: string) => void;
}

/** Leaves a row out, and tells why; the report shows the example, or the row's id. */
export type Skip = (row: Row, reason: string, shown?: { example: string; most: number }) => void;

export interface Converted {
  old: Row;
  new: NewRow;
  /** Its file, once it is in our storage. */
  file?: StoredFile;
}

export const kindOf = (kind: Kind): string => kind.into ?? kind.table;
