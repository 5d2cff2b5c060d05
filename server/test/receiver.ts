import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { after } from 'node:test';
import { pino } from 'pino';
import { startSender, type Sender } from '../src/webhooks/sender.ts';
import type { Answer, World } from './world.ts';

/** A request that a receiver of webhooks got. */
export interface Told {
  path: string;
  headers: IncomingHttpHeaders;
  text: string;
  body: Answer['body'];
  at: number;
}

export type Reply = (response: ServerResponse, told: Told, count: number) => void;

export interface Receiver {
  url: string;
  /** Everything so far, in the order of arrival. */
  all: Told[];
  /** How it answers from now on; 200 unless a test says otherwise. */
  reply: Reply;
  /** The first that fits, now or as soon as it comes. */
  first(fits?: (told: Told) => boolean): Promise<Told>;
  /** All that fit, as soon as there are so many. */
  several(count: number, fits?: (told: Told) => boolean): Promise<Told[]>;
}

export const answering =
  (status: number, headers: Record<string, string> = {}): Reply =>
  (response) =>
    void response.writeHead(status, headers).end('thanks');

/** A server on 127.0.0.1 that is told what happens. */
export async function startReceiver(): Promise<Receiver> {
  const waiting = new Set<() => void>();
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { headers, url = '' } = request;
      const told = { path: url, headers, text: body, body: JSON.parse(body), at: Date.now() };
      receiver.all.push(told);
      receiver.reply(response, told, receiver.all.length);
      for (const look of waiting) look();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const receiver: Receiver = {
    url: `http://127.0.0.1:${port}/hook`,
    all: [],
    reply: answering(200),
    async first(fits) {
      return (await receiver.several(1, fits))[0] as Told;
    },
    async several(count, fits = () => true) {
      return new Promise<Told[]>((resolve, reject) => {
        const late = setTimeout(() => {
          const seen = receiver.all.map(({ path, body }) => `${path} ${body.event}`);
          reject(new Error(`${count} were expected; there came ${seen.join(', ')}`));
        }, 8_000);
        const look = (): void => {
          const found = receiver.all.filter(fits);
          if (found.length < count) return;
          clearTimeout(late);
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      });
    },
  };
  return receiver;
}

/** Sends the world's webhooks until its application is closed, or until it is stopped. */
export function sending({ app, platform }: World): Sender {
  const sender = startSender(platform, pino({ level: 'silent' }));
  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => (stopping ??= sender.stop());
  const close = app.close.bind(app);
  // Its database goes right after it.
  app.close = (async () => stop().then(close)) as typeof app.close;
  return { stop };
}

/** Looks until there is what the test expects. */
export async function eventually<T>(
  look: () => Promise<T | undefined | false>,
  what = 'what was expected',
): Promise<T> {
  for (let left = 1000; left > 0; left -= 1) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    await sleep(20);
  }
  return assert.fail(`${what} did not come`);
}
