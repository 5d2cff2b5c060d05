import { connect, type Socket } from 'node:net';
import type { HeadersSeen, Orders, Seen } from './messages.ts';

/** Milliseconds between two drops. */
const DROP = 1000;

/** Connections that send their header letter by letter, or nothing at all. There are always so many. */
export function dripHeaders({ port, headers }: Orders): () => HeadersSeen {
  const open = new Map<Socket, number>();
  const seen = { cut: 0, oldest: 0 };
  const look = (since: number): void => {
    seen.oldest = Math.max(seen.oldest, Date.now() - since);
  };
  const begin = (index: number): void => {
    const socket = connect(port, '127.0.0.1');
    let sent = 0;
    const text = `GET /api HTTP/1.1\r\nHost: localhost\r\nX-${'x'.repeat(4096)}`;
    const dripping = setInterval(() => {
      // Each second one says nothing: those are connections, too.
      if (index % 2 === 0) socket.write(text[sent % text.length] ?? 'x');
      sent += 1;
    }, DROP);
    socket.on('connect', () => open.set(socket, Date.now()));
    socket.on('error', () => {});
    socket.resume();
    socket.on('end', () => socket.end());
    socket.on('close', () => {
      clearInterval(dripping);
      const since = open.get(socket);
      open.delete(socket);
      if (since !== undefined) {
        seen.cut += 1;
        look(since);
      }
      setTimeout(() => begin(index), 200);
    });
  };
  for (let index = 0; index < headers; index += 1) setTimeout(() => begin(index), index * 4);
  return () => {
    for (const since of open.values()) look(since);
    return { open: open.size, ...seen };
  };
}

const KILOBYTE = Buffer.alloc(1024, 'x');
const BOUNDARY = 'a-file-that-takes-for-ever';
/** Bytes that each says it will send. */
const LENGTH = 10 * 2 ** 20;

/** Uploads of a kilobyte a second. There are always so many. */
export function dripUploads({ port, path, token, uploads }: Orders): () => Seen['uploads'] {
  const seen = { open: 0, bytes: 0, refused: [] as string[] };
  const head = [
    `POST ${path} HTTP/1.1`,
    'Host: localhost',
    `api_access_token: ${token}`,
    `Content-Type: multipart/form-data; boundary=${BOUNDARY}`,
    `Content-Length: ${LENGTH}`,
    '',
    `--${BOUNDARY}`,
    'Content-Disposition: form-data; name="attachments[]"; filename="slow.bin"',
    'Content-Type: application/octet-stream',
    '',
    '',
  ].join('\r\n');
  const begin = (): void => {
    const socket = connect(port, '127.0.0.1', () => {
      seen.open += 1;
      socket.write(head);
    });
    const dripping = setInterval(() => {
      if (socket.writable) socket.write(KILOBYTE);
      seen.bytes += KILOBYTE.length;
    }, DROP);
    socket.on('data', (chunk: Buffer) => {
      if (seen.refused.length < 1000) seen.refused.push(chunk.toString().slice(0, 500));
    });
    socket.on('error', () => {});
    socket.on('end', () => socket.end());
    socket.on('close', () => {
      clearInterval(dripping);
      seen.open -= 1;
      setTimeout(begin, 500);
    });
  };
  for (let index = 0; index < uploads; index += 1) setTimeout(begin, index * 10);
  return () => seen;
}
