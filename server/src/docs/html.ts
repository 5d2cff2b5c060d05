import { escapeHtml } from '../http/escape-html.ts';

/** Text that is HTML already. */
export interface Html {
  readonly html: string;
}

export type Piece = Html | string | number | undefined | readonly Piece[];

export const raw = (html: string): Html => ({ html });

/** A template whose values are escaped unless they are HTML themselves. */
export function html(parts: TemplateStringsArray, ...values: Piece[]): Html {
  return raw(parts.reduce((text, part, index) => text + write(values[index - 1]) + part));
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
