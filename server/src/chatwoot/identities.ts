import type { Db, Pool, Tx } from '../db/pool.ts';
import { transaction } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';

/** Where a row of the source is now. */
export interface Known {
  id: number;
  /** The account here; null for what is shared by accounts. */
  account_id: number | null;
}

export interface Remembered {
  old_id: number;
  new_id: number;
  account_id: number | null;
}

export const keyOf = (kind: string, oldId: number): string => `${kind} ${oldId}`;

/** The number by which a source is known here. It is made on first sight, unless nothing may be written. */
export async function sourceIdOf(db: Db, fingerprint: string, mayWrite: boolean): Promise<number> {
  if (mayWrite) {
    await rows(
      db,
      'insert into import_sources (fingerprint) values ($1) on conflict (fingerprint) do nothing',
      [fingerprint],
    );
  }
  const found = await row<{ id: number }>(
    db,
    'select id from import_sources where fingerprint = $1',
    [fingerprint],
  );
  return found?.id ?? 0;
}

/** Which rows between two ids of the source have been copied, in this run or before. */
export async function copiedBetween(
  db: Db,
  { sourceId, kind, after, upto }: { sourceId: number; kind: string; after: number; upto: number },
): Promise<Set<number>> {
  const found = await rows<{ old_id: number }>(
    db,
    'select old_id from import_ids where source_id = $1 and kind = $2 and old_id > $3 and old_id <= $4',
    [sourceId, kind, after, upto],
  );
  return new Set(found.map(({ old_id }) => old_id));
}

const findKnown = `
  select i.kind, i.old_id, i.new_id, i.owner_account
  from unnest($2::text[], $3::bigint[]) as wanted (kind, old_id)
  join import_ids i on i.source_id = $1 and i.kind = wanted.kind and i.old_id = wanted.old_id`;

/** Where the rows with these kinds and ids are, by `keyOf`. */
export async function findCopied(
  db: Db,
  sourceId: number,
  wanted: readonly (readonly [string, number])[],
): Promise<Map<string, Known>> {
  if (wanted.length === 0) return new Map();
  const found = await rows<{
    kind: string;
    old_id: number;
    new_id: number;
    owner_account: number | null;
  }>(db, findKnown, [sourceId, wanted.map(([kind]) => kind), wanted.map(([, id]) => id)]);
  return new Map(
    found.map(({ kind, old_id, new_id, owner_account }) => [
      keyOf(kind, old_id),
      { id: new_id, account_id: owner_account },
    ]),
  );
}

/** Notes where rows went, in the transaction that brought them there. */
export async function remember(
  tx: Tx,
  { sourceId, kind, entries }: { sourceId: number; kind: string; entries: Remembered[] },
): Promise<void> {
  if (entries.length === 0) return;
  await rows(
    tx,
    `insert into import_ids (source_id, kind, old_id, new_id, owner_account)
     select $1, $2, e.* from unnest($3::bigint[], $4::bigint[], $5::bigint[]) as e
     on conflict (source_id, kind, old_id) do nothing`,
    [
      sourceId,
      kind,
      entries.map((entry) => entry.old_id),
      entries.map((entry) => entry.new_id),
      entries.map((entry) => entry.account_id),
    ],
  );
}

/** Tells whether an id of the source may be kept here. */
export type Keeps = (oldId: number) => boolean;

interface Reservation {
  sourceId: number;
  kind: string;
  /** Whose rows take numbers from the sequence. */
  table: string;
  sequence: string;
  /** The highest id of the source. */
  upto: number;
}

/**
 * Sets the ids aside that the source has and nobody was given here yet: the sequence moves beyond them.
 * The lock keeps away those who have taken a number and not committed, so that none is given twice.
 */
export async function reserveIds(pool: Pool, reservation: Reservation): Promise<Keeps> {
  const { sourceId, kind, table, sequence, upto } = reservation;
  if (upto > (await lastOf(pool, sequence))) {
    await transaction(pool, async (tx) => {
      await tx.query(`lock table ${table} in share row exclusive mode`);
      const above = await lastOf(tx, sequence);
      if (upto <= above) return;
      await rows(
        tx,
        'insert into import_ranges (source_id, kind, above, upto) values ($1, $2, $3, $4)',
        [sourceId, kind, above, upto],
      );
      await tx.query('select setval($1::regclass, $2)', [sequence, upto]);
    });
  }
  const ranges = await rows<{ above: number; upto: number }>(
    pool,
    'select above, upto from import_ranges where source_id = $1 and kind = $2',
    [sourceId, kind],
  );
  return (oldId) => ranges.some((range) => oldId > range.above && oldId <= range.upto);
}

/** The last number that a sequence gave. */
async function lastOf(db: Db, sequence: string): Promise<number> {
  const { rows: found } = await db.query<{ last: number }>({
    text: `select case when is_called then last_value else last_value - 1 end as last from ${sequence}`,
  });
  return (found[0] as { last: number }).last;
}

/** New ids from the sequence of a table. */
export async function drawIds(pool: Pool, table: string, count: number): Promise<number[]> {
  if (count === 0) return [];
  const drawn = await rows<{ id: number }>(
    pool,
    `select nextval(pg_get_serial_sequence($1, 'id')) as id from generate_series(1, $2::int)`,
    [table, count],
  );
  return drawn.map(({ id }) => id);
}
