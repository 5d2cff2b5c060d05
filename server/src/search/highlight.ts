const MOST = 20;

interface Highlight {
  start: number;
  length: number;
}

/** A text as search reads it, and for each of its characters where in the original it comes from. */
function folded(text: string): { text: string; origins: number[] } {
  const parts: string[] = [];
  const origins: number[] = [];
  let position = 0;
  for (const character of text) {
    const part = character.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
    parts.push(part);
    for (let index = 0; index < part.length; index += 1) origins.push(position);
    position += character.length;
  }
  origins.push(text.length);
  return { text: parts.join(''), origins };
}

/**
 * Where a text contains what was looked for, whatever case and accents: the first twenty places, in
 * UTF-16 units as JavaScript counts them. What PostgreSQL folds in yet other ways has none.
 */
export function highlightsOf(content: string, wanted: string): Highlight[] {
  const needle = folded(wanted).text;
  if (needle === '') return [];
  const { text, origins } = folded(content);
  const found: Highlight[] = [];
  for (let at = text.indexOf(needle); at >= 0 && found.length < MOST;) {
    const start = origins[at] as number;
    const last = origins[at + needle.length - 1] as number;
    const end = origins.find((origin, index) => index >= at + needle.length && origin > last);
    found.push({ start, length: (end ?? content.length) - start });
    at = text.indexOf(needle, at + needle.length);
  }
  return found;
}
