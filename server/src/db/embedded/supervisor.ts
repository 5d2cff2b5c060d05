import { statfsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { DISK_FULL, SAYS_DISK_FULL, StartError } from '../../start-error.ts';
import { cannotRun, type Cluster } from './cluster.ts';
import {
  answers,
  clearRemains,
  findPostmaster,
  isAsWeStartIt,
  type Postmaster,
  readLog,
  rotateLog,
  spawnPostmaster,
  stopPostmaster,
  waitUntilReady,
} from './postmaster.ts';

export interface SupervisorOptions {
  settings: string[];
  log: (line: string) => void;
  onDown: () => void;
  onUp: () => void;
}

/** Milliseconds to the next attempt; the last one repeats for ever. */
const PAUSES = [0, 100, 200, 400, 800, 1600, 3000];

/**
 * Starts PostgreSQL and keeps it running, whatever happens to it, until `stop` is called. When it
 * dies it is started again for as long as it takes: the disk may be full now and not in an hour.
 * @throws StartError when the first start fails; afterwards nothing is ever thrown.
 */
export async function supervise(
  cluster: Cluster,
  options: SupervisorOptions,
): Promise<{ stop(): Promise<void> }> {
  const stopping = new AbortController();
  let current = await firstStart(cluster, options);
  const watch = async (): Promise<void> => {
    for (;;) {
      const reason = await current.exited;
      if (stopping.signal.aborted) return;
      options.onDown();
      options.log(`PostgreSQL ended unexpectedly (${reason}); starting it again`);
      const began = performance.now();
      const ready = await startAgain(cluster, options, stopping.signal, (next) => (current = next));
      if (!ready) return;
      options.log(`PostgreSQL is back after ${((performance.now() - began) / 1000).toFixed(1)} s`);
      options.onUp();
    }
  };
  const watching = watch();
  return {
    stop: async () => {
      stopping.abort();
      await stopPostmaster(current, cluster.dir);
      await watching;
    },
  };
}

async function firstStart(cluster: Cluster, options: SupervisorOptions): Promise<Postmaster> {
  const running = findPostmaster(cluster.dir);
  if (running === undefined) {
    await refuseUnseenServer(cluster);
  } else {
    if (await adopt(running, cluster, options)) return running;
    options.log('Stopping the PostgreSQL that a killed server left behind');
    await stopPostmaster(running, cluster.dir);
  }
  await clearRemains(cluster.dir);
  rotateLog(cluster.dataDir);
  const { postmaster, logStart } = spawnPostmaster(cluster, options.settings);
  const patience = setInterval(() => options.log('PostgreSQL is recovering …'), 5000);
  const ready = await waitUntilReady(postmaster, cluster.dir).finally(() =>
    clearInterval(patience),
  );
  if (ready) return postmaster;
  throw explainExit(cluster, await postmaster.exited, readLog(cluster.dataDir, logStart));
}

/**
 * A server that answers and has no process here runs in another container on the same volume. Its
 * pid file means nothing to us, and a second PostgreSQL on its files would destroy them.
 */
async function refuseUnseenServer(cluster: Cluster): Promise<void> {
  if (!(await answers(cluster.socketDir))) return;
  throw new StartError(
    `A PostgreSQL outside this container is running on ${cluster.dir}: stop the Confab that it belongs to first`,
  );
}

/** A PostgreSQL that was left behind and is the one we would start only has to be watched. */
async function adopt(
  running: Postmaster,
  cluster: Cluster,
  options: SupervisorOptions,
): Promise<boolean> {
  if (!isAsWeStartIt(running.pid, cluster, options.settings)) return false;
  if (!(await waitUntilReady(running, cluster.dir))) return false;
  options.log(`Took over the PostgreSQL that a killed server left running (pid ${running.pid})`);
  return true;
}

async function startAgain(
  cluster: Cluster,
  options: SupervisorOptions,
  signal: AbortSignal,
  onStarted: (postmaster: Postmaster) => void,
): Promise<boolean> {
  for (let attempt = 0; !signal.aborted; attempt++) {
    await sleep(PAUSES[Math.min(attempt, PAUSES.length - 1)], undefined, { signal }).catch(() => 0);
    if (signal.aborted) break;
    try {
      await clearRemains(cluster.dir);
      if (signal.aborted) break;
      const { postmaster, logStart } = spawnPostmaster(cluster, options.settings);
      onStarted(postmaster);
      if (await waitUntilReady(postmaster, cluster.dir)) return true;
      const reason = await postmaster.exited;
      if (signal.aborted) break;
      options.log(explainExit(cluster, reason, readLog(cluster.dataDir, logStart)).message);
    } catch (error) {
      // The log could not be opened or no process be made: a disk or a table may have room later.
      options.log(`PostgreSQL cannot be started: ${String(error)}`);
    }
  }
  return false;
}

function explainExit(cluster: Cluster, reason: string, log: string): StartError {
  if (reason.startsWith('spawn ')) return cannotRun(reason, cluster);
  if (SAYS_DISK_FULL.test(log) || isFull(cluster.dir)) {
    return new StartError(`The disk that holds ${cluster.dir} ${DISK_FULL}`);
  }
  const fatal = log.split('\n').findLast((line) => /\b(FATAL|PANIC|error):/.test(line));
  const why = fatal?.replace(/^.*?(FATAL|PANIC|error):\s*/, '') ?? reason;
  return new StartError(
    `PostgreSQL did not start (${why}): see ${cluster.dataDir}/postgres.log for what it says`,
  );
}

/** PostgreSQL cannot write to its log that it cannot write. */
function isFull(directory: string): boolean {
  const { bavail, bsize } = statfsSync(directory);
  return bavail * bsize < 1_000_000;
}
