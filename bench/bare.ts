/** The least that an answer over HTTP costs: a route that does nothing, in the same framework. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import fastify from 'fastify';

const BODY = { payload: { id: 1, content: 'Your order was sent today.' } };

/** Starts it in a process of its own. */
export async function startBare(): Promise<{ port: number; pid: number; stop: () => void }> {
  const child = fork(import.meta.filename);
  const [port] = (await once(child, 'message')) as [number];
  return { port, pid: child.pid ?? 0, stop: () => child.kill() };
}

if (import.meta.main) {
  const app = fastify();
  app.get('/', () => BODY);
  await app.listen({ host: '127.0.0.1', port: 0 });
  const address = app.server.address();
  process.send?.(typeof address === 'object' ? address?.port : 0);
}
