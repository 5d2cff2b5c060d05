import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '../../test/inside.ts';
import { createWorld } from '../../test/world.ts';

const world = await createWorld({
  RATE_LIMIT: '100000',
  RATE_LIMIT_REPORTS_API_USER_LEVEL: '3',
  RATE_LIMIT_REPORTS_API_ACCOUNT_LEVEL: '5',
});
const { acme, globex, ada, ben, gil } = world;
const path = `/api/v2/accounts/${acme.id}/reports/conversations?type=account`;

test('reports are limited per person and per account, and nothing else is', async () => {
  await sql(world, `update memberships set role = 'administrator' where account_id = $1`, [
    acme.id,
  ]);
  for (let n = 0; n < 3; n += 1) assert.equal((await ada.get(path)).status, 200);
  const refused = await ada.get(path);
  assert.deepEqual([refused.status, refused.text], [429, 'Retry later\n']);
  assert.match(refused.headers['content-type'] as string, /^text\/plain/);
  const suffixed = await ada.get(`/api/v2/accounts/${acme.id}/reports/agents.csv`);
  assert.equal(suffixed.status, 429, 'whatever the suffix');
  assert.equal(
    (await ada.get(`/api/v2/accounts/${acme.id}/live_reports/conversation_metrics`)).status,
    200,
  );
  assert.equal((await ben.get(path)).status, 200);
  assert.equal((await ben.get(path)).status, 200);
  assert.equal((await ben.get(path)).status, 429, 'the account has had five');
  const elsewhere = await gil.get(
    `/api/v2/accounts/${globex.id}/reports/conversations?type=account`,
  );
  assert.equal(elsewhere.status, 200);
});
