/** The number of a record as it stands in a request; null for what can be none. */
export function recordId(given: unknown): number | null {
  const text = typeof given === 'number' ? String(given) : given;
  return typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : null;
}
