import { unprocessable } from '../errors.ts';

const LATEST = Date.UTC(9999, 11, 31);

/** An instant in unix seconds or ISO 8601; null when blank. Throws 422 for anything else. */
export function parseTime(value: unknown, name: string): Date | null {
  if (value === undefined || value === null || value === '') return null;
  const text = typeof value === 'object' ? '' : String(value).trim();
  const milliseconds = /^\d{1,15}$/.test(text)
    ? Number(text) * 1000
    : /^\d{4}-\d\d-\d\d/.test(text)
      ? Date.parse(text)
      : Number.NaN;
  if (milliseconds >= 0 && milliseconds <= LATEST) return new Date(milliseconds);
  throw unprocessable(`${name} is not a valid time`);
}
