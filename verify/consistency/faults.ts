import { setTimeout as pause } from 'node:timers/promises';
import { calm, type Faults } from '../rig/proxy.ts';
import type { ServerProcess } from '../rig/server.ts';
import type { Context } from '../scenario.ts';
import type { Stage } from './stage.ts';

const storm: Faults = {
  latency: 0,
  jitter: 0,
  reset: 0.5,
  halfOpen: 0.03,
  stall: 0.03,
  withinBytes: 3_000_000,
  silence: 500,
};

/** Milliseconds between two of a kind. */
const KILL = 7000;
const TERMINATE = 1000;

export interface Faulted {
  kills: number;
  terminated: number;
  /** Ends it, with every process up again and every line good. */
  stop(): Promise<void>;
}

const terminate = `
  select pg_terminate_backend(pid) from (
    select pid from pg_stat_activity where datname = current_database() and backend_type = 'client backend'
      and pid <> pg_backend_pid() order by random() limit 1) one`;

/** Kills one process after the other, ends sessions of the database, and lets lines break. */
export function rage({ random }: Context, stage: Stage): Faulted {
  const { servers, proxies, postgres } = stage;
  const faulted: Faulted = { kills: 0, terminated: 0, stop: async () => {} };
  const stopping = new AbortController();
  const { signal } = stopping;
  for (const proxy of proxies) proxy.faults = storm;
  const again = async (rest: number, act: () => Promise<void>): Promise<void> => {
    while (!signal.aborted) {
      await pause(rest, undefined, { signal }).catch(() => {});
      if (!signal.aborted) await act();
    }
  };
  const killing = again(KILL, async () => {
    const victim = servers[faulted.kills % servers.length] as ServerProcess;
    faulted.kills += 1;
    await victim.kill('SIGKILL');
    await victim.start();
  });
  const terminating = again(TERMINATE, async () => {
    // It may be the rig's own session that was ended last.
    await postgres.pool.query(terminate).catch(() => {});
    faulted.terminated += 1;
  });
  const breaking = again(TERMINATE, async () => {
    if (random.chance(0.2)) random.pick(proxies).resetAll();
  });
  faulted.stop = async () => {
    stopping.abort();
    await Promise.all([killing, terminating, breaking]);
    for (const proxy of proxies) {
      proxy.faults = calm;
      proxy.resetAll();
    }
  };
  return faulted;
}
