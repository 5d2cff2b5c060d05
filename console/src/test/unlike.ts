import { isDeepStrictEqual } from 'node:util';

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));

/** In what two values are unlike, the first that is found; undefined when they are alike. */
export function unlike(shown: unknown, fresh: unknown, at = ''): string | undefined {
  const [here, there] = [plain(shown), plain(fresh)];
  if (isDeepStrictEqual(here, there)) return undefined;
  if (Array.isArray(here) && Array.isArray(there)) {
    const [ours, theirs] = [here, there].map((all) => all.map(numberOf));
    if (!isDeepStrictEqual(ours, theirs)) return `${at} shows ${String(ours)} instead of ${String(theirs)}`; // prettier-ignore
    return firstUnlike(here as Record<number, unknown>, there as Record<number, unknown>, at);
  }
  if (Object(here) === here && Object(there) === there) return firstUnlike(here as object, there as object, at); // prettier-ignore
  return `${at} shows ${JSON.stringify(here)} instead of ${JSON.stringify(there)}`;
}

function firstUnlike(here: object, there: object, at: string): string | undefined {
  const [ours, theirs] = [here, there] as Record<string, unknown>[];
  const names = new Set([...Object.keys(here), ...Object.keys(there)]);
  for (const name of names) {
    const found = unlike(ours?.[name], theirs?.[name], `${at} ${nameOf(theirs?.[name]) ?? name}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Of a thing in a list, its number there; else nothing. */
function nameOf(value: unknown): string | undefined {
  const number = numberOf(value);
  return typeof number === 'number' ? `#${number}` : undefined;
}

const numberOf = (value: unknown): unknown => (value as { id?: unknown } | null | undefined)?.id;
