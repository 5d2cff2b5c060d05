import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createTestDatabase } from '../../test/database.ts';
import { openVault } from '../auth/vault.ts';
import { loadConfig } from '../config.ts';
import { openPool } from '../db/pool.ts';
import { fillEmpty } from './demo.ts';

const database = await createTestDatabase();
const pool = openPool(database.connection, { max: 2 });
const DATA_DIR = mkdtempSync(join(tmpdir(), 'confab-demo-'));
after(async () => {
  await pool.end();
  await database.drop();
  rmSync(DATA_DIR, { recursive: true });
});

test('two servers that start on one empty database make one demo account', async () => {
  const config = loadConfig({ DATA_DIR });
  const vault = openVault('a secret key that only tests use, 32+ characters');
  const made = await Promise.all([1, 2].map(async () => fillEmpty(pool, config, vault)));
  assert.equal(made.filter((facts) => facts !== undefined).length, 1);
  const { rows } = await pool.query('select id from accounts');
  assert.equal(rows.length, 1);
});
