/** One of several processes that serve: the leading one starts it, and tells it when to stop. */
import { openFellows } from '../cluster/fellows.ts';
import type { Order, Report } from '../cluster/messages.ts';
import { loadConfig } from '../config.ts';
import { openPool } from '../db/pool.ts';
import { createLog } from '../log.ts';
import { startServer, type Server } from '../server.ts';
import { StartError } from '../start-error.ts';
import { explainListenError } from './port.ts';

type Begin = Extract<Order, { type: 'begin' }>;

// A terminal sends these to every process; when we stop is for the leading process to say. When that
// one is gone, Node ends us.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR2'] as const) {
  process.on(signal, () => {});
}
let running: Promise<{ take(order: Order): void; stop: Server['stop'] }> | undefined;
process.on('message', (order: Order) => {
  if (order.type === 'begin') {
    running = begin(order);
    running.catch(refuse);
  } else if (order.type === 'stop') void end(order.relieved);
  else void running?.then(({ take }) => take(order)).catch(() => {});
});

const say = (report: Report): void => {
  if (process.connected) process.send?.(report);
};

async function begin({ slot, connection, poolSize, secretKey }: Begin) {
  const config = Object.freeze({ ...loadConfig(), secretKey });
  const log = createLog(config).child({ worker: slot });
  const pool = openPool(connection, { max: poolSize, baseUrl: config.baseUrl });
  const { take, ...fellows } = openFellows(slot, say);
  const server = await startServer({ config, pool, log, fellows }).catch((error: unknown) => {
    throw explainListenError(error, config);
  });
  say({ type: 'serving', address: server.address });
  const stop: Server['stop'] = async (options) => {
    await server.stop(options);
    await pool.end();
  };
  return { take, stop };
}

async function end(relieved: boolean): Promise<void> {
  const { stop } = (await running?.catch(() => undefined)) ?? {};
  await stop?.({ relieved });
  process.exit(0);
}

function refuse(error: unknown): void {
  const known = error instanceof StartError;
  if (!known) console.error('A process of Confab could not start.', error);
  const sentence = known ? error.message : String(error);
  const leave = (): void => process.exit(1);
  if (process.send === undefined) leave();
  // Not before it is said.
  else process.send({ type: 'refused', sentence } satisfies Report, leave);
}
