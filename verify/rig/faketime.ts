import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from '../../server/src/db/embedded/engine.ts';
import { program } from '../../server/src/db/embedded/engine.ts';

const places = ['x86_64-linux-gnu', 'aarch64-linux-gnu'].map(
  (triplet) => `/usr/lib/${triplet}/faketime/libfaketimeMT.so.1`,
);

/** libfaketime as Debian installs it (package `faketime`); undefined where it is not. */
export const findFaketime = (): string | undefined => places.find((place) => existsSync(place));

/** A clock that a process reads in place of the machine's. What lasts how long is still told truly. */
export interface FakeClock {
  /** For the processes that are to read it. */
  readonly env: Record<string, string>;
  /** How far it is from the machine's, in seconds. */
  offset: number;
  /** Puts it forward or back while they run. */
  jumpTo(offset: number): void;
}

export function createFakeClock(directory: string, name: string, library: string): FakeClock {
  const file = join(directory, `${name}.clock`);
  const clock: FakeClock = {
    env: {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      DONT_FAKE_MONOTONIC: '1',
    },
    offset: 0,
    jumpTo(offset) {
      clock.offset = offset;
      writeFileSync(file, `${offset < 0 ? '' : '+'}${offset}\n`);
      chmodSync(file, 0o644);
    },
  };
  clock.jumpTo(0);
  return clock;
}

/** A PostgreSQL like the other, but by this clock. */
export function engineBy(clock: FakeClock, engine: Engine, directory: string): Engine {
  const home = join(directory, 'engine');
  const settings = Object.entries(clock.env).map(([name, value]) => `${name}='${value}'`);
  mkdirSync(join(home, 'bin'), { recursive: true });
  const script = `#!/bin/sh\n${settings.join(' ')} exec '${program(engine, 'postgres')}' "$@"\n`;
  writeFileSync(join(home, 'bin/postgres'), script);
  for (const each of ['', 'bin', 'bin/postgres']) chmodSync(join(home, each), 0o755);
  return { ...engine, home };
}
