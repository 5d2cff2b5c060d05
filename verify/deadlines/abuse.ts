import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { until } from '../rig/clock.ts';
import { atMost, exactly, told, type Context, type Row } from '../scenario.ts';
import { digPit, drip, endless, flood, HEAD, type Behaviour, type Pit } from './pits.ts';
import type { Stage } from './stage.ts';
import { stated } from './calls.ts';
import { watchMemory } from '../rig/memory.ts';

/** Endpoints that are called at the same time. */
const ENDPOINTS = 100;
/** Kilobytes on their way when one stops reading. */
const ON_ITS_WAY = 8;

const FLOOD = 'as much as the line bears';

const page = (head: string, body: Buffer | string = ''): Behaviour => {
  const bytes = Buffer.concat([Buffer.from(`${head}\r\n\r\n`), Buffer.from(body)]);
  return (socket: Socket) => void socket.end(bytes);
};

/** A megabyte of nothing for each kilobyte. */
const bomb = gzipSync(Buffer.alloc(50 * 2 ** 20));
const headers = Array.from({ length: 1000 }, (_, index) => `X-Header-${index}: x`).join('\r\n');

const abuses: [name: string, behave: Behaviour][] = [
  ['a body by bytes', drip(HEAD)],
  ['a body without an end', endless()],
  [FLOOD, flood()],
  ['a bomb of gzip', page(`HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${bomb.length}`, bomb)],
  ['a thousand headers', page(`HTTP/1.1 200 OK\r\n${headers}\r\nContent-Length: 0`)],
  ['a redirect to itself', page('HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0')],
]; // prettier-ignore

const fine = page('HTTP/1.1 200 OK\r\nContent-Length: 2', '{}');

/** A hundred receivers of one event abuse their answer, all at once (V79). */
export async function abuseAnswers(context: Context, stage: Stage): Promise<Row[]> {
  const { server, admin } = stage;
  const mood = { isBad: false };
  const { pits, ids } = await makeReceivers(context, stage, mood);
  const memory = watchMemory(context, server, 100);
  const tell = async (name: string): Promise<number> => {
    const began = Date.now();
    await admin.insist('contacts', { name });
    return began;
  };
  const called = (since: number): Pit['calls'] =>
    pits.flatMap(({ calls }) => calls.filter(({ began }) => began >= since).slice(0, 1));
  const isOver = (since: number) => (): boolean =>
    called(since).filter(({ ended }) => ended !== undefined).length === pits.length;
  // What so many calls cost that go well is not the abuse's.
  for (let round = 0; round < 3; round += 1) await until(isOver(await tell('Mia')), 10_000);
  await pause(1000);
  const before = memory.largest();
  mood.isBad = true;
  const began = await tell('Whom all are told of');
  await until(isOver(began), 25_000);
  await pause(500);
  const growth = Math.max(0, memory.largest() - before);
  for (const id of ids) await admin.call('DELETE', `webhooks/${id}`);
  const calls = called(began);
  // What a kernel has taken from one that floods tells nothing of what was read.
  const read = pits.flatMap(({ name, calls: all }) =>
    name === FLOOD ? [] : all.filter((call) => call.began >= began).map(({ bytes }) => bytes),
  );
  const longest = Math.max(...calls.map((call) => (call.ended ?? Date.now()) - call.began));
  const spread = Math.max(...calls.map((call) => call.began)) - began;
  return [
    told('abused answers, begun within', `${calls.length}, ${spread} ms`),
    exactly('receivers that abused theirs', pits.length, calls.length, ''),
    atMost('abused answers: the longest', stated.webhook.deadline + 1, longest / 1000, 's'),
    atMost('abused answers: read of each', 64 + ON_ITS_WAY, Math.max(...read) / 1024, 'KB'),
    atMost('abused answers: memory grows by', 32, growth, 'MB'),
  ];
}

async function makeReceivers(context: Context, { admin }: Stage, mood: { isBad: boolean }) {
  // A slow one takes its time, and is tried among the other calls, too.
  const kinds = abuses.slice(context.quick ? 1 : 0);
  const pits: Pit[] = [];
  const ids: number[] = [];
  for (let index = 0; index < ENDPOINTS; index += 1) {
    const [name, behave] = kinds[index % kinds.length] as (typeof abuses)[number];
    const pit = await digPit(context, name, (socket) => (mood.isBad ? behave : fine)(socket));
    pits.push(pit);
    const url = `http://127.0.0.1:${pit.port}/`;
    const made = await admin.insist('webhooks', { url, subscriptions: ['contact_created'] });
    ids.push((made['payload'] as { webhook: { id: number } }).webhook.id);
  }
  return { pits, ids };
}
