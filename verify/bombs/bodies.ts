import { request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';
const PARTS_TYPE = 'multipart/form-data; boundary=b';

const nested = (depth: number, open: string, close: string): string =>
  `${open.repeat(depth)}1${close.repeat(depth)}`;
const keys = (count: number): string =>
  `{${Array.from({ length: count }, (_, key) => `"k${key}":1`).join(',')}}`;

/** Bodies of a size and shape that no client has; where that is possible, just within the bytes that may be sent. */
export const bodies: Record<string, [type: string, text: () => string]> = {
  'JSON 200 deep': [JSON_TYPE, () => `{"content":${nested(200, '[', ']')}}`],
  'JSON a million deep': [JSON_TYPE, () => nested(1_000_000, '[', ']')],
  'objects, each in another': [JSON_TYPE, () => nested(600_000, '{"a":', '}')],
  'as many keys as have room': [JSON_TYPE, () => keys(300_000)],
  'as many attributes as have room': [JSON_TYPE, () => `{"content":"a","content_attributes":${keys(300_000)}}`],
  'as many attributes as are read': [JSON_TYPE, () => `{"content":"a","custom_attributes":${keys(49_000)}}`],
  'a million keys': [JSON_TYPE, () => keys(1_000_000)],
  'a list of ones': [JSON_TYPE, () => `{"content":[${'1,'.repeat(1_900_000)}1]}`],
  'a list of lists': [JSON_TYPE, () => `{"content":[${'[],'.repeat(1_200_000)}[]]}`],
  'one long text': [JSON_TYPE, () => `{"content":"${'x'.repeat(3_900_000)}"}`],
  'one long text of escapes': [JSON_TYPE, () => `{"content":"${String.raw`\ud800`.repeat(650_000)}"}`],
  'one long text of quotes': [JSON_TYPE, () => `{"content":"${String.raw`\"`.repeat(1_900_000)}"}`],
  'a form of a million fields': [FORM_TYPE, () => 'a=1&'.repeat(950_000)],
  'a form of brackets': [FORM_TYPE, () => `${'a[b]'.repeat(900_000)}=1`],
  'a form of open brackets': [FORM_TYPE, () => `a${'['.repeat(3_900_000)}=1`],
  'a form of per cents': [FORM_TYPE, () => `content=${'%'.repeat(3_900_000)}`],
  'a form of many parts': [PARTS_TYPE, () => `${'--b\r\ncontent-disposition: form-data; name="labels[]"\r\n\r\n1\r\n'.repeat(60_000)}--b--`],
  'a part of one endless name': [PARTS_TYPE, () => `--b\r\ncontent-disposition: form-data; name="${'x'.repeat(3_900_000)}"\r\n\r\n1\r\n--b--`],
}; // prettier-ignore

interface Sending {
  url: string;
  headers: Record<string, string>;
  pieces: Iterable<string>;
  /** Milliseconds between two of them. */
  every: number;
}

/** Sends a body in chunks until it is answered or cut off. Returns the status, 0 without one, and the milliseconds. */
export async function send({ url, headers, pieces, every }: Sending): Promise<[number, number]> {
  const began = performance.now();
  const { promise, resolve } = Promise.withResolvers<number>();
  const sending = request(url, { method: 'POST', headers, agent: false }, (answer) => {
    answer.resume();
    resolve(answer.statusCode ?? 0);
  });
  sending.on('error', () => resolve(0));
  let isOver = false;
  void promise.then(() => (isOver = true));
  for (const piece of pieces) {
    if (isOver) break;
    sending.write(piece);
    if (every > 0) await Promise.race([promise, pause(every)]);
  }
  if (!isOver) sending.end();
  const status = await promise;
  sending.destroy();
  return [status, performance.now() - began];
}

/** A hundred megabytes, of which nobody says beforehand how many they are. */
export function* hundredMegabytes(): Generator<string> {
  yield '{"content":"';
  const megabyte = 'x'.repeat(2 ** 20);
  for (let sent = 0; sent < 100; sent += 1) yield megabyte;
  yield '"}';
}

/** A body that goes on for ten minutes, one letter after the other. */
export function* drops(): Generator<string> {
  yield '{"content":"';
  for (let sent = 0; sent < 600; sent += 1) yield 'x';
  yield '"}';
}
