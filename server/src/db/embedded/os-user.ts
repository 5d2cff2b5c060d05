import { execFileSync } from 'node:child_process';
import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { StartError } from '../../start-error.ts';

/** A user of the operating system; PostgreSQL refuses to run as root. */
export interface OsUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/**
 * The user that PostgreSQL runs as when we are root; created if the system has none that fits.
 * @throws StartError when there is no such user.
 */
export function chooseUser(log: (line: string) => void): OsUser {
  const existing = findUser('confab') ?? findUser('postgres') ?? createUser(log);
  const user = existing ?? findUser('nobody');
  if (user !== undefined) return user;
  throw new StartError(
    'PostgreSQL does not run as root and this system has no other user: start Confab as another user, or set DATABASE_URL',
  );
}

/** Whether `user` may read `path` and pass through every directory on the way (a real path). */
export function canRead(user: OsUser, path: string): boolean {
  if (!allows(path, user, 4)) return false;
  for (let directory = dirname(path); ; directory = dirname(directory)) {
    if (!allows(directory, user, 1)) return false;
    if (directory === dirname(directory)) return true;
  }
}

/** Whether `user` may enter `path` and every directory above it (a real path). */
export function canEnter(user: OsUser, path: string): boolean {
  return allows(path, user, 1) && (path === dirname(path) || canEnter(user, dirname(path)));
}

/** Judged by the mode bits alone, as node cannot ask for another user; one bit of rwx = 4, 2, 1. */
function allows(path: string, user: OsUser, bit: 1 | 4): boolean {
  const { mode, uid, gid } = statSync(path);
  if (uid === user.uid) return (mode & (bit << 6)) !== 0;
  if (gid === user.gid) return (mode & (bit << 3)) !== 0;
  return (mode & bit) !== 0;
}

function findUser(name: string): OsUser | undefined {
  try {
    for (const line of readFileSync('/etc/passwd', 'utf8').split('\n')) {
      const [login, , uid, gid] = line.split(':');
      if (login === name && Number(uid) > 0) return { name, uid: Number(uid), gid: Number(gid) };
    }
  } catch {
    // No /etc/passwd: then there is no such user either.
  }
  return undefined;
}

function createUser(log: (line: string) => void): OsUser | undefined {
  const useradd = ['/usr/sbin/useradd', '/sbin/useradd', '/usr/bin/useradd'].find(isExecutable);
  if (useradd === undefined) return undefined;
  try {
    const flags = ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin'];
    execFileSync(useradd, [...flags, 'confab'], { stdio: 'ignore' });
  } catch {
    return undefined; // a read-only /etc, for instance; `nobody` is left
  }
  log('Created the system user confab, because PostgreSQL does not run as root');
  return findUser('confab');
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
