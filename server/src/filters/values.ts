/** A value of a condition. */
export type Scalar = string | number | boolean;

/**
 * Reads a value as one of a type, in the form in which it goes to the database. Undefined when it is
 * none; null when it is a word that nothing is called by; a list when one word stands for several.
 */
export type Reader = (given: Scalar) => unknown;

export const isScalar = (given: unknown): given is Scalar =>
  typeof given === 'string' || typeof given === 'number' || typeof given === 'boolean';

/** The number stored for a name. With `all`, that word stands for every one of them. */
export const readName =
  (names: readonly string[], { all }: { all?: boolean } = {}): Reader =>
  (given) => {
    if (all === true && given === 'all') return names.map((_, index) => index);
    const index = names.indexOf(String(given));
    return index === -1 ? null : index;
  };

/** An id or a display id, as a number or as text. */
export const readInteger: Reader = (given) => {
  if (typeof given === 'boolean') return undefined;
  const number = /^\s*[+-]?\d{1,16}\s*$/.test(String(given)) ? Number(given) : NaN;
  return Number.isSafeInteger(number) ? number : undefined;
};

/** A number as text, so that a decimal stays what was sent. */
export const readNumber: Reader = (given) => {
  if (typeof given === 'boolean') return undefined;
  const text = String(given).trim();
  const fits = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(text) && text.length <= 100;
  return fits ? text : undefined;
};

export const readText: Reader = String;

const truths = new Map<string, boolean>([
  ...['true', 't', 'yes', 'y', 'on', '1'].map((word) => [word, true] as const),
  ...['false', 'f', 'no', 'n', 'off', '0'].map((word) => [word, false] as const),
]);

export const readTruth: Reader = (given) => truths.get(String(given).trim().toLowerCase());

const date =
  /^\s*(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:Z|UTC|[+-]\d{2}(?::?\d{2})?)?)?\s*$/i;

/** A day as YYYY-MM-DD; of a time, the day that is written in it. */
export const readDay: Reader = (given) => {
  const [, year, month, day] = date.exec(String(given)) ?? [];
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return dayText(new Date(`${text}T00:00:00Z`)) === text ? text : undefined;
};

/** The day so many days before today, in UTC. Undefined when there is no such number or day. */
export function readDaysAgo(given: Scalar): string | undefined {
  const days = readInteger(given);
  if (typeof days !== 'number') return undefined;
  const today = new Date();
  return dayText(new Date(today.setUTCDate(today.getUTCDate() - days)));
}

function dayText(time: Date): string | undefined {
  const year = time.getUTCFullYear();
  return year >= 1 && year <= 9999 ? time.toISOString().slice(0, 10) : undefined;
}

/** A pattern that finds the trimmed text anywhere. `%` and `_` stand for themselves, as in search. */
export const readPattern = (given: Scalar): string =>
  `%${String(given)
    .trim()
    .replace(/[\\%_]/g, String.raw`\$&`)}%`;
