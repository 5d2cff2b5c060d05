import type { Platform } from '../platform.ts';
import type { Members } from './conversion.ts';
import type { Keeps, Known } from './identities.ts';
import type { Kind } from './kind.ts';
import type { Progress } from './progress.ts';
import type { Source } from './source.ts';

/** One run of the import, from its first row to its last. */
export interface Run {
  platform: Pick<Platform, 'pool' | 'vault' | 'storage'>;
  source: Source;
  sourceId: number;
  dryRun: boolean;
  /** Accounts of the source; all of them when it is undefined. */
  accounts: number[] | undefined;
  /** The directory that the source's files were copied from or lie in. */
  files: string | undefined;
  latest: string;
  now: string;
  kinds: Kind[];
  progress: Progress;
  /** Which ids of a kind are kept, once the kind has been begun. */
  keeps: Map<string, Keeps>;
  members: Members;
  /** Rows of kinds that are few and named often: accounts, people, inboxes … */
  few: Map<string, Known>;
  /** What a dry run has left out, which later rows may refer to; by `keyOf`. */
  leftOut: Set<string>;
  /** Values of unique columns that a dry run has seen. */
  seen: Set<string>;
}
