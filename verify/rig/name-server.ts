import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv4 } from 'node:net';

/** What a name means to whoever asks the n-th time, beginning with 0: addresses of both families, or another name. */
export type Meaning = (name: string, time: number) => readonly string[];

export interface NameServer {
  /** Host and port, for `setServers`. */
  address: string;
  /** How many questions it was asked. */
  asked(): number;
  close(): void;
}

const types = { 1: 'A', 5: 'CNAME', 28: 'AAAA' } as const;

/** A name server whose answers may not be kept for a moment (RFC 1035): they can be others each time. */
export async function createNameServer(meaning: Meaning): Promise<NameServer> {
  const socket = createSocket('udp4');
  const times = new Map<string, number>();
  let asked = 0;
  socket.on('message', (query, { address, port }) => {
    asked += 1;
    const { name, type, end } = questionOf(query);
    const key = `${name} ${type}`;
    const time = times.get(key) ?? 0;
    times.set(key, time + 1);
    const kind = types[type as keyof typeof types] as string | undefined;
    const records = meaning(name, time).flatMap((each) => recordOf(each, kind) ?? []);
    const head = Buffer.alloc(12);
    query.copy(head, 0, 0, 2);
    head.writeUInt16BE(0x8180, 2);
    head.writeUInt16BE(1, 4);
    head.writeUInt16BE(records.length, 6);
    socket.send(Buffer.concat([head, query.subarray(12, end), ...records]), port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    address: `127.0.0.1:${socket.address().port}`,
    asked: () => asked,
    close: () => socket.close(),
  };
}

function questionOf(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += length + 1;
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 };
}

/** One resource record about the name that was asked for; none when it is of another kind. */
function recordOf(meaning: string, kind: string | undefined): Buffer | undefined {
  const [type, data] = isIPv4(meaning)
    ? ([1, Buffer.from(meaning.split('.').map(Number))] as const)
    : meaning.includes(':')
      ? ([28, sixteenBytes(meaning)] as const)
      : ([5, labelsOf(meaning)] as const);
  if (types[type] !== kind && type !== 5) return undefined;
  const head = Buffer.alloc(12);
  // A pointer to the question; class IN; a lifetime of 0.
  head.writeUInt16BE(0xc00c, 0);
  head.writeUInt16BE(type, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}

function sixteenBytes(address: string): Buffer {
  const [before = '', after = ''] = address.split('::').map((part) => part.split(':').filter(Boolean).map((group) => group.padStart(4, '0')).join('')); // prettier-ignore
  return Buffer.from(before + after.padStart(32 - before.length, '0'), 'hex');
}

const labelsOf = (name: string): Buffer =>
  Buffer.concat([
    ...name.split('.').map((label) => Buffer.from(String.fromCharCode(label.length) + label)),
    Buffer.from([0]),
  ]);
