import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  lchownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { createPrivateFile, syncDirectory } from '../../durable-file.ts';
import { DISK_FULL, explainFileError, SAYS_DISK_FULL, StartError } from '../../start-error.ts';
import { type Engine, program } from './engine.ts';
import type { OsUser } from './os-user.ts';

export const SUPERUSER = 'confab';

/** The database itself, and all that is needed to run it. */
export interface Cluster {
  readonly dataDir: string;
  /** Real path, 0700, owned by the user that PostgreSQL runs as. */
  readonly dir: string;
  /** The directory under which clients reach the socket; see openSocketPath. */
  readonly socketDir: string;
  readonly engine: Engine;
  /** `undefined` means: the user that we are. */
  readonly user: OsUser | undefined;
}

/** Where the superuser's password is kept, readable by the owner of the data directory only. */
function passwordPath(dataDir: string): string {
  return join(dataDir, 'postgres.password');
}

export function isInitialised(clusterDir: string): boolean {
  return existsSync(join(clusterDir, 'PG_VERSION'));
}

/**
 * Makes the cluster ready to be started: creates it on the first start, and checks that this engine
 * can run it on every other.
 * @returns the superuser's password.
 * @throws StartError in one sentence for the operator.
 */
export async function prepareCluster(
  cluster: Cluster,
  options: { durable: boolean; log: (line: string) => void },
): Promise<string> {
  if (!isInitialised(cluster.dir)) return await createCluster(cluster, options);
  const version = readFileSync(join(cluster.dir, 'PG_VERSION'), 'utf8').trim();
  const ours = cluster.engine.version.split('.')[0];
  if (version !== ours) {
    throw new StartError(
      `The database in ${cluster.dir} was made by PostgreSQL ${version} and this release runs ${ours}: start the release that made it, export with pg_dump, and import into a new DATA_DIR`,
    );
  }
  takeOwnership(cluster);
  return readPassword(cluster.dataDir);
}

/** @throws StartError when the password file of an existing cluster is missing. */
export function readPassword(dataDir: string): string {
  const path = passwordPath(dataDir);
  if (existsSync(path)) return readFileSync(path, 'utf8').trim();
  throw new StartError(
    `${path} is missing and without it the database cannot be opened: restore it from a backup`,
  );
}

async function createCluster(
  cluster: Cluster,
  options: { durable: boolean; log: (line: string) => void },
): Promise<string> {
  options.log(`Creating the database (PostgreSQL ${cluster.engine.version}) …`);
  // Built beside its place and renamed when complete: an interrupted first start leaves nothing
  // that a later one could take for a database.
  const unfinished = `${cluster.dir}.new-${process.pid}`;
  const passwordFile = `${unfinished}.password`;
  try {
    removeUnfinished(cluster.dir);
    createPrivateFile(passwordPath(cluster.dataDir), `${randomBytes(32).toString('base64url')}\n`);
    const password = readPassword(cluster.dataDir);
    mkdirSync(unfinished, { mode: 0o700 });
    writeFileSync(passwordFile, password, { mode: 0o600 });
    if (cluster.user !== undefined) {
      for (const path of [unfinished, passwordFile]) chown(path, cluster.user);
    }
    await initialise(cluster, unfinished, { durable: options.durable, passwordFile });
    renameSync(unfinished, cluster.dir);
    if (options.durable) syncDirectory(dirname(cluster.dir));
    return password;
  } catch (error) {
    throw explainFileError(error, cluster.dir);
  } finally {
    removeUnfinished(cluster.dir);
  }
}

async function initialise(
  cluster: Cluster,
  directory: string,
  options: { durable: boolean; passwordFile: string },
): Promise<void> {
  const flags = [
    `--pgdata=${directory}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${options.passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // Order and case come from PostgreSQL itself, so that no update of the operating system can
    // invalidate an index. Only the classes of characters (for trigrams) are asked from the system.
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--data-checksums',
    ...(options.durable ? [] : ['--no-sync']),
  ];
  // Not every system has the same name for "characters are Unicode"; C is the last resort.
  for (const characters of ['C.UTF-8', 'en_US.UTF-8', 'C']) {
    const failure = await runInitdb(cluster, [...flags, `--lc-ctype=${characters}`]);
    if (failure === undefined) return;
    if (!failure.includes('invalid locale name')) throw explainInitdb(failure, cluster);
  }
}

/** @returns what initdb printed when it failed, else undefined. */
function runInitdb(cluster: Cluster, flags: string[]): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const child = spawn(program(cluster.engine, 'initdb'), flags, {
    ...spawnOptions(cluster),
    detached: true, // Ctrl-C lets it finish its second of work
    stdio: 'pipe',
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.on('error', (error) => resolve(error.message));
  child.on('close', (code) => resolve(code === 0 ? undefined : output));
  return promise;
}

/**
 * A backend of PostgreSQL gives back what a statement took as soon as it has ended, and asks for it again for
 * the next one. With glibc told to keep a few megabytes, the same work takes 18 % less of the processor.
 */
const KEEPS_MEMORY = {
  MALLOC_TRIM_THRESHOLD_: String(4 * 1024 * 1024),
  MALLOC_TOP_PAD_: String(512 * 1024),
  MALLOC_MMAP_THRESHOLD_: String(1024 * 1024),
};

/** Everything but PATH is left out: PG* and LC_* of the operator's shell would change the outcome. */
export function spawnOptions(cluster: Cluster): {
  uid?: number;
  gid?: number;
  cwd: string;
  env: NodeJS.ProcessEnv;
} {
  const { user } = cluster;
  return {
    ...(user === undefined ? {} : { uid: user.uid, gid: user.gid }),
    cwd: '/',
    env: { PATH: '/usr/bin:/bin', ...KEEPS_MEMORY },
  };
}

function explainInitdb(output: string, cluster: Cluster): StartError {
  if (SAYS_DISK_FULL.test(output)) {
    return new StartError(`The disk that holds ${cluster.dir} ${DISK_FULL}`);
  }
  if (output.startsWith('spawn ')) return cannotRun(output, cluster);
  const lines = output.split('\n');
  const line = lines.find((each) => /\b(FATAL|error):/.test(each)) ?? lines.at(-2) ?? output;
  const reason = line.replace(/^.*?(FATAL|error):\s*/, '');
  return new StartError(`PostgreSQL could not create a database in ${cluster.dir}: ${reason}`);
}

/** The sentence for a program that the operating system would not start at all. */
export function cannotRun(reason: string, cluster: Cluster): StartError {
  const who = cluster.user === undefined ? '' : ` as user ${cluster.user.name}`;
  return new StartError(
    `The PostgreSQL that came with Confab does not run on this system${who} (${reason}): set DATABASE_URL to a PostgreSQL 15 or newer`,
  );
}

function removeUnfinished(clusterDir: string): void {
  const prefix = `${basename(clusterDir)}.new-`;
  for (const name of readdirSync(dirname(clusterDir))) {
    if (!name.startsWith(prefix)) continue;
    rmSync(join(dirname(clusterDir), name), { recursive: true, force: true });
  }
}

/** A copy or a restored backup may belong to root and be open to all; PostgreSQL refuses both. */
function takeOwnership(cluster: Cluster): void {
  const { uid, mode } = statSync(cluster.dir);
  try {
    if (cluster.user !== undefined && uid !== cluster.user.uid) {
      chown(cluster.dir, cluster.user);
      for (const entry of readdirSync(cluster.dir, { recursive: true, withFileTypes: true })) {
        chown(join(entry.parentPath, entry.name), cluster.user);
      }
    }
    if ((mode & 0o777) !== 0o700) chmodSync(cluster.dir, 0o700);
  } catch (error) {
    throw explainFileError(error, cluster.dir);
  }
}

function chown(path: string, user: OsUser): void {
  lchownSync(path, user.uid, user.gid);
}
