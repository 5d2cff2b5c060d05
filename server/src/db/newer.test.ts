import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listMigrations } from './migrate.ts';
import { compareWithNewer } from './newer.ts';

const applied = (name: string, needs: string | null = null) => ({ name, needs });

test('older code works with what newer code has added', () => {
  const present = [applied('0001'), applied('0002'), applied('0003')];
  assert.deepEqual(compareWithNewer(present, ['0001']), {
    newer: ['0002', '0003'],
    unbearable: undefined,
  });
});

test('a migration that took something away is borne by the code that did not need it any more', () => {
  const present = [applied('0001'), applied('0002'), applied('0003', '0002')];
  assert.equal(compareWithNewer(present, ['0001', '0002']).unbearable, undefined);
  assert.equal(compareWithNewer(present, ['0001']).unbearable?.name, '0003');
});

/** What code of the version before would miss, or fail on: see docs/scaling.md. */
const takesAway = (sql: string): boolean =>
  /drop (table|column|view|function)|\brename\b|set not null|alter column \w+ (set data )?type|add column (?![^;,]*default)[^;,]*not null/i.test(
    sql,
  );

test('what takes something away is told from what adds', () => {
  const takes = [
    'alter table webhooks drop column secret',
    'alter table a rename to b',
    'alter table a alter column b type bigint',
    'alter table a add column b int not null',
  ];
  const adds = ['alter table a add column b int not null default 0', 'create index on a (b)'];
  for (const sql of takes) assert.ok(takesAway(sql), sql);
  for (const sql of adds) assert.ok(!takesAway(sql), sql);
});

test('a migration that takes something away says whose code can do without', () => {
  const silent = listMigrations()
    // Before it nobody could have gone back: those are of the first version.
    .filter(({ name }) => name > '0026')
    .filter(({ sql }) => takesAway(sql) && !/update schema_migrations set needs/i.test(sql));
  assert.deepEqual(
    silent.map(({ name }) => name),
    [],
  );
});
