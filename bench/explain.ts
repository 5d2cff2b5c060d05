import pg from 'pg';
import type { Pool } from '../server/src/db/pool.ts';

export interface Statement {
  text: string;
  values: unknown[];
  /** Planned for its values each time: it was sent without a name. */
  adhoc?: boolean;
}

/** The statements that `work` sends to the database, in order; with what begins and ends transactions if asked. */
export async function captureStatements(
  work: () => Promise<unknown>,
  { control = false } = {},
): Promise<Statement[]> {
  const statements: Statement[] = [];
  const prototype = pg.Client.prototype as unknown as { query: (...args: unknown[]) => unknown };
  const original = prototype.query;
  prototype.query = function query(this: unknown, ...args: unknown[]) {
    const [config] = args;
    if (typeof config === 'object' && config !== null && 'text' in config) {
      const { name, text, values } = config as pg.QueryConfig;
      statements.push({ text, values: values ?? [], adhoc: name === undefined });
    } else if (control && typeof config === 'string') {
      statements.push({ text: config, values: [] });
    }
    return original.apply(this, args);
  };
  try {
    await work();
  } finally {
    prototype.query = original;
  }
  return statements;
}

export interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Actual Rows'?: number;
  'Actual Loops'?: number;
  Plans?: PlanNode[];
}

export interface Explained {
  plan: PlanNode;
  milliseconds: number;
}

/** Runs a statement as the server does, with a generic plan unless it is adhoc, and tells how it was done. */
export async function explain(pool: Pool, { text, values, adhoc }: Statement): Promise<Explained> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    if (adhoc === true) await client.query('set local plan_cache_mode = force_custom_plan');
    await client.query(`prepare measured as ${text}`);
    const literals = values.map(literal).join(', ');
    const { rows } = await client.query<{
      'QUERY PLAN': [{ Plan: PlanNode; 'Execution Time': number }];
    }>(`explain (analyze, format json) execute measured${literals === '' ? '' : `(${literals})`}`);
    const [{ Plan: plan, 'Execution Time': milliseconds }] = (rows[0] as (typeof rows)[0])[
      'QUERY PLAN'
    ];
    return { plan, milliseconds };
  } finally {
    await client.query('rollback');
    await client.query('deallocate measured').catch(() => {});
    client.release();
  }
}

/** A value as SQL text, in the way in which pg would send it as a parameter. */
export function literal(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Buffer.isBuffer(value)) return `'\\x${value.toString('hex')}'`;
  if (value instanceof Date) return `'${value.toISOString()}'`;
  if (Array.isArray(value)) return quoted(arrayText(value));
  return quoted(typeof value === 'string' ? value : JSON.stringify(value));
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const arrayText = (values: unknown[]): string =>
  `{${values.map((each) => (each === null ? 'NULL' : JSON.stringify(each instanceof Date ? each.toISOString() : String(each)))).join(',')}}`;

/** Every node of a plan. */
export function* nodesOf(plan: PlanNode): Generator<PlanNode> {
  yield plan;
  for (const child of plan.Plans ?? []) yield* nodesOf(child);
}
