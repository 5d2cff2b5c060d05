import type { Config } from '../config.ts';
import { openPool } from '../db/pool.ts';
import { hasEmbedded } from '../db/embedded.ts';
import { listMigrations } from '../db/migrate.ts';
import { compareWithNewer, type Applied } from '../db/newer.ts';
import { rows } from '../db/query.ts';
import { errorCode, StartError } from '../start-error.ts';
import { checkJobs } from './check-jobs.ts';
import { checkKey } from './check-key.ts';
import { type Database, openDatabase } from './database.ts';
import { bad, type Finding, good, note } from './finding.ts';
import { type DatabaseFacts, inspect, unsafeSettings } from '../db/external.ts';

const SUBJECT = 'Database';
/** Milliseconds; links and rate limits are judged by both clocks. */
const TOLERATED_SKEW = 2000;

/**
 * Whether the database answers, is safe and has our schema. An embedded one that does not run is
 * started for the examination.
 */
export async function checkDatabase(
  config: Config,
): Promise<{ found: Finding[]; facts: DatabaseFacts | undefined }> {
  if (config.databaseUrl === undefined && !hasEmbedded(config.dataDir)) {
    const text = 'none yet: npm start makes one, or set DATABASE_URL';
    return { found: [note(SUBJECT, text)], facts: undefined };
  }
  let database: Database | undefined;
  try {
    database = await openDatabase({ ...config, production: false }, () => undefined);
    const { connection } = database;
    const facts = await inspect(connection);
    const found = [
      good(
        SUBJECT,
        `${database.name} answers (${config.databaseUrl ? 'DATABASE_URL' : 'embedded'})`,
      ),
      checkDurability(facts),
      await checkSchema(database),
      await checkKey(config, database),
      await checkJobs(database),
    ];
    return { found, facts };
  } catch (error) {
    const why = error instanceof StartError ? error.message : String(error);
    return { found: [bad(SUBJECT, why)], facts: undefined };
  } finally {
    await database?.close();
  }
}

/** Whether our clock can be right, and agrees with that of the database. */
export function checkClock(facts: DatabaseFacts | undefined): Finding[] {
  const now = new Date();
  if (now.getUTCFullYear() < 2025 || now.getUTCFullYear() > 2100) {
    return [bad('Clock', `it is ${now.toISOString()} here: set the clock and switch on NTP`)];
  }
  const skew = facts?.clockSkew ?? 0;
  if (Math.abs(skew) > TOLERATED_SKEW) {
    const where = `${(Math.abs(skew) / 1000).toFixed(1)} s ${skew > 0 ? 'ahead' : 'behind'}`;
    return [bad('Clock', `the database's clock is ${where}: switch on NTP on both machines`)];
  }
  return [good('Clock', `${now.toISOString()}${facts ? ', as in the database' : ''}`)];
}

function checkDurability(facts: DatabaseFacts): Finding {
  const unsafe = unsafeSettings(facts);
  if (unsafe.length > 0) {
    return bad(
      'Durability',
      `${unsafe.join(' and ')} is off, so a power cut loses messages: switch it on in postgresql.conf`,
    );
  }
  if (!facts.checksums) {
    return note(
      'Durability',
      'data checksums are off, so a failing disk goes unnoticed: run pg_checksums --enable while PostgreSQL is stopped',
    );
  }
  return good('Durability', 'fsync, full_page_writes, synchronous_commit and checksums are on');
}

// Not `needs` itself: a database that was last migrated long ago has no such column.
const findApplied = `select name, to_jsonb(m) ->> 'needs' as needs from schema_migrations m`;

async function checkSchema(database: Database): Promise<Finding> {
  const pool = openPool(database.connection, { max: 1 });
  try {
    const known = listMigrations().map((migration) => migration.name);
    const present = await rows<Applied>(pool, findApplied).catch((error: unknown) => {
      if (errorCode(error) === '42P01') return []; // there is no such table before the first start
      throw error;
    });
    const { newer, unbearable } = compareWithNewer(present, known);
    if (unbearable !== undefined) {
      return bad('Schema', `has ${unbearable.name}, of a newer Confab: run that version`);
    }
    const missing = known.length + newer.length - present.length;
    if (missing === 0 && newer.length > 0) {
      return note(
        'Schema',
        `also has ${newer.join(', ')}, of a newer Confab, and works without it`,
      );
    }
    if (missing === 0) return good('Schema', `up to date (${present.length} migrations)`);
    return note('Schema', `${missing} migrations to do: confab start or confab migrate does them`);
  } finally {
    await pool.end();
  }
}
