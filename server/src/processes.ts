import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

// Linux answers from /proc. Elsewhere `ps` does, and what it cannot tell is reported as unknown.
const linux = process.platform === 'linux';

/**
 * A text that is the same for as long as one process lives and differs for a later process that
 * was given the same number. `undefined` means that no such process is alive (a zombie is not).
 */
export function processIdentity(pid: number): string | undefined {
  try {
    if (!linux) {
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    }
    const fields = statFields(pid);
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${fields[19]}`;
  } catch {
    return undefined;
  }
}

/** The arguments a process was started with, or undefined where that cannot be known. */
export function commandLine(pid: number): string[] | undefined {
  try {
    if (!linux) return undefined;
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
  } catch {
    return undefined;
  }
}

/**
 * The PostgreSQL processes whose working directory is `dir`, which must be a real path: the
 * postmaster and its backends, and nobody else's. Empty where the system cannot tell.
 */
export function postgresProcessesIn(dir: string): number[] {
  if (!linux) return [];
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && isPostgresIn(pid, dir));
}

/** Whether `pid` is a PostgreSQL process that works in `dir`; unknown counts as yes off Linux. */
export function isPostgresIn(pid: number, dir: string): boolean {
  try {
    if (!linux) {
      const name = execFileSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8' });
      return name.trim().endsWith('postgres');
    }
    return (
      readFileSync(`/proc/${pid}/comm`, 'utf8') === 'postgres\n' &&
      readlinkSync(`/proc/${pid}/cwd`) === dir
    );
  } catch {
    return false;
  }
}

/** Sends a signal and says whether there was a process to receive it. */
export function sendSignal(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    return false;
  }
}

function statFields(pid: number): string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The second field is the command in parentheses and may itself hold spaces and parentheses.
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}
