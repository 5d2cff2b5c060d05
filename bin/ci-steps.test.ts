import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { countLooked, judgeTests, runSteps, type Step } from './ci-steps.ts';

const root = mkdtempSync(join(tmpdir(), 'confab-steps-'));
after(() => rmSync(root, { recursive: true }));
mkdirSync(join(root, 'node_modules/.bin'), { recursive: true });

/** A program of the given lines of shell, as a step's command. */
function program(name: string, script: string): string {
  const path = join(root, 'node_modules/.bin', name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return name;
}

async function run(steps: Step[], only: string[] = []): Promise<{ code: number; text: string }> {
  let text = '';
  const code = await runSteps(steps, { root, only, print: (piece) => (text += piece) });
  return { code, text };
}

const tool: Step = {
  name: 'tool',
  command: program('tool', 'echo looked at 12 files'),
  looked: /looked at (\d+) files/,
};
const blind: Step = { ...tool, name: 'blind', command: program('blind', 'echo looked at 0 files') };
const silent: Step = { ...tool, name: 'silent', command: program('silent', 'true') };
const broken: Step = {
  ...tool,
  name: 'broken',
  command: program(
    'broken',
    'echo looked at 3 files; echo "noise" >&2; echo "bad.ts:1 is bad"; exit 2',
  ),
  noise: /^noise/,
};
const missing: Step = { name: 'missing', command: 'no-such-program --check' };
const tests: Step = {
  name: 'tests',
  command: program('some-tests', `echo running; echo '{"passed":7,"failed":0}' > "$2"`),
  tests: true,
};
const redTests: Step = {
  name: 'red tests',
  command: program('red-tests', `echo '{"passed":7,"failed":2}' > "$2"; exit 1`),
  tests: true,
};

test('when all is well the last line counts the tests', async () => {
  const { code, text } = await run([tool, tests]);
  assert.equal(code, 0);
  assert.match(
    text,
    /^✓ tool .* s {2}12 files\nrunning\n✓ tests .* 7 tests passed\n7 passed, 0 failed\n$/,
  );
});

test('a step that fails is shown in full, counted once, and the others still run', async () => {
  const { code, text } = await run([broken, tool, tests]);
  assert.equal(code, 1);
  assert.match(text, /✗ broken .*\nlooked at 3 files\nbad\.ts:1 is bad\n/);
  assert.doesNotMatch(text, /noise/);
  assert.match(text, /✓ tool/);
  assert.match(text, /\nfailed: broken\n7 passed, 1 failed\n$/);
});

test('a tool that looked at nothing has failed, whatever it says', async () => {
  for (const step of [blind, silent]) {
    const { code, text } = await run([step, tests]);
    assert.equal(code, 1);
    assert.match(text, /looked at no file/);
  }
});

test('a tool that colours its output is understood', async () => {
  const command = program(
    'colourful',
    String.raw`printf '\033[32mlooked at \033[1m5 files\033[0m\n'`,
  );
  const { code, text } = await run([{ ...tool, command }, tests]);
  assert.equal(code, 0);
  assert.match(text, /✓ tool .* 5 files/);
});

test('a tool that is not installed has failed', async () => {
  const { code, text } = await run([missing]);
  assert.equal(code, 1);
  assert.match(text, /ENOENT/);
});

test('failed tests and failed steps add up', async () => {
  const { code, text } = await run([broken, redTests]);
  assert.equal(code, 1);
  assert.match(text, /\n7 passed, 3 failed\n$/);
});

test('only the steps asked for are run, and an unknown one is a mistake', async () => {
  assert.match(
    (await run([tool, broken, tests], ['too', 'tests'])).text,
    /^✓ tool[^]*7 passed, 0 failed\n$/,
  );
  assert.deepEqual(await run([tool], ['lnit']), {
    code: 1,
    text: 'no step is called "lnit": tool\n',
  });
});

test('tests that count nothing, or end badly, have failed', () => {
  assert.equal(judgeTests(0, { passed: 3, failed: 0 }).failure, undefined);
  assert.equal(judgeTests(0, { passed: 0, failed: 0 }).failed, 1);
  assert.equal(judgeTests(0, undefined).failed, 1);
  assert.equal(judgeTests(1, { passed: 3, failed: 0 }).failed, 1);
  assert.equal(judgeTests(null, undefined).failed, 1);
  assert.equal(judgeTests(0, { passed: 3, failed: 2 }).failed, 2);
});

test('files are counted by the number that a tool says, or by its lines', () => {
  assert.equal(countLooked('Finished on 41 files', /on (\d+) files/), 41);
  assert.equal(countLooked('read a\nread b\n', /^read/gm), 2);
  assert.equal(countLooked('something new', /on (\d+) files/), 0);
});

test('a step that is shown is shown once, whether it passes or fails', async () => {
  const step: Step = { ...broken, name: 'shown', shown: true };
  const { code, text } = await run([step, { ...tool, shown: true }, tests]);
  assert.equal(code, 1);
  assert.equal(text.match(/bad\.ts:1 is bad/g)?.length, 1, text);
  assert.match(text, /looked at 12 files\n✓ tool/);
});

test('a step that hangs is ended after its limit and has failed, and the others still run', async () => {
  const step: Step = {
    name: 'hanging',
    command: program('hanging', 'echo begun; exec sleep 600'),
    limit: 1,
  };
  const { code, text } = await run([step, tests]);
  assert.equal(code, 1);
  assert.match(text, /✗ hanging .*\nbegun\nit was not done after 1 s\n/);
  assert.match(text, /\nfailed: hanging\n7 passed, 1 failed\n$/);
});
