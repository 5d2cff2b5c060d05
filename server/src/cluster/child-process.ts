import cluster, { type Worker } from 'node:cluster';
import { StartError } from '../start-error.ts';
import type { Order, Report } from './messages.ts';

/** A process that serves, as the leading one sees it. */
export interface Child {
  readonly slot: number;
  readonly pid: number;
  /** Resolves with its address when it serves; rejects when it ended before. */
  readonly serving: Promise<string>;
  /** How it ended: its exit code or signal. */
  readonly ended: Promise<string>;
  /** It was told to stop. */
  readonly stopping: boolean;
  say(order: Order): void;
  /** Tells it to finish what is under way; resolves when it has ended, by force if it takes too long. */
  stop(relieved: boolean): Promise<void>;
  kill(): void;
}

/** Twenty seconds is what supervisors give a server to stop; it has ended by itself long before. */
const LONGEST_STOP = 19_500;

export function startChild(
  begin: Extract<Order, { type: 'begin' }>,
  hear: (report: Report, from: Child) => void,
): Child {
  const worker = cluster.fork();
  const serving = Promise.withResolvers<string>();
  serving.promise.catch(() => {}); // whoever does not wait for it learns from its end
  const ended = Promise.withResolvers<string>();
  let stopping = false;

  const child: Child = {
    slot: begin.slot,
    pid: worker.process.pid ?? 0,
    serving: serving.promise,
    ended: ended.promise,
    get stopping() {
      return stopping;
    },
    say: (order) => send(worker, order),
    async stop(relieved) {
      stopping = true;
      send(worker, { type: 'stop', relieved });
      const late = setTimeout(() => child.kill(), LONGEST_STOP);
      await ended.promise;
      clearTimeout(late);
    },
    kill: () => worker.process.kill('SIGKILL'),
  };
  worker.on('message', (report: Report) => {
    if (report.type === 'serving') serving.resolve(report.address);
    if (report.type === 'refused') serving.reject(new StartError(report.sentence));
    hear(report, child);
  });
  worker.on('error', () => {}); // a message to who is just ending
  worker.once('exit', (code, signal) => {
    const how = signal || `exit code ${code}`;
    serving.reject(new Error(`it ended with ${how} before it served`));
    ended.resolve(how);
  });
  send(worker, begin);
  return child;
}

function send(worker: Worker, order: Order): void {
  if (worker.isConnected()) worker.send(order, () => {});
}
