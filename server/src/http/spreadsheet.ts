import { stringify } from 'csv-stringify/sync';

// What makes a spreadsheet calculate, also behind quotes, which it takes away. Where a cell begins is for the reader
// to say: one who takes semicolons, tabs or line ends for separators finds beginnings inside of our cells.
const formula = `["']*[=+\\-@\\t\\r\uFF1D\uFF0B\uFF0D\uFF20]`;
const beginnings = new RegExp(`(?<=^|[;\\t\\r\\n])(?=${formula})`, 'g');
const marked = new RegExp(`(?<=^|[;\\t\\r\\n])'(?=${formula})`, 'g');

/** The text with an apostrophe wherever a spreadsheet would begin to calculate. */
export const withoutFormulas = (text: string): string => text.replace(beginnings, "'");

/** The text as it was before `withoutFormulas`. */
export const withFormulas = (text: string): string => text.replace(marked, '');

type Cell = string | number | null;

/** Lines of a CSV that calculates nothing, whatever opens it. */
export const csvOf = (
  lines: readonly (readonly Cell[])[],
  { record_delimiter = '\n' }: { record_delimiter?: '\n' | '\r\n' } = {},
): string =>
  stringify(
    lines.map((line) => line.map((cell) => (typeof cell === 'string' ? withoutFormulas(cell) : cell))),
    // A lone line end, too, is one to whoever reads it.
    { record_delimiter, quoted_match: /[;\t\r\n]/ },
  ); // prettier-ignore
