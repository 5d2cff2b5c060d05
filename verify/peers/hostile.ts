/** A process of its own that is slow, silent and deaf in every way. It ends when its parent leaves. */
import { createServer, type AddressInfo } from 'node:net';
import { dripHeaders, dripUploads } from './drips.ts';
import type { News, Orders } from './messages.ts';
import { neverRead } from './readers.ts';

const say = (news: News): void => void process.send?.(news);
process.on('disconnect', () => process.exit(0));

let hung = 0;
const listener = createServer((socket) => {
  hung += 1;
  socket.on('error', () => {});
  socket.resume();
});
listener.listen(0, '127.0.0.1', () => {
  say({ type: 'hung', port: (listener.address() as AddressInfo).port });
});

process.once('message', (orders: Orders) => void begin(orders));

async function begin(orders: Orders): Promise<void> {
  const headers = dripHeaders(orders);
  const uploads = dripUploads(orders);
  const readers = await neverRead(orders);
  setInterval(() => void write(orders).catch(() => undefined), 1000 / orders.flood.perSecond);
  setInterval(() => {
    const seen = { hung, readers: readers(), headers: headers(), uploads: uploads() };
    say({ type: 'seen', seen });
  }, 500);
}

/** What those who do not read would have to read. */
async function write({ port, path, token, flood }: Orders): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    headers: { api_access_token: token, 'content-type': 'application/json' },
    body: JSON.stringify({ content: 'x'.repeat(flood.length), private: true }),
  });
  await answer.arrayBuffer();
}
