/** "Order number" is order_number until somebody says otherwise; empty for a name without a letter of these. */
export const keyFrom = (name: string): string =>
  name
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');

/** A pattern as people write it, `^\d+$` or `/^\d+$/i`: empty for none, `broken` for what is none. */
export function readPattern(text: string): RegExp | 'broken' | undefined {
  const written = text.trim();
  if (written === '') return undefined;
  const [, inner, flags] = /^\/(.*)\/([a-z]*)$/s.exec(written) ?? [];
  try {
    return new RegExp(inner ?? written, (flags ?? '').replaceAll(/[gy]/g, ''));
  } catch {
    return 'broken';
  }
}
