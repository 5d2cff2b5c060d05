/** What a column of the source holds; JSON and times are text. */
export type Value = string | number | boolean | string[] | null | undefined;
export type Row = Record<string, Value>;

export const textOf = (value: Value): string | null =>
  value === null || value === undefined || value === '' ? null : String(value);

export const numberOf = (value: Value): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;

export const truth = (value: Value, otherwise: boolean): boolean =>
  typeof value === 'boolean' ? value : otherwise;

/** A name by the number that Rails stores for it; undefined for a number without a name. */
export const named = <T extends string>(names: readonly T[], value: Value): T | undefined =>
  typeof value === 'number' ? names[value] : undefined;

const ESCAPE = /\\u[0-9a-fA-F]{4}|\\./g;
const SUSPECT = /\\u(?:0000|[dD][89a-fA-F])/;

/**
 * JSON text without what PostgreSQL's jsonb refuses and its json takes: NUL characters and halves of
 * surrogate pairs. Numbers stay as they are written: JavaScript would round long ones.
 */
export function storableJson(json: string): string {
  if (!SUSPECT.test(json)) return json;
  // Escapes are read one after the other, so that an escaped backslash before a "u0000" is no NUL.
  const plain = json.replace(ESCAPE, (escape) =>
    /^\\u[dD][89a-fA-F]/.test(escape)
      ? String.fromCharCode(Number.parseInt(escape.slice(2), 16))
      : escape,
  );
  return plain
    .toWellFormed()
    .replace(ESCAPE, (escape) => (escape === '\\u0000' ? '\ufffd' : escape));
}

const FIRST = { object: '{', list: '[' };
const EMPTY = { object: '{}', list: '[]' };

/**
 * The text of an object or a list that Rails stored: as such, or as a string that holds its JSON (which
 * is how "store" columns were written for years). Undefined when it is neither.
 */
export function jsonText(value: Value, kind: 'object' | 'list'): string | undefined {
  if (value === null || value === undefined) return EMPTY[kind];
  if (typeof value !== 'string') return undefined;
  const json = value.trim();
  if (json.startsWith(FIRST[kind])) return storableJson(json);
  if (json === '' || json === 'null' || json === '""') return EMPTY[kind];
  const inner = json.startsWith('"') ? parse(json) : undefined;
  return typeof inner === 'string' &&
    inner.trimStart().startsWith(FIRST[kind]) &&
    parse(inner) !== undefined
    ? storableJson(inner)
    : undefined;
}

/** Undefined for what is no JSON. */
export function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** An object, whatever stands there. */
export function objectOf(value: Value): Record<string, unknown> {
  return JSON.parse(jsonText(value, 'object') ?? '{}') as Record<string, unknown>;
}

const TIME = /^(\d{4})-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?(\+00)?$/;

/** A time of the source in UTC as text, or undefined when it lies before 1970, after `latest` or nowhere. */
export function timeText(value: Value, latest: string): string | undefined {
  if (typeof value !== 'string' || !TIME.test(value)) return undefined;
  if (value < '1970-01-01' || value.slice(0, 19) > latest) return undefined;
  return value.endsWith('+00') ? value : `${value}+00`;
}

/** Text of a column that takes 255 characters; whatever is longer is cut. */
export const line = (value: Value): string | null =>
  textOf(value)?.slice(0, 255).toWellFormed() ?? null;

/** A record's name, or one made of what it is and its number there. */
export const nameOf = (row: Row, column: string, what: string): string =>
  line(row[column]) ?? `${what} ${Number(row['id'])}`;

/** What Rails' encryption of a column leaves; without its keys it cannot be read. */
export const isEncrypted = (value: unknown): boolean =>
  typeof value === 'string' && value.startsWith('{"p":"') && value.includes('"h":{');

/** A bcrypt digest as Devise stores it. */
export const isBcrypt = (value: Value): boolean =>
  typeof value === 'string' && /^\$2[abxy]?\$\d\d\$[./A-Za-z0-9]{53}$/.test(value);

// In the order of the numbers that accounts store; it has holes in no version.
const LOCALES =
  `en ar nl fr de hi it ja ko pt ru zh es ml ca el pt_BR ro ta fa zh_TW vi da tr cs fi id sv hu nb
  zh_CN pl sk uk th lv is he lt sr`.split(/\s+/);

export const localeOf = (value: Value): string => named(LOCALES, value) ?? 'en';

/** A number from 0 to the highest that has a meaning; null for any other. */
export function numberWithin(value: Value, highest: number): number | null {
  const number = numberOf(value);
  return number !== null && Number.isInteger(number) && number >= 0 && number <= highest
    ? number
    : null;
}
