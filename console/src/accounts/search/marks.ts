/** A piece of a text, and whether it is what was looked for. */
export interface Piece {
  text: string;
  isFound: boolean;
}

interface Range {
  start: number;
  length: number;
}

/** A text as search reads it, and for each of its characters where it comes from. */
function folded(text: string): { text: string; origins: number[] } {
  let result = '';
  const origins: number[] = [];
  let position = 0;
  for (const character of text) {
    const part = character.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
    result += part;
    for (let index = 0; index < part.length; index += 1) origins.push(position);
    position += character.length;
  }
  origins.push(text.length);
  return { text: result, origins };
}

/** Where a text has the words, whatever case and accents. */
function rangesOf(text: string, wanted: string): Range[] {
  const needle = folded(wanted.trim()).text;
  if (needle === '') return [];
  const haystack = folded(text);
  const ranges: Range[] = [];
  for (let at = haystack.text.indexOf(needle); at >= 0; at = haystack.text.indexOf(needle, at + needle.length)) {
    const start = haystack.origins[at] ?? 0;
    const last = haystack.origins[at + needle.length - 1] ?? start;
    const end = haystack.origins.find((origin, index) => index >= at + needle.length && origin > last);
    ranges.push({ start, length: (end ?? text.length) - start });
  }
  return ranges;
} // prettier-ignore

function cut(text: string, ranges: readonly Range[]): Piece[] {
  const pieces: Piece[] = [];
  let done = 0;
  for (const { start, length } of ranges) {
    if (start < done) continue;
    pieces.push({ text: text.slice(done, start), isFound: false });
    pieces.push({ text: text.slice(start, start + length), isFound: true });
    done = start + length;
  }
  pieces.push({ text: text.slice(done), isFound: false });
  return pieces.filter((piece) => piece.text !== '');
}

/** A text in pieces: what was looked for, and what is between. */
export const piecesOf = (text: string, wanted: string): Piece[] =>
  cut(text, rangesOf(text, wanted));

// Characters before and after the first place, so that it is seen in two lines.
const BEFORE = 60;
const AFTER = 240;

/** Where the part begins: at a word, so that none is shown in half. */
function beginningOf(text: string, first: number): number {
  if (first <= BEFORE) return 0;
  const space = text.indexOf(' ', first - BEFORE);
  return space < 0 || space > first ? first - BEFORE : space + 1;
}

/** Of a long text the part around the first place that has the words. */
export function excerptOf(text: string, wanted: string): Piece[] {
  const first = rangesOf(text, wanted)[0]?.start ?? 0;
  const from = beginningOf(text, first);
  // Half of a character is none.
  const part = text.slice(from, from + AFTER).replace(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/g, '');
  const shown = `${from > 0 ? '…' : ''}${part}${from + AFTER < text.length ? '…' : ''}`;
  return piecesOf(shown, wanted);
}
