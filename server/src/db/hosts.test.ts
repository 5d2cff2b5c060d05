import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readHosts } from './hosts.ts';

const hostsOf = (url: string): string[] =>
  readHosts(url).hosts.map(({ host, port }) => `${host} ${port}`);

test('several hosts are read as libpq writes them, in both ways', () => {
  assert.deepEqual(hostsOf('postgres://u:p@a:6432,b,[::1]:7432/desk'), ['a 6432', 'b 5432', '::1 7432']); // prettier-ignore
  assert.deepEqual(hostsOf('postgres://u:p@/desk?host=a,/run/b&port=1,2'), ['a 1', '/run/b 2']);
  assert.deepEqual(hostsOf('postgresql:///desk?host=a,b&port=6432'), ['a 6432', 'b 6432']);
  const url = 'postgres://u:p%40ss@a,b/desk?sslmode=require&target_session_attrs=read-write';
  assert.equal(readHosts(url).single, 'postgres://u:p%40ss@localhost/desk?sslmode=require');
});

test('a URL with one host stays what it was', () => {
  const url = 'postgres://u:p@db.example.com:6432/desk?sslmode=require';
  assert.equal(readHosts(url).single, url);
  assert.deepEqual(hostsOf(url), ['db.example.com 6432']);
  const socket = 'postgres://u:p@localhost/desk?host=%2Frun%2Fpostgresql';
  assert.equal(new URL(readHosts(socket).single).searchParams.get('host'), '/run/postgresql');
});

test('what names no server to write to is refused with the reason', () => {
  const refuses = (url: string, why: RegExp) => assert.throws(() => readHosts(url), why);
  refuses('mysql://a,b/desk', /starts with postgres/);
  refuses('postgres://a,b/desk?target_session_attrs=standby', /target_session_attrs=standby/);
  refuses('postgres://a:x,b/desk', /host or host:port/);
  refuses('postgres://a:70000,b/desk', /ports from 1 to 65535/);
  refuses('postgres:///desk?host=a,b&port=1,zwei', /ports from 1 to 65535/);
});
