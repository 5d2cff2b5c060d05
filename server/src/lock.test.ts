import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { type Lock, lockHolder, takeLock } from './lock.ts';

const directory = mkdtempSync(join(tmpdir(), 'confab-lock-'));
after(() => rmSync(directory, { recursive: true }));

function take(path: string, lines: string[] = []): Lock {
  return takeLock(path, { purpose: 'It is in use', log: (line) => lines.push(line) });
}

async function holdElsewhere(path: string): Promise<ChildProcess> {
  const script = `
    import { takeLock } from ${JSON.stringify(import.meta.resolve('./lock.ts'))};
    takeLock(${JSON.stringify(path)}, { purpose: '', log: () => {} });
    console.log('held');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return child;
}

test('a lock that a live server holds is refused with its pid; of a killed one it is taken over', async () => {
  const path = join(directory, 'killed.lock');
  const child = await holdElsewhere(path);
  assert.equal(lockHolder(path), child.pid);
  assert.throws(() => take(path), {
    name: 'StartError',
    message: new RegExp(`^It is in use by the server with pid ${child.pid}: stop it first`),
  });
  child.kill('SIGKILL');
  await once(child, 'exit');
  assert.equal(lockHolder(path), undefined);
  const lines: string[] = [];
  const lock = take(path, lines);
  assert.deepEqual(lines, [`Took over ${path}, left by a server that died`]);
  assert.equal(lockHolder(path), process.pid);
  lock.release();
  assert.equal(existsSync(path), false);
});

test('a process that was given the number of a dead server does not keep its lock', () => {
  const path = join(directory, 'recycled.lock');
  const lock = take(path);
  const held = JSON.parse(readFileSync(path, 'utf8')) as { pid: number; identity: string };
  lock.release();
  writeFileSync(path, JSON.stringify({ pid: held.pid, identity: `${held.identity}0` }));
  take(path).release();
});

test('a lock file with anything else in it is nobody’s lock', () => {
  const path = join(directory, 'damaged.lock');
  for (const text of ['', '\0\0\0', 'null', '{"pid":"x"}', '{"pid":-1,"identity":""}']) {
    writeFileSync(path, text);
    take(path).release();
  }
});

test('releasing late does not take the lock away from its next holder', () => {
  const path = join(directory, 'late.lock');
  const lock = take(path);
  writeFileSync(path, 'the next holder');
  lock.release();
  assert.equal(readFileSync(path, 'utf8'), 'the next holder');
});

test('of many servers that find one stale lock a single one gets it', async () => {
  const path = join(directory, 'race.lock');
  for (let round = 0; round < 5; round++) {
    writeFileSync(path, '{"pid":1,"identity":"of a dead server"}');
    const script = `
      import { takeLock } from ${JSON.stringify(import.meta.resolve('./lock.ts'))};
      try { takeLock(${JSON.stringify(path)}, { purpose: '', log: () => {} }); console.log('won'); }
      catch (error) { console.log(error.name); }
      process.stdin.resume();`;
    const children = Array.from({ length: 6 }, () =>
      spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'pipe' }),
    );
    const answers = await Promise.all(
      children.map(async ({ stdout }) => String((await once(stdout, 'data'))[0]).trim()),
    );
    for (const child of children) child.kill('SIGKILL');
    assert.equal(answers.filter((answer) => answer === 'won').length, 1, answers.join(' '));
    assert.equal(answers.filter((answer) => answer === 'StartError').length, 5, answers.join(' '));
    rmSync(path, { force: true });
  }
  assert.deepEqual(
    readdirSync(directory).filter((name) => /tmp|stale/.test(name)),
    [],
  );
});

test('what the file system refuses is said in one sentence', () => {
  const file = join(directory, 'file');
  writeFileSync(file, '');
  assert.throws(() => take(join(file, 'x.lock')), {
    name: 'StartError',
    message: /not a directory/,
  });
});
