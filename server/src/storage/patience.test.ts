import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { test } from 'node:test';
import { inTime, patiently, StoreTimeout } from './patience.ts';

test('an order that takes too long is given up, also when it does not listen', async () => {
  const deaf = inTime(20, async () => new Promise<never>(() => {}));
  await assert.rejects(deaf, StoreTimeout);
  assert.equal(await inTime(1000, async () => 'stored'), 'stored');
});

test('a file that comes is read whole, and one that comes by drops is not waited for', async () => {
  assert.equal(
    String(await buffer(patiently(Readable.from([Buffer.from('a'), Buffer.from('b')])))),
    'ab',
  );
  const drops = Readable.from(dripping());
  await assert.rejects(buffer(patiently(drops, 60)), StoreTimeout);
  assert.equal(drops.destroyed, true);
});

test('a file that nobody wants to read after all is let go', async () => {
  const bytes = Readable.from(dripping());
  const ended = once(bytes, 'close');
  patiently(bytes).destroy();
  await ended;
});

test('the time of a slow reader is not the store’s', async () => {
  const pieces = Array.from({ length: 4 }, () => Buffer.from('x'));
  let read = 0;
  for await (const piece of patiently(Readable.from(pieces), 30)) {
    read += (piece as Buffer).length;
    await pause(25);
  }
  assert.equal(read, 4);
});

async function* dripping(): AsyncGenerator<Buffer> {
  for (;;) {
    await pause(25);
    yield Buffer.from('x');
  }
}
