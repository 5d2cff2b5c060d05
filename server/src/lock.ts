import { readFileSync, renameSync, unlinkSync } from 'node:fs';
import { createPrivateFile } from './durable-file.ts';
import { processIdentity } from './processes.ts';
import { errorCode, explainFileError, StartError } from './start-error.ts';

export interface Lock {
  release(): void;
}

interface Holder {
  pid: number;
  /** See processIdentity: a recycled pid does not keep a dead server's lock alive. */
  identity: string;
}

/**
 * Makes this process the only one that works in a directory, by a file that names it. A lock left
 * by a dead process is taken over, so a crash never needs cleaning up by hand.
 * @throws StartError naming the pid when a live process holds it.
 */
export function takeLock(
  path: string,
  options: { purpose: string; log: (line: string) => void },
): Lock {
  const mine = describe(process.pid);
  try {
    for (let attempt = 0; attempt < 10; attempt++) {
      if (createPrivateFile(path, mine)) return { release: () => releaseLock(path, mine) };
      const found = readLock(path);
      if (found === undefined) continue;
      const holder = liveHolder(found);
      if (holder !== undefined) throw new StartError(heldBy(holder.pid, path, options.purpose));
      if (removeStale(path, found)) options.log(`Took over ${path}, left by a server that died`);
    }
  } catch (error) {
    throw explainFileError(error, path);
  }
  throw new StartError(`${path} changes hands all the time: are several servers being started?`);
}

/** The pid of the live process that holds the lock at `path`, if there is one. */
export function lockHolder(path: string): number | undefined {
  const text = readLock(path);
  return text === undefined ? undefined : liveHolder(text)?.pid;
}

function heldBy(pid: number, path: string, purpose: string): string {
  return `${purpose} by the server with pid ${pid}: stop it first, or set DATA_DIR to another directory (lock: ${path})`;
}

function describe(pid: number): string {
  return `${JSON.stringify({ pid, identity: processIdentity(pid) ?? '' })}\n`;
}

function readLock(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function liveHolder(text: string): Holder | undefined {
  try {
    const holder = JSON.parse(text) as Holder;
    const identity = processIdentity(holder.pid);
    return identity !== undefined && identity === holder.identity ? holder : undefined;
  } catch {
    // Not written by us: createPrivateFile leaves no half files, so this is nobody's lock.
    return undefined;
  }
}

/**
 * Moves the lock aside before deleting it. Two servers may find the same stale lock; if the slower
 * one has moved the faster one's new lock, it sees that by the content and puts it back.
 */
function removeStale(path: string, stale: string): boolean {
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
  const moved = readFileSync(aside, 'utf8');
  if (moved !== stale) createPrivateFile(path, moved);
  unlinkSync(aside);
  return moved === stale;
}

function releaseLock(path: string, mine: string): void {
  try {
    if (readLock(path) === mine) unlinkSync(path);
  } catch {
    // The directory may have been removed meanwhile; a stale lock does no harm.
  }
}
