import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseUrl } from './test-database.ts';

test('DATABASE_URL may name a host, a port and a socket', () => {
  assert.deepEqual(parseUrl('postgres://ann:s%40fe@db.example:6432/desk'), {
    host: 'db.example',
    port: 6432,
    user: 'ann',
    password: 's@fe',
    database: 'desk',
  });
  assert.deepEqual(parseUrl('postgresql:///desk?host=/run/postgresql&user=ann&port=5433'), {
    host: '/run/postgresql',
    port: 5433,
    user: 'ann',
    password: '',
    database: 'desk',
  });
  assert.deepEqual(parseUrl('postgres://ann@localhost'), {
    host: 'localhost',
    port: 5432,
    user: 'ann',
    password: '',
    database: 'ann',
  });
});
