import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { loadSecretKey } from './secret-key.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'confab-key-'));
after(() => rmSync(dataDir, { recursive: true }));

test('a key is made once, private to its owner, and is the same ever after', () => {
  const key = loadSecretKey({ dataDir, secretKey: undefined });
  assert.ok(key.length >= 43);
  assert.equal(loadSecretKey({ dataDir, secretKey: undefined }), key);
  assert.equal(statSync(join(dataDir, 'secret.key')).mode & 0o777, 0o600);
});

test('SECRET_KEY wins over the file', () => {
  const secretKey = 'k'.repeat(32);
  assert.equal(loadSecretKey({ dataDir, secretKey }), secretKey);
});

test('a damaged key is reported and never replaced, because tokens depend on it', () => {
  const path = join(dataDir, 'secret.key');
  writeFileSync(path, '');
  assert.throws(() => loadSecretKey({ dataDir, secretKey: undefined }), {
    name: 'StartError',
    message: /secret\.key is damaged: restore it/,
  });
  assert.equal(readFileSync(path, 'utf8'), '');
});
