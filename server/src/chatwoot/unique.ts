import type { Pool } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import { kindOf, type Converted, type Kind, type NewRow, type Uniqueness } from './kind.ts';
import type { Run } from './run.ts';

interface Told {
  skip: (row: Converted, reason: string) => void;
  change: (row: Converted, reason: string) => void;
  /** It is the same thing as another row: one here with this id, or one of the same batch. */
  join: (row: Converted, holder: Converted | number) => void;
}

/** Applies the kind's rules about what must be unique; gives the rows that are to be inserted. */
export async function settleUnique(
  run: Run,
  kind: Kind,
  { converted, told }: { converted: Converted[]; told: Told },
): Promise<Converted[]> {
  let left = converted;
  for (const rule of kind.unique ?? []) {
    const taken = await takenIn(run, kind, { rule, converted: left });
    left = left.filter((row) => {
      const key = keyFor(rule, row.new);
      if (key === undefined) return true;
      const [holder, where] = [taken.get(key), `${kind.name} ${key}`];
      if (holder === undefined && !run.seen.has(where)) {
        taken.set(key, row);
        if (run.dryRun) run.seen.add(where);
        return true;
      }
      return settle(rule, { row, holder, told });
    });
  }
  return left;
}

/** Whether the row stays. */
function settle(
  rule: Uniqueness,
  { row, holder, told }: { row: Converted; holder: Converted | number | undefined; told: Told },
): boolean {
  const reason = `another one has its ${rule.column}`;
  if (typeof rule.second === 'function') {
    told.change(row, `${reason}: ${rule.second(row.new, row.old)}`);
    return true;
  }
  if (rule.second === 'skip') told.skip(row, reason);
  // Without a holder it is one that a dry run has seen before.
  else told.join(row, holder ?? 0);
  return false;
}

/** Who has the values of these rows here already, by key. */
async function takenIn(
  run: Run,
  kind: Kind,
  { rule, converted }: { rule: Uniqueness; converted: Converted[] },
): Promise<Map<string, Converted | number>> {
  // In a dry run rows have no number here yet, so only what is no reference can be compared.
  if (run.dryRun && (rule.within.length > 0 || rule.column.endsWith('_id'))) return new Map();
  const wanted = converted.map((row) => row.new).filter((row) => keyFor(rule, row) !== undefined);
  if (wanted.length === 0) return new Map();
  return await findTaken(run.platform.pool, {
    table: kindOf(kind),
    hasId: kind.hasId,
    rule,
    wanted,
  });
}

async function findTaken(
  pool: Pool,
  {
    table,
    hasId,
    rule,
    wanted,
  }: { table: string; hasId: boolean; rule: Uniqueness; wanted: NewRow[] },
): Promise<Map<string, number>> {
  const columns = [...rule.within, rule.column];
  const same = columns.map((column) =>
    rule.lowercase === true && column === rule.column
      ? `lower(t.${column}) = lower(w.${column})`
      : `t.${column} = w.${column}`,
  );
  const found = await rows<{ id: number; given: NewRow }>(
    pool,
    `select ${hasId ? 't.id' : '0::bigint as id'}, to_jsonb(w) as given
     from jsonb_populate_recordset(null::${table}, $1::jsonb) w join ${table} t on ${same.join(' and ')}
     where ${rule.among ?? 'true'}`,
    [
      JSON.stringify(
        wanted.map((row) => Object.fromEntries(columns.map((name) => [name, row[name]]))),
      ),
    ],
  );
  return new Map(found.map(({ id, given }) => [keyFor(rule, given) ?? '', id]));
}

function keyFor(rule: Uniqueness, row: NewRow): string | undefined {
  const value = row[rule.column];
  if (value === null || value === undefined) return undefined;
  const text = String(value);
  return [
    ...rule.within.map((name) => String(row[name])),
    rule.lowercase === true ? text.toLowerCase() : text,
  ].join(' ');
}
