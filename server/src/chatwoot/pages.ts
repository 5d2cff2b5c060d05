import { copiedBetween } from './identities.ts';
import type { Kind } from './kind.ts';
import type { Tally } from './report.ts';
import type { Row } from './rules.ts';
import type { Run } from './run.ts';

/** Ids read at once; they are narrow. */
const PAGE = 20_000;
/** Rows read at once, and bytes as the source stores them: compressed, so that they can be ten times as many here. */
const CHUNK = 1000;
const CHUNK_BYTES = 1024 * 1024;

/** How many rows there are to look at. */
export async function countRows(run: Run, kind: Kind): Promise<number> {
  const [found] = await run.source.query<{ count: number }>(
    `select count(*) as count from ${kind.table} t where ${conditions(run, kind)}`,
  );
  return found?.count ?? 0;
}

/** The highest id of the source, whatever its account. */
export async function highestId(run: Run, kind: Kind): Promise<number> {
  const [found] = await run.source.query<{ max: number | null }>(
    `select max(id) as max from ${kind.table}`,
  );
  return found?.max ?? 0;
}

/**
 * The rows that have not been copied yet, in the order of their ids, as many at a time as fit into
 * memory whatever they hold. Rows that were copied are not read at all.
 */
export async function* uncopied(run: Run, kind: Kind, tally: Tally): AsyncGenerator<Row[]> {
  for (let after = 0; ;) {
    const page = await readIds(run, kind, after);
    const last = page.at(-1);
    if (last === undefined) return;
    const copied = await copiedBetween(run.platform.pool, {
      sourceId: run.sourceId,
      kind: kind.name,
      after,
      upto: last.id,
    });
    const left = page.filter(({ id }) => !copied.has(id));
    tally.found(page.length);
    tally.alreadyThere(page.length - left.length);
    run.progress.advance(page.length - left.length);
    for (const ids of chunks(left)) yield await readRows(run, kind, ids);
    after = last.id;
  }
}

interface Sized {
  id: number;
  bytes: number;
}

async function readIds(run: Run, kind: Kind, after: number): Promise<Sized[]> {
  const sizes = (kind.long ?? [])
    .filter((column) => run.source.has(kind.table, column))
    .map((column) => `coalesce(pg_column_size(t.${column}), 0)`);
  const bytes = sizes.length === 0 ? '0' : sizes.join(' + ');
  return await run.source.query<Sized & Record<string, unknown>>(
    `select t.id, ${bytes} as bytes from ${kind.table} t
     where t.id > $1 and ${conditions(run, kind)} order by t.id limit ${PAGE}`,
    [after],
  );
}

function conditions({ accounts }: Run, kind: Kind): string {
  const where = kind.where ?? 'true';
  if (accounts === undefined) return where;
  const list = `array[${accounts.map(Number).join()}]::bigint[]`;
  const belongs = kind.ofAccounts?.(list) ?? `${kind.account ?? 't.account_id'} = any (${list})`;
  return `${where} and (${belongs})`;
}

function* chunks(rows: Sized[]): Generator<number[]> {
  let ids: number[] = [];
  let bytes = 0;
  for (const row of rows) {
    if (ids.length > 0 && (ids.length === CHUNK || bytes + row.bytes > CHUNK_BYTES)) {
      yield ids;
      [ids, bytes] = [[], 0];
    }
    ids.push(row.id);
    bytes += row.bytes;
  }
  if (ids.length > 0) yield ids;
}

async function readRows(run: Run, kind: Kind, ids: number[]): Promise<Row[]> {
  const columns = ['id', ...kind.columns, ...(kind.optional ?? [])].map((column) =>
    column === 'id' || run.source.has(kind.table, column) ? `t.${column}` : `null as ${column}`,
  );
  const computed = Object.entries(kind.computed ?? {}).map(([name, sql]) => `(${sql}) as ${name}`);
  return await run.source.query<Row & Record<string, unknown>>(
    `select ${[...columns, ...computed].join(', ')} from ${kind.table} t
     where t.id = any ($1::bigint[]) order by t.id`,
    [ids],
  );
}

/** Reads the next piece while the one before is being worked on. */
export async function* ahead<T>(pieces: AsyncGenerator<T>): AsyncGenerator<T> {
  let next = pieces.next();
  for (;;) {
    const piece = await next;
    if (piece.done === true) return;
    next = pieces.next();
    next.catch(() => undefined); // it is awaited in the next round, unless the work fails first
    yield piece.value;
  }
}
