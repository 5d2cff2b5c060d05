/** Listens, and never accepts: its thread stands still once it has said at which port. */
import { createServer, type AddressInfo } from 'node:net';
import { workerData } from 'node:worker_threads';

const said = workerData as Int32Array<SharedArrayBuffer>;

const server = createServer();
server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
  const { port } = server.address() as AddressInfo;
  Atomics.store(said, 0, port);
  Atomics.wait(said, 0, port);
});
