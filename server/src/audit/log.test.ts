import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { sql, statementsOf } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld();
const { acme, ada, ben, rex, gil } = world;

let team = 0;
const log = async (query = ''): Promise<Answer['body']> => {
  const { status, body, text } = await ada.get(`/audit_logs${query}`);
  assert.equal(status, 200, text);
  return body;
};

before(async () => {
  team = (await ada.post('/teams', { name: 'night' })).body.id;
  await ada.patch(`/teams/${team}`, { description: 'Late' }, { 'x-request-id': 'request-1' });
  await ada.post(`/teams/${team}/team_members`, { user_ids: [ben.id] });
  await ada.patch('', { name: 'Acme Ltd' });
});

test('the log has exactly its keys, the newest line first', async () => {
  const body = await log();
  assert.deepEqual(Object.keys(body), ['per_page', 'total_entries', 'current_page', 'audit_logs']);
  assert.deepEqual([body.per_page, body.total_entries, body.current_page], [15, 4, 1]);
  assert.deepEqual(
    body.audit_logs.map((line: Answer['body']) => [line.auditable_type, line.action]),
    [
      ['Account', 'update'],
      ['TeamMember', 'create'],
      ['Team', 'update'],
      ['Team', 'create'],
    ],
  );
  const { id, created_at, remote_address, auditable, ...line } = body.audit_logs[2];
  assert.deepEqual(line, {
    auditable_id: team,
    auditable_type: 'Team',
    associated_id: acme.id,
    associated_type: 'Account',
    user_id: ada.id,
    user_type: 'User',
    username: ada.email,
    action: 'update',
    audited_changes: { description: [null, 'Late'] },
    version: 2,
    comment: null,
    request_uuid: 'request-1',
  });
  assert.ok(Number.isInteger(id) && Number.isInteger(created_at));
  assert.equal(remote_address, '127.0.0.1');
  assert.deepEqual(
    [auditable.id, auditable.name, auditable.description],
    [team, 'night', 'Late'],
    'the record as it is now',
  );
  const [account, member] = body.audit_logs;
  assert.deepEqual([account.auditable.name, account.auditable_id], ['Acme Ltd', acme.id]);
  assert.deepEqual(member.auditable, { account_id: acme.id, team_id: team, user_id: ben.id });
});

test('versions count the changes of one record', async () => {
  const { audit_logs } = await log('?auditable_type=Team');
  assert.deepEqual(
    audit_logs.map(({ version }: { version: number }) => version),
    [2, 1],
  );
});

for (const [query, expected] of [
  ['auditable_type=Team', 2],
  ['auditable_type=Nothing', 0],
  ['action=create', 2],
  ['action=update&auditable_type=Account', 1],
  ['since=4000000000', 0],
  ['until=2020-01-01T00:00:00Z', 0],
  ['since=2020-01-01&until=4000000000', 4],
] as const) {
  test(`?${query} finds ${expected} lines`, async () => {
    const body = await log(`?${query}`);
    assert.equal(body.total_entries, expected);
    assert.equal(body.audit_logs.length, expected);
  });
}

test('lines are found by who did it', async () => {
  assert.equal((await log(`?user_id=${ada.id}`)).total_entries, 4);
  assert.equal((await log(`?user_id=${ben.id}`)).total_entries, 0);
});

test('a time that is none is refused by name', async () => {
  for (const name of ['since', 'until']) {
    const { status, body } = await ada.get(`/audit_logs?${name}=soon`);
    assert.equal(status, 422);
    assert.deepEqual(body, { error: `${name} is not a valid time` });
  }
});

test('the log has fifteen lines on a page, in the same number of statements', async () => {
  const few = (await statementsOf(async () => log())).length;
  for (let n = 0; n < 14; n += 1) await ada.patch(`/teams/${team}`, { description: `Late ${n}` });
  assert.equal((await statementsOf(async () => log())).length, few);
  const first = await log();
  const second = await log('?page=2');
  assert.deepEqual([first.audit_logs.length, second.audit_logs.length], [15, 3]);
  assert.deepEqual([second.total_entries, second.current_page], [18, 2]);
  assert.equal(first.audit_logs[0].version, 16);
  assert.equal((await log('?page=x')).current_page, 1);
});

test('of a record that is gone there is no more than its lines', async () => {
  await ada.delete(`/teams/${team}`);
  const { audit_logs } = await log('?auditable_type=Team');
  assert.equal(audit_logs[0].action, 'destroy');
  assert.ok(audit_logs.every(({ auditable }: { auditable: unknown }) => auditable === null));
});

test("another account's lines are not among them, and only administrators read it", async () => {
  await gil.post('/teams', { name: 'theirs' });
  assert.ok(
    !(await log('?page=1')).audit_logs.some(
      ({ user_id }: { user_id: number }) => user_id === gil.id,
    ),
  );
  assert.equal((await gil.get('/audit_logs')).body.total_entries, 1);
  const agent = await ben.get('/audit_logs');
  assert.deepEqual(
    [agent.status, agent.text],
    [401, '{"error":"You are not authorized to do this action"}'],
  );
  assert.equal((await rex.get('/audit_logs')).status, 401);
});

test('what was done by a bot, or by somebody whose account is gone, keeps a name', async () => {
  await sql(
    world,
    `insert into audits (account_id, auditable_type, auditable_id, user_type, user_id, username, action)
     values ($1, 'Label', 1, 'AgentBot', $2, 'Rex', 'create')`,
    [acme.id, rex.id],
  );
  const [line] = (await log('?auditable_type=Label')).audit_logs;
  assert.deepEqual([line.username, line.user_type, line.auditable], ['Rex', 'AgentBot', null]);
});
