import { HttpError, unavailable } from '../errors.ts';
import { errorCode } from '../start-error.ts';

const outOfSpace = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** Whether writing a file failed, and not reading what somebody sends us. */
export const isFileError = (error: unknown): boolean =>
  /^(open|write|fsync|close)$/.test(String((error as NodeJS.ErrnoException).syscall));

/** What a failure of the storage means to a caller; the cause goes into the log. */
export function storageFailure(cause: unknown): HttpError {
  if (cause instanceof HttpError) return cause;
  const failure = outOfSpace.has(errorCode(cause) ?? '')
    ? unavailable('The server has no space left', 507)
    : unavailable('The file storage is not available, please try again');
  failure.cause = cause;
  return failure;
}
