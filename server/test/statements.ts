import pg from 'pg';

/** What reached the database while a test ran. */
export interface Statements {
  /** The texts of statements, each once. Values are not in them: they travel beside. */
  texts: Set<string>;
  /** Errors of PostgreSQL, with their codes. */
  errors: string[];
}

/** Listens to every statement of this process from now on. */
export function watchStatements(): Statements {
  const seen: Statements = { texts: new Set(), errors: [] };
  const original = pg.Client.prototype.query as (...args: unknown[]) => unknown;
  pg.Client.prototype.query = function query(this: pg.Client, ...args: unknown[]): unknown {
    const [statement] = args as [string | { text: string }];
    seen.texts.add(typeof statement === 'string' ? statement : statement.text);
    const result = original.apply(this, args);
    if (result instanceof Promise) {
      result.catch((error: { code?: string; message: string }) =>
        seen.errors.push(`${error.code} ${error.message}`),
      );
    }
    return result;
  } as typeof pg.Client.prototype.query;
  return seen;
}
