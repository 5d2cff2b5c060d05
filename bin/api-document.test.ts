import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { createWorld } from '../server/test/world.ts';
import { problemsOf } from './api-document/shapes.ts';

const world = await createWorld();
const { acme, ada } = world;
await world.app.listen({ host: '127.0.0.1', port: 0 });
const { port } = world.app.server.address() as AddressInfo;

const flags = [
  ['--url', `http://127.0.0.1:${port}`],
  ['--account', String(acme.id)],
  ['--contact', String(acme.mia.id)],
  ['--inbox', String(acme.support.id)],
  ['--agent', String(ada.id)],
].flat();

const skip = hasCurl() ? false : 'there is no curl on this machine';

function hasCurl(): boolean {
  try {
    execFileSync('curl', ['--version']);
    return true;
  } catch {
    return false;
  }
}

function runScript(token: string): Promise<{ code: number; output: string }> {
  const script = join(import.meta.dirname, 'api-document.ts');
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...flags, '--token', token], (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : 1, output: stdout + stderr });
    });
  });
}

test(
  'every curl of the API document is answered as the document and the original say',
  { skip },
  async () => {
    const { code, output } = await runScript(ada.token);
    assert.equal(code, 0, output);
    assert.match(output, /17 commands of the API document, 0 with problems/);
    assert.equal(output.match(/^✓/gm)?.length, 19);
  },
);

test(
  'an answer that is not as the document says is shown, and the script fails',
  { skip },
  async () => {
    const { code, output } = await runScript('wrong');
    assert.equal(code, 1);
    assert.match(output, /^✗ Create Conversation .*\n {4}status 401: .*Invalid Access Token/m);
  },
);

test('a missing field, a wrong type, an empty list and another value are each named', () => {
  const shapes = { Person: { id: 'integer', 'nick?': 'string' } };
  const problems = (value: unknown) =>
    problemsOf(value, { people: ['Person'], mood: '=good' }, shapes);
  assert.deepEqual(problems({ people: [{ id: 1 }], mood: 'good' }), []);
  assert.deepEqual(problems({ people: [{ id: '1', nick: 2 }, {}], mood: 'bad' }), [
    'the answer.people[0].id is "1", not integer',
    'the answer.people[0].nick is 2, not string',
    'the answer.people[1] has no id',
    'the answer.mood is "bad", not good',
  ]);
  assert.deepEqual(problems({ people: [] }), [
    'the answer.people has no entry',
    'the answer has no mood',
  ]);
});
