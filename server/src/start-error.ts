/**
 * A reason not to start that the operator can mend. `message` is the one sentence that is shown:
 * what is wrong and what to do, without a stack trace.
 */
export class StartError extends Error {
  override readonly name = 'StartError';
}

/** The operating system's error code, such as ENOENT, or undefined for anything else that was thrown. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** How PostgreSQL and its tools say that a disk is full; the first write may only be cut short. */
export const SAYS_DISK_FULL = /No space left on device|Check free disk space|wrote only \d+ of/;

export const DISK_FULL = 'is full: free some space, or set DATA_DIR to a directory on another disk';

/**
 * Turns what the operating system said about `path` into a StartError. Anything that is not a known
 * condition of a disk is returned as it is, because a defect must not look like an operator's mistake.
 */
export function explainFileError(error: unknown, path: string): unknown {
  switch (errorCode(error)) {
    case 'EROFS':
      return new StartError(
        `${path} is on a read-only file system: remount it writable, or set DATA_DIR to another directory`,
      );
    case 'EACCES':
    case 'EPERM':
      return new StartError(
        `${path} cannot be written by this user: change its owner, or set DATA_DIR to another directory`,
      );
    case 'ENOSPC':
    case 'EDQUOT':
      return new StartError(`The disk that holds ${path} ${DISK_FULL}`);
    case 'ENOTDIR':
    case 'EEXIST':
      return new StartError(
        `${path} is not a directory: move that file away, or set DATA_DIR to another directory`,
      );
    default:
      return error;
  }
}
