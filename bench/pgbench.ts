import { execFile } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { literal, type Statement } from './explain.ts';

/** The pgbench program of the newest PostgreSQL on this machine, or undefined. */
export function findPgbench(): string | undefined {
  const onPath = (process.env['PATH'] ?? '')
    .split(':')
    .map((directory) => join(directory, 'pgbench'));
  const debian = globSync('/usr/lib/postgresql/*/bin/pgbench').toSorted().toReversed();
  // Debian's /usr/bin/pgbench is a Perl wrapper that picks a cluster; the program itself is what we want.
  return [...debian, ...onPath].find((path) => existsSync(path));
}

interface Run {
  program: string;
  /** The address of the database. */
  url: string;
  /** The session settings of the server's own connections, as PGOPTIONS. */
  options: string;
  statements: readonly Statement[];
  /** Values equal to this one are replaced by a random number from 1 to `rows`. */
  marker: number;
  rows: number;
  connections: number;
  seconds: number;
}

/**
 * Seconds in which each connection prepares what it sends. That is done once, and takes longer than all the rest; so it
 * counts for nothing, neither here nor where the server is measured.
 */
export const WARM = 10;

/** Runs the statements of one request over and over, prepared, with pgbench alone; returns rounds per second. */
export async function roundsPerSecond(run: Run): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), 'confab-bench-'));
  try {
    const script = join(directory, 'script.sql');
    await writeFile(script, scriptOf(run));
    const seconds = WARM + run.seconds;
    // What the server has planned anew each time says so itself, with a setting of its transaction.
    const args = `-n -M prepared -c ${run.connections} -j 2 -T ${seconds} -P 1 -f`.split(' ');
    const { stderr } = await promisify(execFile)(run.program, [...args, script, run.url], {
      env: { PGOPTIONS: run.options },
      maxBuffer: 64 * 1024 * 1024,
    });
    const rates = [...stderr.matchAll(/^progress: [\d.]+ s, ([\d.]+) tps/gm)].map(([, rate]) => Number(rate)); // prettier-ignore
    const measured = rates.slice(WARM, seconds);
    if (measured.length === 0) throw new Error(`pgbench said: ${stderr}`);
    return measured.reduce((sum, rate) => sum + rate, 0) / measured.length;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function scriptOf({ statements, marker, rows }: Run): string {
  const lines = statements.map(({ text, values }) => {
    const filled = text.replace(/\$(\d+)/g, (_match, position: string) =>
      argument(values[Number(position) - 1], marker),
    );
    // pgbench would take the colons in a time format for variables.
    return `${filled.replaceAll(`'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`, `U&'YYYY-MM-DD"T"HH24\\003AMI\\003ASS.MS"Z"'`)};`;
  });
  return `\\set chosen random(1, ${rows})\n${lines.join('\n')}\n`;
}

function argument(value: unknown, marker: number): string {
  if (value === marker) return ':chosen';
  if (Array.isArray(value) && value.length === 1 && value[0] === marker)
    return 'array[:chosen]::bigint[]';
  const text = literal(value);
  return text.includes(':') ? `U&${text.replaceAll('\\', '\\\\').replaceAll(':', '\\003A')}` : text;
}
