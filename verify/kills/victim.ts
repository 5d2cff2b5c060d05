import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createServer, type ServerProcess } from '../rig/server.ts';
import type { Context } from '../scenario.ts';

/** A server with its own PostgreSQL, and the handles to kill both. */
export interface Victim {
  server: ServerProcess;
  readonly kills: Record<'server' | 'postmaster' | 'postgres', number>;
  killServer(): Promise<void>;
  /** The postmaster alone, which leaves its backends behind, or all of PostgreSQL; resolves when there is another. */
  killPostgres(which: 'postmaster' | 'postgres'): Promise<void>;
}

export async function createVictim(context: Context): Promise<Victim> {
  const server = await createServer(context, {});
  const kills = { server: 0, postmaster: 0, postgres: 0 };
  return {
    server,
    kills,
    async killServer() {
      kills.server += 1;
      await server.kill('SIGKILL');
    },
    async killPostgres(which) {
      const pid = postmasterPid(context.directory);
      if (pid === undefined) return;
      try {
        process.kill(which === 'postgres' ? -pid : pid, 'SIGKILL');
        kills[which] += 1;
      } catch {
        // It is just being started again.
      }
      // Backends that outlive their postmaster may answer for a moment: that is not being back.
      while ([pid, undefined].includes(postmasterPid(context.directory))) await pause(20);
    },
  };
}

function postmasterPid(dataDir: string): number | undefined {
  try {
    const pid = Number(
      readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[0],
    );
    return Number.isInteger(pid) && pid > 1 ? pid : undefined;
  } catch {
    return undefined;
  }
}
