import { unprocessable } from './errors.ts';

const LATEST = Date.UTC(9999, 11, 31);

/** An instant of a request: unix seconds or ISO 8601. Throws 422, naming the parameter. */
export function readInstant(given: unknown, name: string): Date {
  const text = typeof given === 'object' ? '' : String(given).trim();
  const milliseconds = /^\d{1,12}(\.\d+)?$/.test(text)
    ? Number(text) * 1000
    : /^\d{4}-\d\d-\d\d/.test(text)
      ? Date.parse(text)
      : Number.NaN;
  if (milliseconds >= 0 && milliseconds <= LATEST) return new Date(milliseconds);
  throw unprocessable(`'${text.slice(0, 100)}' is not a valid ${name}`);
}
