import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { connect, eventsOf, linesOf, namesOf, sql } from '../../test/inside.ts';
import { createWorld } from '../../test/world.ts';
import { releaseConversations } from '../conversations/release.ts';
import { createLog } from '../log.ts';

// Ada removes Ben, who works in Acme's support, website and mail and in the team billing.

const world = await createWorld();
const { acme, globex, ada, ben, cleo } = world;
const log = createLog({ logLevel: 'silent' });
const ids: number[] = [];
let message = 0;
let cleos = 0;

before(async () => {
  await connect(world, ben);
  for (let n = 0; n < 3; n += 1) {
    ids.push((await world.conversation({ assignee_id: ben.id, status: 'resolved' })).id);
  }
  cleos = (await world.conversation({ inbox_id: acme.sales.id, assignee_id: cleo.id })).id;
  const said = await ben.post(`/conversations/${ids[0]}/messages`, { content: 'By Ben' });
  message = said.body.id;
  await sql(world, 'insert into memberships (account_id, user_id, role) values ($1, $2, $3)', [
    globex.id,
    ben.id,
    'agent',
  ]);
  await sql(
    world,
    'insert into inbox_members (account_id, inbox_id, user_id) values ($1, $2, $3)',
    [globex.id, globex.inbox.id, ben.id],
  );
});

const count = async (table: string, account = acme.id): Promise<number> => {
  const found = await sql(world, `select 1 from ${table} where account_id = $1 and user_id = $2`, [
    account,
    ben.id,
  ]);
  return found.length;
};
const release = async (): Promise<void> => {
  const jobs = await sql<{ data: Parameters<typeof releaseConversations>[1] }>(
    world,
    `select data from jobs.job where name = 'release_conversations'`,
  );
  assert.equal(jobs.length, 1);
  for (const { data } of jobs) await releaseConversations({ pool: world.pool, log }, data);
};

test('removing answers nothing, and at once the token has lost the account', async () => {
  assert.equal((await ben.get('/conversations')).status, 200);
  const keys = (await ada.get('/cache_keys')).body.cache_keys;
  const names = namesOf(
    await eventsOf(world, async () => {
      const answer = await ada.delete(`/agents/${ben.id}`);
      assert.deepEqual([answer.status, answer.text], [200, '']);
    }),
  );
  const stale = 'account.cache_invalidated';
  assert.deepEqual(names, [stale, stale, 'settings.changed']);
  const after = (await ada.get('/cache_keys')).body.cache_keys;
  assert.notEqual(after.inbox, keys.inbox);
  assert.notEqual(after.team, keys.team);
  const refused = await ben.get('/conversations');
  assert.equal(refused.text, '{"error":"You are not authorized to access this account"}');
  assert.equal((await ben.get('')).status, 404);
});

test('they are listed no more, and what they were in is without them', async () => {
  const { body } = await ada.get('/agents');
  assert.ok(!body.some(({ id }: { id: number }) => id === ben.id));
  for (const table of ['inbox_members', 'team_members', 'notification_settings']) {
    assert.equal(await count(table), 0, table);
  }
  assert.deepEqual(await sql(world, 'select 1 from presence where id = $1', [ben.id]), []);
  const again = await ada.delete(`/agents/${ben.id}`);
  assert.equal(again.status, 404);
});

test('their other accounts and sessions go on', async () => {
  const elsewhere = await ben.get(`/api/v1/accounts/${globex.id}/conversations`);
  assert.equal(elsewhere.status, 200);
  assert.equal(await count('inbox_members', globex.id), 1);
  assert.equal(await count('notification_settings', globex.id), 1);
});

test('what they wrote stays theirs', async () => {
  const { body } = await ada.get(`/conversations/${ids[0]}/messages`);
  const theirs = body.payload.find(({ id }: { id: number }) => id === message);
  assert.deepEqual([theirs.sender.id, theirs.sender.name], [ben.id, 'Ben']);
});

test('their conversations become unassigned, each with its events and a line by who removed them', async () => {
  const events = namesOf(await eventsOf(world, release));
  assert.equal(events.filter((name) => name === 'assignee.changed').length, ids.length);
  assert.equal(events.filter((name) => name === 'conversation.updated').length, ids.length);
  for (const id of ids) {
    const { body } = await ada.get(`/conversations/${id}`);
    assert.equal(body.meta.assignee, undefined);
    assert.equal((await linesOf(world, id)).at(-1), 'Conversation unassigned by Ada');
  }
  assert.equal((await ada.get(`/conversations/${cleos}`)).body.meta.assignee.id, cleo.id);
});

test('a second run of the same job finds nothing to do', async () => {
  assert.deepEqual(await eventsOf(world, release), []);
});

test('who is added again is the same member, with the role and settings of a new one', async () => {
  const answer = await ada.post('/agents', {
    name: 'Somebody',
    email: ben.email,
    availability: 'busy',
    auto_offline: false,
  });
  assert.equal(answer.status, 200, answer.text);
  assert.deepEqual(
    [answer.body.id, answer.body.name, answer.body.role, answer.body.availability_status],
    [ben.id, 'Ben', 'agent', 'busy'],
  );
  assert.equal((await ben.get('/conversations')).status, 200);
  assert.equal(await count('notification_settings'), 1);
  assert.equal(await count('inbox_members'), 0, 'they start without inboxes');
});

test('who is back before the job runs keeps what they are given', async () => {
  const { id } = await world.conversation({ assignee_id: ben.id });
  await release();
  assert.equal((await ada.get(`/conversations/${id}`)).body.meta.assignee.id, ben.id);
});
