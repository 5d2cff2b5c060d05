import { sourceIdOf } from './identities.ts';
import { copyKind } from './copy.ts';
import { awaitEarlierWrites } from './insert.ts';
import { kindsWith } from './kinds/kinds.ts';
import { countLeftBehind } from './left-behind.ts';
import type { ImportReport, KindReport } from './report.ts';
import type { Run } from './run.ts';
import { openSource, type Source } from './source.ts';
import { touchCache } from '../accounts/cache-keys.ts';
import { transaction } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import { StartError } from '../start-error.ts';

export type Wanted = Pick<Run, 'platform' | 'dryRun' | 'accounts' | 'files' | 'progress'> & {
  /** Address of the source's PostgreSQL. */
  from: string;
};

const DAY = 86_400_000;

/**
 * Copies what a Chatwoot has and we do not have yet. Broken off at any instant it can be started again,
 * and goes on; done again it brings what is new and leaves alone what was copied, however it changed on
 * either side. The source is only read, as it was at the beginning. Nothing follows from a copied row:
 * no event, no job, no mail.
 */
export async function importChatwoot(wanted: Wanted): Promise<ImportReport> {
  const { platform, dryRun } = wanted;
  const kinds = kindsWith(platform.vault);
  const source = await openSource(wanted.from, kinds);
  const began = new Date();
  const instant = (date: Date): string => date.toISOString().slice(0, 19).replace('T', ' ');
  try {
    await requireAccounts(source, wanted.accounts);
    if (!dryRun) await awaitEarlierWrites(platform.pool);
    const run: Run = {
      ...wanted,
      source,
      sourceId: await sourceIdOf(platform.pool, source.fingerprint, !dryRun),
      now: instant(began),
      // Clocks differ; a day is more than they do.
      latest: instant(new Date(began.getTime() + DAY)),
      kinds,
      keeps: new Map(),
      members: new Map(),
      few: new Map(),
      leftOut: new Set(),
      seen: new Set(),
    };
    const known = await knownAccounts(run);
    const reports = [];
    for (const kind of kinds) reports.push(await copyKind(run, kind));
    if (!dryRun) await settle(run, { reports, known });
    return {
      dry_run: dryRun,
      source: source.name,
      started_at: began.toISOString(),
      finished_at: new Date().toISOString(),
      kinds: reports,
      left_behind: await countLeftBehind(source),
    };
  } finally {
    await source.close();
  }
}

async function requireAccounts(source: Source, wanted: number[] | undefined): Promise<void> {
  if (wanted === undefined) return;
  const found = await source.query<{ id: number }>('select id from accounts order by id');
  const missing = wanted.filter((id) => !found.some((account) => account.id === id));
  if (missing.length === 0) return;
  const list = found.map(({ id }) => id).join(', ');
  throw new StartError(`--from has no account ${missing.join(' or ')}: its accounts are ${list}`);
}

/** Tables that grow by as many rows as the source is large. */
const LARGE = 'contacts, contact_inboxes, conversations, messages, import_ids';

/** Accounts that came with an earlier run, and may be in use. */
async function knownAccounts({ platform: { pool }, sourceId }: Run): Promise<number[]> {
  const known = await rows<{ id: number }>(
    pool,
    `select a.id from accounts a join import_ids i on i.new_id = a.id and i.kind = 'accounts'
     where i.source_id = $1 order by a.id`,
    [sourceId],
  );
  return known.map(({ id }) => id);
}

const CACHED = { label: 'labels', inbox: 'inboxes', team: 'teams' } as const;

/** Lets plans and clients know that there is more than before. */
async function settle(
  { platform: { pool }, sourceId }: Run,
  { reports, known }: { reports: KindReport[]; known: number[] },
): Promise<void> {
  const copied = (kind: string): number =>
    reports.find((report) => report.kind === kind)?.copied ?? 0;
  if (copied('messages') > 1000) await pool.query(`analyze ${LARGE}`);
  const models = (['label', 'inbox', 'team'] as const).filter((each) => copied(CACHED[each]) > 0);
  await transaction(pool, async (tx) => {
    for (const id of known) for (const model of models) await touchCache(tx, id, model);
    // This commit waits for the disk, and with it all those before that did not.
    await rows(tx, 'update import_sources set finished_at = now() where id = $1', [sourceId]);
  });
}
