import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { errorCode, explainFileError, StartError } from '../../start-error.ts';
import { type Engine, program } from './engine.ts';
import { canEnter, canRead, chooseUser, type OsUser } from './os-user.ts';

/** Where root keeps what PostgreSQL's user could not reach otherwise. */
const SHARED = '/var/lib/confab';

/** Where the cluster lies and who runs it. */
export interface Place {
  /** Real path of the cluster directory; it need not exist yet. */
  readonly clusterDir: string;
  /** `undefined` means: the user that we are. */
  readonly user: OsUser | undefined;
}

/**
 * Decides where the database cluster of a data directory lies: in `dataDir/postgres`, except when
 * we are root and PostgreSQL's user cannot enter there (a 0700 directory of root, as /root or
 * mktemp make). Then it lies under /var/lib/confab and `dataDir/postgres` is a link to it.
 * @throws StartError when the place that was used before is gone or cannot be used.
 */
export function placeCluster(dataDir: string, log: (line: string) => void): Place {
  const path = join(realpathSync(dataDir), 'postgres');
  const existing = existingCluster(dataDir);
  const user = process.geteuid?.() === 0 ? clusterUser(existing, log) : undefined;
  if (existing !== undefined) return { clusterDir: existing, user };
  if (user === undefined || canEnter(user, realpathSync(dataDir)))
    return { clusterDir: path, user };
  try {
    return { clusterDir: linkElsewhere(path, user, log), user };
  } catch (error) {
    throw cannotReach(path, user, error);
  }
}

/**
 * The same engine at a place where `user` can run it: as it is, or copied once to /var/lib/confab.
 */
export function reachableEngine(
  engine: Engine,
  user: OsUser | undefined,
  log: (line: string) => void,
): Engine {
  const probes = [program(engine, 'postgres'), join(engine.home, 'share/postgresql/postgres.bki')];
  if (user === undefined || probes.every((path) => canRead(user, realpathSync(path))))
    return engine;
  const home = join(SHARED, `engine-${engine.version}`);
  try {
    if (!isCompleteCopy(engine.home, home)) {
      copyEngine(engine.home, home);
      log(`Copied PostgreSQL to ${home}, because user ${user.name} cannot enter ${engine.home}`);
    }
  } catch (error) {
    throw cannotReach(engine.home, user, error);
  }
  return { ...engine, home };
}

/**
 * The real path of the cluster of a data directory, if it has one.
 * @throws StartError when only a link to it is left.
 */
export function existingCluster(dataDir: string): string | undefined {
  const path = join(dataDir, 'postgres');
  try {
    return realpathSync(path);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw explainFileError(error, path);
  }
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return undefined;
  throw new StartError(
    `${path} points to a database that is not there: bring it back from a backup, or delete ${path} to begin with an empty one`,
  );
}

/** The owner of an existing cluster stays its owner, whatever users the system has got since. */
function clusterUser(existing: string | undefined, log: (line: string) => void): OsUser {
  if (existing !== undefined) {
    const { uid, gid } = statSync(existing);
    if (uid !== 0) return { name: `uid ${uid}`, uid, gid };
  }
  return chooseUser(log);
}

function linkElsewhere(path: string, user: OsUser, log: (line: string) => void): string {
  mkdirSync(SHARED, { recursive: true, mode: 0o755 });
  const hash = createHash('sha256').update(path).digest('hex').slice(0, 16);
  // A database that a deleted data directory has left there is neither taken over nor deleted.
  let clusterDir = join(SHARED, hash);
  for (let n = 2; existsSync(clusterDir); n++) clusterDir = join(SHARED, `${hash}-${n}`);
  mkdirSync(clusterDir, { mode: 0o700 });
  symlinkSync(clusterDir, path);
  log(`The database lies in ${clusterDir}, because user ${user.name} cannot enter ${path}`);
  return clusterDir;
}

function isCompleteCopy(from: string, to: string): boolean {
  return existsSync(to) && totalSize(from) === totalSize(to);
}

/** Bytes of all files: tells a copy that a crash cut short, or one of another build. */
function totalSize(directory: string): number {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true });
  return files
    .filter((file) => file.isFile())
    .reduce((sum, file) => sum + statSync(join(file.parentPath, file.name)).size, 0);
}

function copyEngine(from: string, to: string): void {
  mkdirSync(SHARED, { recursive: true, mode: 0o755 });
  const unfinished = `${to}.${process.pid}.tmp`;
  cpSync(from, unfinished, { recursive: true, verbatimSymlinks: true });
  chmodSync(unfinished, 0o755);
  for (const entry of readdirSync(unfinished, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory() || entry.parentPath.endsWith('/bin')) chmodSync(path, 0o755);
    else if (entry.isFile()) chmodSync(path, 0o644);
  }
  rmSync(to, { recursive: true, force: true });
  renameSync(unfinished, to);
}

function cannotReach(path: string, user: OsUser, error: unknown): unknown {
  const known = explainFileError(error, SHARED);
  if (!(known instanceof StartError)) return error;
  return new StartError(
    `PostgreSQL does not run as root, user ${user.name} cannot enter ${path}, and ${SHARED} cannot be written: start Confab as another user, move it to a directory that everyone can enter, or set DATABASE_URL`,
  );
}
