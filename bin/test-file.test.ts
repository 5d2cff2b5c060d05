import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { runTestFile } from './test-file.ts';
import type { Tally } from './test-tally.ts';

const directory = mkdtempSync(join(tmpdir(), 'confab-runner-'));
after(() => rmSync(directory, { recursive: true }));

async function run(source: string, only?: string): Promise<Tally> {
  const file = join(directory, 'some.test.ts');
  writeFileSync(file, `import { before, describe, test } from 'node:test';\n${source}\n`);
  const env = { PATH: process.env['PATH'] };
  return await runTestFile(file, { env, only, testTimeout: 400, silence: 1500 });
}

const sentences = (tally: Tally): string[] => tally.failures.map((failure) => failure.sentence);

test('counts the tests, not what holds them', async () => {
  const tally = await run(`
    test('one', () => {});
    describe('several', () => { test('two', () => {}); test('three', () => {}); });
    test('parent', async (t) => { await t.test('four', () => {}); });
    test.skip('later', () => {});
    test.todo('some day');`);
  assert.deepEqual(tally, { passed: 4, skipped: 2, failures: [] });
});

test('a failure is a sentence with its place and its error', async () => {
  const tally = await run(`
    describe('a conversation', () => {
      test('opens', () => {});
      test('closes', () => { throw new Error('it is stuck', { cause: 'rust' }); });
    });`);
  assert.equal(tally.passed, 1);
  assert.deepEqual(sentences(tally), ['a conversation › closes']);
  assert.match(tally.failures[0]?.at ?? '', /some\.test\.ts:5$/);
  assert.match(
    tally.failures[0]?.error ?? '',
    /Error: it is stuck\n +at .*some\.test\.ts:5[^]*rust/,
  );
});

test('a hook that fails is a failure beside the tests that it kept from running', async () => {
  const tally = await run(`
    describe('a room', () => {
      before(() => { throw new Error('no room'); });
      test('has a door', () => {});
    });`);
  assert.deepEqual([tally.passed, sentences(tally)], [0, ['a room › has a door', 'a room']]);
});

test('a file that breaks while it is loaded has failed, and says why', async () => {
  const tally = await run(`import './not-there.ts'; test('never', () => {});`);
  assert.equal(tally.failures.length, 1);
  assert.match(tally.failures[0]?.error ?? '', /exit code 1[^]*not-there\.ts/);
});

test('an error after the last test has failed the file', async () => {
  const tally = await run(
    `test('quick', () => {}); setTimeout(() => { throw new Error('too late'); }, 50);`,
  );
  assert.equal(tally.passed, 1);
  assert.match(tally.failures[0]?.error ?? '', /too late/);
});

test('a file that ends itself with success before its tests are done has failed', async () => {
  const tally = await run(`
    test('first', () => {});
    test('second', () => { process.exit(0); });
    test('third', () => {});`);
  assert.match(tally.failures[0]?.error ?? '', /process\.exit/);
});

test('a file without tests has failed', async () => {
  const tally = await run('');
  assert.equal(tally.failures.length, 1);
});

test('a test that never ends is named, and the others are counted', async () => {
  const tally = await run(`
    test('waits', () => new Promise((resolve) => { setTimeout(resolve, 600_000).unref(); }));
    test('runs', () => {});`);
  assert.equal(tally.passed, 1);
  assert.deepEqual(sentences(tally), ['waits']);
  assert.match(tally.failures[0]?.error ?? '', /timed out after 400ms/);
});

test('a file that leaves something open is killed', async () => {
  const tally = await run(`test('opens', () => {}); setInterval(() => {}, 1000);`);
  assert.equal(tally.passed, 1);
  assert.match(tally.failures[0]?.error ?? '', /killed after 1\.5 s.*left open/);
});

test('a file that loops for ever is killed', async () => {
  const tally = await run(`test('spins', () => { for (;;); });`);
  assert.match(tally.failures[0]?.error ?? '', /killed after 1\.5 s/);
});

test('only the tests asked for are run, and there may be none', async () => {
  const source = `test('blue', () => {}); test('red', () => { throw new Error('red'); });`;
  assert.deepEqual(await run(source, 'blue'), { passed: 1, skipped: 0, failures: [] });
  assert.deepEqual(await run(source, 'green'), { passed: 0, skipped: 0, failures: [] });
});
