import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadConfig } from './config.ts';

test('an empty environment gives a server on port 3000 with its own database in ./data', () => {
  const config = loadConfig({});
  assert.equal(config.port, 3000);
  assert.equal(config.dataDir, `${process.cwd()}/data`);
  assert.equal(config.databaseUrl, undefined);
  assert.equal(config.baseUrl, 'http://localhost:3000');
  assert.equal(config.production, false);
});

test('the public address loses its trailing slashes, as paths are appended to it', () => {
  assert.equal(
    loadConfig({ BASE_URL: 'https://desk.example/x//' }).baseUrl,
    'https://desk.example/x',
  );
});

test('a setting that is empty is one that is not set', () => {
  const config = loadConfig({ PORT: '', DATABASE_URL: '', SECRET_KEY: '', BASE_URL: '' });
  assert.deepEqual(config, loadConfig({}));
});

test('every mistake is named in one sentence, with what would be right', () => {
  const mistakes = {
    PORT: '70000',
    DATABASE_URL: 'mysql://db',
    DATABASE_POOL_SIZE: 'many',
    SECRET_KEY: 'short',
    SMTP_URL: 'mail.example',
    LOG_LEVEL: 'loud',
  };
  assert.throws(
    () => loadConfig(mistakes),
    (error: Error) => {
      assert.equal(error.name, 'StartError');
      for (const name of Object.keys(mistakes)) assert.ok(error.message.includes(name), name);
      assert.doesNotMatch(error.message, /\n|short/, 'one line, and no secrets in it');
      return true;
    },
  );
});

test('settings cannot be changed after they were read', () => {
  const config = loadConfig({}) as { port: number };
  assert.throws(() => (config.port = 1), TypeError);
});
