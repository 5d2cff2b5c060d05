import { transaction } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import { createConversion, memberKey, Skipped, type Conversion } from './conversion.ts';
import { drawIds, keyOf, remember, reserveIds, type Remembered } from './identities.ts';
import { inserter, insertOrSplit, refusal } from './insert.ts';
import { kindOf, type Converted, type Kind, type Skip } from './kind.ts';
import { ahead, countRows, highestId, uncopied } from './pages.ts';
import { findReferences } from './references.ts';
import { createTally, type KindReport, type Tally } from './report.ts';
import type { Row } from './rules.ts';
import type { Run } from './run.ts';
import { settleUnique } from './unique.ts';

/** Copies what is new of one kind. Any number of times: a row that was copied is left as it is here. */
export async function copyKind(run: Run, kind: Kind): Promise<KindReport> {
  const tally = createTally(kind.name);
  if (!run.source.has(kind.table)) return tally.report();
  if (kind.hasId && !run.dryRun) await reserve(run, kind);
  run.progress.begin(kind.name, await countRows(run, kind));
  for await (const chunk of ahead(uncopied(run, kind, tally))) {
    await copyChunk(run, kind, { chunk, tally });
    run.progress.advance(chunk.length);
  }
  run.progress.end();
  await kind.finish?.(run);
  return tally.report();
}

async function reserve(run: Run, kind: Kind): Promise<void> {
  const table = kindOf(kind);
  const [found] = await rows<{ name: string }>(
    run.platform.pool,
    `select pg_get_serial_sequence($1, 'id') as name`,
    [table],
  );
  const keeps = await reserveIds(run.platform.pool, {
    sourceId: run.sourceId,
    kind: kind.name,
    table,
    sequence: (found as { name: string }).name,
    upto: await highestId(run, kind),
  });
  run.keeps.set(kind.name, keeps);
}

/** A row that turned out to be the same thing as another: one that is here, or one of its own batch. */
interface Joined {
  row: Converted;
  holder: Converted | number;
}

interface Batch {
  rows: Converted[];
  joined: Joined[];
  on: Conversion;
  tally: Tally;
}

async function copyChunk(
  run: Run,
  kind: Kind,
  { chunk, tally }: { chunk: Row[]; tally: Tally },
): Promise<void> {
  const skip: Skip = (row, reason, shown) => {
    tally.skip(reason, shown?.example ?? (row['id'] as number), shown?.most);
    if (run.dryRun) run.leftOut.add(keyOf(kind.name, row['id'] as number));
  };
  const change = (row: Row, reason: string): void => tally.change(reason, row['id'] as number);
  const { on, converted } = await convertAll(run, kind, { chunk, tally, skip });
  const prepared = (await kind.prepare?.(converted, { run, on, skip, change })) ?? converted;
  const joined: Joined[] = [];
  const rest = await settleUnique(run, kind, {
    converted: prepared,
    told: {
      skip: (row, reason) => skip(row.old, reason),
      change: (row, reason) => change(row.old, reason),
      join: (row, holder) => joined.push({ row, holder }),
    },
  });
  tally.alreadyThere(joined.length);
  if (run.dryRun) tally.copied(rest.length);
  else await write(run, kind, { rows: rest, joined, on, tally });
}

async function convertAll(
  run: Run,
  kind: Kind,
  how: { chunk: Row[]; tally: Tally; skip: Skip },
): Promise<{ on: Conversion; converted: Converted[] }> {
  let current: Row = {};
  const on = createConversion({
    known: await findReferences(run, kind, how.chunk),
    members: run.members,
    keeps: (name) => run.keeps.get(name) ?? (() => true),
    latest: run.latest,
    now: run.now,
    note: (reason) => how.tally.change(reason, current['id'] as number),
  });
  const converted = how.chunk.flatMap((row): Converted[] => {
    current = row;
    try {
      const made = kind.convert(row, on);
      if (!run.source.utf8 && hasBrokenText(row)) on.note('it had bytes that are no UTF-8');
      return [{ old: row, new: made }];
    } catch (error) {
      if (!(error instanceof Skipped)) throw error;
      how.skip(row, error.message);
      return [];
    }
  });
  return { on, converted };
}

/** Bytes that are no UTF-8 arrive as this character. */
const hasBrokenText = (row: Row): boolean =>
  Object.values(row).some((value) => typeof value === 'string' && value.includes('\ufffd'));

async function write(run: Run, kind: Kind, batch: Batch): Promise<void> {
  const { pool } = run.platform;
  const table = kindOf(kind);
  await imply(run, batch.on);
  if (kind.hasId) await giveIds(run, kind, batch);
  const insert = await inserter(pool, table);
  const written = await insertOrSplit(pool, batch.rows, {
    async work(tx, some) {
      await kind.before?.(tx, some, batch.on);
      await (kind.instead?.(tx, some) ?? insert(tx, some.map((row) => row.new))); // prettier-ignore
      await kind.after?.(tx, some, batch.on);
      const entries = some.map((row) => entryOf(kind, row, idOf(kind, row)));
      await remember(tx, { sourceId: run.sourceId, kind: kind.name, entries });
    },
    refused: (row, error) => batch.tally.skip(refusal(error), row.old['id'] as number),
  });
  batch.tally.copied(written.length);
  const there = new Set<Converted | number>(written);
  const joined = batch.joined.filter(
    ({ holder }) => typeof holder === 'number' || there.has(holder),
  );
  const entries = joined.map(({ row, holder }) =>
    entryOf(kind, row, typeof holder === 'number' ? holder : idOf(kind, holder)),
  );
  await transaction(pool, (tx) =>
    remember(tx, { sourceId: run.sourceId, kind: kind.name, entries }),
  );
}

const entryOf = (kind: Kind, row: Converted, id: number): Remembered => ({
  old_id: row.old['id'] as number,
  new_id: id,
  account_id: kind.name === 'accounts' ? id : ((row.new['account_id'] as number | null) ?? null),
});

const idOf = (kind: Kind, row: Converted): number =>
  (kind.hasId ? row.new['id'] : row.old['id']) as number;

async function giveIds(
  run: Run,
  kind: Kind,
  { rows: given, on }: Pick<Batch, 'rows' | 'on'>,
): Promise<void> {
  const keeps = run.keeps.get(kind.name);
  const strangers = given.filter((row) => keeps?.(row.old['id'] as number) !== true);
  const drawn = await drawIds(run.platform.pool, kindOf(kind), strangers.length);
  for (const row of given) row.new['id'] = row.old['id'];
  for (const [n, row] of strangers.entries()) row.new['id'] = drawn[n];
  // So that they find one another: a message may answer one of its own batch.
  for (const row of given) on.introduce(kind.name, entryOf(kind, row, row.new['id'] as number));
}

/** Notes who has left and which bots an account uses, before rows refer to them. */
async function imply(run: Run, on: Conversion): Promise<void> {
  const { former, bots } = on.implied();
  if (former.length > 0) {
    await rows(
      run.platform.pool,
      `insert into memberships (account_id, user_id, role, removed_at)
       select account_id, user_id, 'agent', now() from unnest($1::bigint[], $2::bigint[]) as f (account_id, user_id)
       on conflict do nothing`,
      [former.map(([account]) => account), former.map(([, user]) => user)],
    );
    for (const [account, user] of former) run.members.set(memberKey(account, user), false);
  }
  if (bots.length === 0) return;
  await rows(
    run.platform.pool,
    `insert into account_agent_bots (account_id, agent_bot_id)
     select * from unnest($1::bigint[], $2::bigint[]) on conflict do nothing`,
    [bots.map(([account]) => account), bots.map(([, bot]) => bot)],
  );
}
