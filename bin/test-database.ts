import { createHash } from 'node:crypto';
import { globSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '../server/src/db/embedded.ts';
import { migrate } from '../server/src/db/migrate.ts';
import { openPool, type Pool } from '../server/src/db/pool.ts';

/** The form that the tests get in CONFAB_TEST_ADMIN. */
interface Connection {
  host: string;
  port: number;
  user: string;
  password: string;
  database: string;
}

interface Server {
  connection: Connection;
  stop(): Promise<void>;
}

const DIRECTORY = 'confab-tests-';
const TEMPLATE = 'confab_template_';
/** What server/test/database.ts names its copies. */
const COPIES = 'confab_test_';

/**
 * Starts one PostgreSQL for a run of the tests, or uses the one of DATABASE_URL, and makes a
 * migrated database in it that test files copy. Which one is said in CONFAB_TEST_ADMIN (a connection
 * that may create databases, as JSON) and CONFAB_TEST_TEMPLATE.
 */
export async function startTestDatabase(
  root: string,
): Promise<{ env: Record<string, string>; stop(): Promise<void> }> {
  const url = process.env['DATABASE_URL'];
  const server = url ? { connection: parseUrl(url), stop: async () => {} } : await startServer();
  try {
    const pool = openPool(server.connection, { max: 1 });
    const template = `${TEMPLATE}${hashMigrations(root, server.connection.user)}`;
    try {
      await dropLeftovers(pool, template);
      await createTemplate(pool, server.connection, template);
    } finally {
      await pool.end();
    }
    const admin = JSON.stringify(server.connection);
    return { env: { CONFAB_TEST_ADMIN: admin, CONFAB_TEST_TEMPLATE: template }, stop: server.stop };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/**
 * In the system's temporary directory and new for each run: two runs in one clone do not meet, and
 * PostgreSQL's user can enter it when we are root and the clone is private.
 */
async function startServer(): Promise<Server> {
  removeAbandoned();
  const directory = mkdtempSync(join(tmpdir(), `${DIRECTORY}${process.pid}-`));
  const dataDir = join(directory, 'data');
  const remove = (): void => removeServer(directory);
  try {
    const lines: string[] = [];
    const database = await startEmbedded({
      dataDir,
      log: (line) => lines.push(line),
      settings: {
        fsync: 'off',
        synchronous_commit: 'off',
        full_page_writes: 'off',
        max_connections: '200',
      },
    });
    const stop = async (): Promise<void> => {
      await database.stop();
      remove();
    };
    return { connection: database.connection, stop };
  } catch (error) {
    remove();
    throw error;
  }
}

/** A run that was killed leaves its directory; PostgreSQL ends by itself when its files are gone. */
function removeAbandoned(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(/^confab-tests-(\d+)-/.exec(name)?.[1]);
    if (pid > 0 && !isRunning(pid)) removeServer(join(tmpdir(), name));
  }
}

function removeServer(directory: string): void {
  try {
    // The cluster lies elsewhere when PostgreSQL's user cannot enter the temporary directory.
    rmSync(realpathSync(join(directory, 'data/postgres')), { recursive: true, force: true });
  } catch {
    // There is none yet.
  }
  rmSync(directory, { recursive: true, force: true });
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** postgres://user:password@host:port/database, or the host (a socket's directory too) in ?host=. */
export function parseUrl(text: string): Connection {
  const url = new URL(text);
  const part = (name: string, value: string): string =>
    url.searchParams.get(name) ?? decodeURIComponent(value);
  const user = part('user', url.username) || 'postgres';
  return {
    host: part('host', url.hostname) || 'localhost',
    port: Number(part('port', url.port) || 5432),
    user,
    password: part('password', url.password),
    database: decodeURIComponent(url.pathname.slice(1)) || user,
  };
}

/** Everything that decides what a migrated database looks like; only its owner may copy it. */
function hashMigrations(root: string, owner: string): string {
  const hash = createHash('sha256').update(`${owner}\0`);
  const files = globSync('server/migrations/**', { cwd: root, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  for (const file of [...files, join(root, 'server/src/db/migrate.ts')].toSorted()) {
    hash
      .update(`${file.slice(root.length)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex').slice(0, 12);
}

/** Copies of earlier runs and templates of earlier migrations, unless somebody is connected to them. */
async function dropLeftovers(pool: Pool, template: string): Promise<void> {
  const { rows } = await pool.query<{ datname: string }>(
    `select datname from pg_database d
     where pg_has_role(datdba, 'usage')
       and (starts_with(datname, $1) or starts_with(datname, $2) and datname <> $3)
       and not exists (select from pg_stat_activity a where a.datid = d.oid)`,
    [COPIES, TEMPLATE, template],
  );
  for (const { datname } of rows) {
    await pool.query(`drop database if exists "${datname}"`).catch((error: { code?: string }) => {
      const OBJECT_IN_USE = '55006';
      if (error.code !== OBJECT_IN_USE) throw error;
    });
  }
}

/** Migrated under another name first, so that an interrupted run leaves no half template behind. */
async function createTemplate(pool: Pool, admin: Connection, template: string): Promise<void> {
  const existing = await pool.query('select from pg_database where datname = $1', [template]);
  if (existing.rowCount === 1) return;
  const unfinished = `${template}_${process.pid}`;
  await pool.query(`create database "${unfinished}" template template0`);
  const migrating = openPool({ ...admin, database: unfinished }, { max: 1 });
  try {
    await migrate(migrating);
  } finally {
    await migrating.end();
  }
  await pool.query(`alter database "${unfinished}" rename to "${template}"`);
}
