import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { OutboundError, type OutboundReason } from './outbound-address.ts';
import { callPeer, peerIn } from './peers.ts';

const failing = (reason: OutboundReason) => async (): Promise<never> =>
  Promise.reject(new OutboundError(reason, reason));
const reasonOf = async (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'answered',
    (error: unknown) => (error instanceof OutboundError ? error.reason : String(error)),
  );

test('a peer has eight calls at a time, and the ninth waits for one of them to end', async () => {
  const open: (() => void)[] = [];
  const hold = async (): Promise<void> => new Promise((resolve) => open.push(() => resolve()));
  const calls = Array.from({ length: 9 }, async () => callPeer('slow.example.com', hold));
  await new Promise(setImmediate);
  assert.equal(open.length, 8);
  open[0]?.();
  await calls[0];
  await new Promise(setImmediate);
  assert.equal(open.length, 9);
  assert.equal(await callPeer('other.example.com', async () => 'at once'), 'at once');
  for (const end of open) end();
  await Promise.all(calls);
});

test('who finds no place in time is told to come later', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const now = mock.method(performance, 'now', () => 0);
  const open: (() => void)[] = [];
  const hold = async (): Promise<void> => new Promise((resolve) => open.push(() => resolve()));
  const calls = Array.from({ length: 8 }, async () => callPeer('full.example.com', hold));
  const late = reasonOf(callPeer('full.example.com', hold));
  now.mock.mockImplementation(() => 2000);
  mock.timers.tick(2000);
  assert.equal(await late, 'busy');
  mock.timers.reset();
  now.mock.restore();
  for (const end of open) end();
  await Promise.all(calls);
});

test('a peer that is silent three times is left alone, until one call finds it back', async () => {
  const now = mock.method(performance, 'now', () => 0);
  const ask = async (call: () => Promise<unknown>) => reasonOf(callPeer('away.example.com', call));
  for (let time = 0; time < 3; time += 1) assert.equal(await ask(failing('timeout')), 'timeout');
  const answer = mock.fn(async () => 'here');
  assert.equal(await ask(answer), 'busy');
  assert.equal(answer.mock.callCount(), 0);
  now.mock.mockImplementation(() => 30_001);
  const tries = await Promise.all([ask(failing('unreachable')), ask(answer)]);
  assert.deepEqual(tries, ['unreachable', 'busy'], 'one finds out for all');
  now.mock.mockImplementation(() => 61_000);
  assert.equal(await ask(answer), 'answered');
  assert.equal(await ask(answer), 'answered');
  now.mock.restore();
});

test('an answer that is of no use is an answer', async () => {
  const ask = async (reason: OutboundReason) =>
    reasonOf(callPeer('big.example.com', failing(reason)));
  for (const reason of ['timeout', 'timeout', 'too_large', 'timeout', 'timeout'] as const) {
    assert.equal(await ask(reason), reason);
  }
  assert.equal(await ask('forbidden'), 'forbidden');
});

test('a peer is a host with its port, however it is spelled', () => {
  assert.equal(peerIn('HTTPS://Example.com:443/a'), 'example.com');
  assert.equal(peerIn('http://example.com:8080'), 'example.com:8080');
  assert.equal(peerIn('nonsense'), '');
});
