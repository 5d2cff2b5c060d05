import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { after } from 'node:test';

/** A line between a browser and a server, on which things go wrong. */
export interface Line {
  /** Where the browser finds the server. */
  desk: string;
  /** Ends every connection, and lets none through. */
  cut(): void;
  /** Nothing arrives any more, and nobody is told. */
  freeze(): void;
  mend(): void;
}

export async function layLine(desk: string): Promise<Line> {
  const target = new URL(desk);
  const open = new Set<Socket>();
  let state: 'whole' | 'cut' | 'frozen' = 'whole';
  const server = createServer((near) => {
    if (state === 'cut') return void near.destroy();
    const far = connect(Number(target.port), target.hostname);
    for (const [from, to] of [[near, far], [far, near]] as const) {
      open.add(from);
      from.on('data', (bytes) => state === 'whole' && to.write(bytes));
      from.on('error', () => {});
      from.on('close', () => {
        open.delete(from);
        to.destroy();
      });
    } // prettier-ignore
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const drop = (): void => open.forEach((socket) => socket.destroy());
  after(() => {
    drop();
    server.close();
  });
  return {
    desk: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut() {
      state = 'cut';
      drop();
    },
    freeze() {
      state = 'frozen';
    },
    mend() {
      state = 'whole';
    },
  };
}
