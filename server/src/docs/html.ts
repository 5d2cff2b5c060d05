import { escapeHtml } from '../http/escape-html.ts';

/** Text that is HTML already. */
export interface Html {
  readonly html: string;
}

export type Piece = Html | string | number | undefined | readonly Piece[];

export const raw = (html: string): Html => ({ html });

/** A template whose values are escaped unless they are HTML themselves. Its indentation is left out. */
export function html(parts: TemplateStringsArray, ...values: Piece[]): Html {
  const [first = '', ...rest] = parts.map((part) => part.replaceAll(/\s*\n\s*/g, '\n'));
  return raw(rest.reduce((text, part, index) => text + write(values[index]) + part, first));
}

function write(piece: Piece): string {
  if (piece === undefined) return '';
  if (typeof piece === 'object') {
    return 'html' in piece ? piece.html : piece.map(write).join('');
  }
  return escapeHtml(String(piece));
}

/** The pieces with something between them. */
export const joined = (pieces: readonly Piece[], between: Piece): Piece[] =>
  pieces.flatMap((piece, index) => (index === 0 ? [piece] : [between, piece]));
