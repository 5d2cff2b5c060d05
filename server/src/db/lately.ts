/**
 * SQL: whether an instant of the past is no older than `span`. What is later than now, but for `leeway`, was
 * written before the clock was put back: nobody knows when.
 */
export const lately = (column: string, span: string, leeway = '1 minute'): string =>
  `${column} between now() - interval '${span}' and now() + interval '${leeway}'`;
