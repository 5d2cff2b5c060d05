import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openVault } from './vault.ts';

const vault = openVault('a secret key that only tests use, 32+ characters');

test('whatever was signed is read back, also when the signature itself has two dashes in a row', () => {
  const values = Array.from({ length: 2000 }, (_, index) => `value ${index}`);
  assert.ok(values.some((value) => vault.sign('files', value).split('--').length > 2));
  for (const value of values)
    assert.equal(vault.verify('files', vault.sign('files', value)), value);
});

test('a signature is worth nothing for another purpose, another value, another key, or shortened', () => {
  const signed = vault.sign('files', 'one');
  const [value, ...signature] = signed.split('--');
  assert.equal(vault.verify('files', signed), 'one');
  assert.equal(vault.verify('logins', signed), undefined);
  assert.equal(vault.verify('files', `${value}eHh4--${signature.join('--')}`), undefined);
  assert.equal(
    openVault('another secret key, also of 32+ characters').verify('files', signed),
    undefined,
  );
  for (let length = 0; length < signed.length; length += 1) {
    assert.equal(vault.verify('files', signed.slice(0, length)), undefined);
  }
});

test('of what was signed there is one spelling', () => {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const signed = vault.sign('files', 'one');
  const others = letters.split('').map((letter) => `${signed.slice(0, -1)}${letter}`);
  assert.deepEqual(
    others.filter((each) => vault.verify('files', each) !== undefined),
    [signed],
  );
  assert.equal(vault.verify('files', signed.replace('--', '..')), undefined);
});
