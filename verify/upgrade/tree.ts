import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SECRET } from '../rig/server.ts';
import type { Context } from '../scenario.ts';

const root = join(import.meta.dirname, '../..');

/** The code of a version, which may have migrations that others do not have. */
export interface Version {
  /** What is run: the command line of this version. */
  readonly cli: string;
  add(migration: string, sql: string): void;
  remove(migration: string): void;
}

/** A copy of the server; the libraries and what is built are those of the original. */
export function copyVersion({ directory }: Context, name: string): Version {
  const copy = join(directory, name);
  mkdirSync(copy);
  cpSync(join(root, 'server'), join(copy, 'server'), {
    recursive: true,
    filter: (path) => !/node_modules|\.test\.ts$/.test(path),
  });
  for (const each of ['node_modules', 'package.json', 'console', 'widget', 'client']) {
    symlinkSync(join(root, each), join(copy, each));
  }
  const file = (migration: string): string => join(copy, 'server/migrations', `${migration}.sql`);
  return {
    cli: join(copy, 'server/src/cli/main.ts'),
    add: (migration, sql) => writeFileSync(file(migration), sql),
    remove: (migration) => rmSync(file(migration)),
  };
}

export const original: Pick<Version, 'cli'> = { cli: join(root, 'server/src/cli/main.ts') };

/** `confab migrate` under way. */
export interface Migrating {
  /** How it ended, and all that it said. */
  readonly ended: Promise<{ code: number | null; said: string }>;
  /** Resolves when it is gone. */
  kill(): Promise<void>;
}

export function migrateWith(
  context: Context,
  { cli }: Pick<Version, 'cli'>,
  databaseUrl: string,
): Migrating {
  const env = {
    ...process.env,
    NODE_ENV: 'development',
    DATA_DIR: join(context.directory, 'command'),
    DATABASE_URL: databaseUrl,
    SECRET_KEY: SECRET,
    FAILPOINT: context.broken ?? '',
  };
  const child = spawn(process.execPath, [cli, 'migrate'], { env, stdio: 'pipe' });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  }
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, said }));
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  context.after(kill);
  return { ended, kill };
}
