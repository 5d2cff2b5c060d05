import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { importChatwoot } from '../chatwoot/chatwoot.ts';
import { createProgress } from '../chatwoot/progress.ts';
import { printable, type ImportReport } from '../chatwoot/report.ts';
import type { Config } from '../config.ts';
import type { Pool } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import { writePrivateFile } from '../durable-file.ts';
import { StartError } from '../start-error.ts';
import { openStorage } from '../storage/open.ts';
import type { Values } from './commands.ts';
import { withDatabase } from './database.ts';
import { openKnownVault } from './known-vault.ts';

const LOCK = 0x696d7074; // any constant; two imports at once would copy rows twice

/** `confab import chatwoot` */
export async function importFromChatwoot(values: Values, config: Config): Promise<void> {
  // Rows pass through by the thousand and none is kept: without this, V8 lets its nursery grow to 100 MB.
  setFlagsFromString('--semi-space-growth-factor=1');
  const wanted = {
    from: sourceOf(values),
    files: filesOf(values),
    accounts: accountsOf(values),
    dryRun: values['dry-run'] === true,
  };
  await withDatabase(config, async (pool) => {
    const release = await lockOut(pool);
    try {
      const vault = await openKnownVault(pool, config);
      const platform = { pool, vault, storage: openStorage(config) };
      const progress = createProgress(process.stderr);
      const report = await importChatwoot({ ...wanted, platform, progress });
      console.log(printable(report));
      if (!wanted.dryRun) console.log(`\nThe whole report: ${write(config, report)}`);
    } catch (error) {
      throw explained(error);
    } finally {
      await release();
    }
  });
}

function write({ dataDir }: Config, report: ImportReport): string {
  const path = join(dataDir, 'import-report.json');
  writePrivateFile(path, `${JSON.stringify(report, null, 2)}\n`);
  return path;
}

/** What an operator can mend on our side; what was copied until then stays. */
function explained(error: unknown): unknown {
  const again = 'then run the same command again, and it goes on';
  const { code = '', status } = error as { code?: string; status?: number };
  if (code === '53100' || status === 507)
    return new StartError(`The disk is full: free some space, ${again}`);
  if (/^(57P0|08)|^E(CONN|PIPE)/.test(code)) {
    return new StartError(`The database of this desk went away (${code}): bring it back, ${again}`);
  }
  if (code === '55P03') {
    return new StartError(
      `Something else holds a lock for long, such as a backup or a migration: let it end, ${again}`,
    );
  }
  return error;
}

function sourceOf(values: Values): string {
  const from = String(values['from']);
  if (URL.canParse(from) && ['postgres:', 'postgresql:'].includes(new URL(from).protocol))
    return from;
  throw new StartError(
    '--from is the address of the database of Chatwoot, such as postgres://chatwoot:password@localhost/chatwoot_production',
  );
}

function filesOf(values: Values): string | undefined {
  const files = values['files'];
  if (typeof files !== 'string') return undefined;
  const path = resolve(files);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return path;
  throw new StartError(
    `--files is the directory "storage" of Chatwoot or a copy of it, and ${path} is no directory`,
  );
}

function accountsOf(values: Values): number[] | undefined {
  const given = values['account'];
  if (!Array.isArray(given)) return undefined;
  const ids = given.flatMap((each) => each.split(',')).map((each) => Number(each.trim()));
  if (ids.every((id) => Number.isSafeInteger(id) && id > 0)) return ids;
  throw new StartError(
    '--account is the number of an account of Chatwoot, such as 1; it may be given several times',
  );
}

/** Keeps a second import away for as long as this one lives, however it ends. */
async function lockOut(pool: Pool): Promise<() => Promise<void>> {
  const holder = await pool.connect();
  await holder.query('set idle_session_timeout = 0');
  const { rows: answer } = await holder.query<{ ours: boolean }>(
    'select pg_try_advisory_lock($1) as ours',
    [LOCK],
  );
  if (answer[0]?.ours === true) return async () => holder.release(true);
  holder.release(true);
  const other = await rows<{ pid: number }>(
    pool,
    `select pid from pg_locks where locktype = 'advisory' and objid = $1::bigint::oid and granted`,
    [LOCK],
  );
  throw new StartError(
    `Another import is running (connection ${other[0]?.pid ?? '?'}): wait until it has ended`,
  );
}
