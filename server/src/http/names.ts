import { unprocessable } from '../errors.ts';

/** A name by itself or by its number. Undefined when blank; 422 for anything else. */
export function namedBy<const T extends string>(
  names: readonly T[],
  value: unknown,
  field: string,
): T | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const text = typeof value === 'object' ? '' : String(value);
  const name = /^\d$/.test(text) ? names[Number(text)] : names.find((each) => each === text);
  if (name === undefined) throw unprocessable(`'${text.slice(0, 100)}' is not a valid ${field}`);
  return name;
}
