import type { ReactNode } from 'react';

export interface Column<R> {
  title: string;
  /** The title is read out, but not shown: buttons, a picture. */
  bare?: boolean;
  /** Left out where there is no room: what it says has to stand elsewhere, or matter little. */
  roomy?: boolean;
  /** Numbers stand at the right, below each other. */
  numeric?: boolean;
  cell: (row: R) => ReactNode;
}

interface TableProps<R> {
  /** What it lists, for who cannot see it. */
  label: string;
  columns: readonly Column<R>[];
  rows: readonly R[];
  keyOf: (row: R) => string | number;
}

const shown = (roomy = false): string => (roomy ? 'hidden sm:table-cell' : '');

/** Rows of the same kind. It scrolls sideways in itself where there is no room. */
export function Table<R>({ label, columns, rows, keyOf }: TableProps<R>) {
  return (
    <div
      className="overflow-x-auto rounded-card border border-line bg-surface"
      tabIndex={0}
      role="region"
      aria-label={label}
    >
      <table className="w-full text-left text-sm">
        <thead>
          <tr className="border-b border-line text-xs text-ink-faint">
            {columns.map(({ title, bare, roomy, numeric }) => (
              <th
                key={title}
                scope="col"
                className={`px-3 py-2 sm:px-4 font-medium whitespace-nowrap ${numeric === true ? 'text-right' : ''} ${shown(roomy)}`}
              >
                {bare === true ? <span className="sr-only">{title}</span> : title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} className="border-b border-line last:border-0 hover:bg-hover">
              {columns.map(({ title, roomy, numeric, cell }) => (
                <td
                  key={title}
                  className={`px-3 py-2.5 sm:px-4 align-middle ${numeric === true ? 'text-right tabular-nums' : ''} ${shown(roomy)}`}
                >
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
