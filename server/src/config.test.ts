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
    ENABLE_ACCOUNT_SIGNUP: 'maybe',
    ENABLE_API_CORS: 'yes',
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

test('targets that may be called are hosts with or without a port, and nothing else', () => {
  const given = 'Intranet, 10.0.0.5:8080,[fd00::1]:443, ::1,hooks.example.com';
  assert.deepEqual(loadConfig({ OUTBOUND_ALLOW: given }).outboundAllow, [
    'intranet',
    '10.0.0.5:8080',
    '[fd00::1]:443',
    '::1',
    'hooks.example.com',
  ]);
  for (const wrong of [
    'http://intranet',
    '10.0.0.0/8',
    'host:port',
    '*.example.com',
    'a b',
    'x/',
  ]) {
    assert.throws(() => loadConfig({ OUTBOUND_ALLOW: `good,${wrong}` }), /OUTBOUND_ALLOW/, wrong);
  }
});

test('mail is forwarded to a domain, and strangers sign up or do not', () => {
  const { inboundEmailDomain } = loadConfig({ MAILER_INBOUND_EMAIL_DOMAIN: 'In.Example.com' });
  assert.equal(inboundEmailDomain, 'in.example.com');
  for (const wrong of ['help@example.com', 'https://example.com', '.example.com', 'a b']) {
    const env = { MAILER_INBOUND_EMAIL_DOMAIN: wrong };
    assert.throws(() => loadConfig(env), /MAILER_INBOUND_EMAIL_DOMAIN/, wrong);
  }
  assert.equal(loadConfig({ ENABLE_ACCOUNT_SIGNUP: 'api_only' }).accountSignup, 'api_only');
  assert.throws(() => loadConfig({ ENABLE_ACCOUNT_SIGNUP: 'yes' }), /ENABLE_ACCOUNT_SIGNUP/);
});

test('settings cannot be changed after they were read', () => {
  const config = loadConfig({}) as { port: number };
  assert.throws(() => (config.port = 1), TypeError);
});

test('no guard is taken out in production, and only those that there are', () => {
  const wish = { FAILPOINT: 'wake-looks-again' };
  assert.doesNotThrow(() => loadConfig(wish));
  assert.throws(() => loadConfig({ ...wish, NODE_ENV: 'production' }), /FAILPOINT .*tests only/);
  assert.throws(() => loadConfig({ FAILPOINT: 'nonsense' }), /FAILPOINT must list/);
});
