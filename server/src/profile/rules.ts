import { unprocessable } from '../errors.ts';

export const AVAILABILITIES = ['online', 'busy', 'offline'] as const;

/** One of them; throws 422 for anything else (the original answers 500). */
export function parseAvailability(value: unknown): (typeof AVAILABILITIES)[number] {
  const found = AVAILABILITIES.find((each) => each === value);
  if (found === undefined) {
    throw unprocessable(`'${String(value ?? '').slice(0, 50)}' is not a valid availability`);
  }
  return found;
}
