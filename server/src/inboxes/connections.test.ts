import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventsOf, namesOf, sql } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld();
const { ada, ben, cleo, rex, acme, globex, pool } = world;
const support = `/inboxes/${acme.support.id}`;

const connect = async (agent_bot: unknown, path = support): Promise<Answer> =>
  ada.post(`${path}/set_agent_bot`, { agent_bot });
const connected = async (): Promise<Answer['body']> => (await ben.get(`${support}/agent_bot`)).body;
const botOf = async (account: number | null): Promise<number> => {
  const made = await pool.query<{ id: number }>(
    'insert into agent_bots (account_id, name) values ($1, $2) returning id',
    [account, 'Other'],
  );
  return Number(made.rows[0]?.id);
};

test('a bot is connected, answers first, and is let go again', async () => {
  assert.deepEqual(await connected(), {});
  const answer = await connect(rex.id);
  assert.deepEqual([answer.status, answer.text], [200, '']);
  assert.deepEqual(await connected(), {
    agent_bot: {
      id: rex.id,
      name: 'Rex',
      description: null,
      thumbnail: '',
      outgoing_url: null,
      bot_type: 'webhook',
      bot_config: {},
      account_id: acme.id,
      system_bot: false,
    },
  });
  assert.equal((await world.conversation()).status, 'pending');
  for (const nobody of [null, undefined, '']) {
    await connect(rex.id);
    await connect(nobody);
    assert.deepEqual(await connected(), {});
  }
  assert.equal((await world.conversation()).status, 'open');
});

test('bots of the installation can be connected; those of others, and none, are not found', async () => {
  const system = await botOf(null);
  assert.equal((await connect(system)).status, 200);
  const { agent_bot } = await connected();
  assert.deepEqual([agent_bot.id, agent_bot.system_bot], [system, true]);
  assert.ok(!('outgoing_url' in agent_bot));
  for (const id of [await botOf(globex.id), 987_654_321, 'x', {}, [rex.id], -1]) {
    assert.equal((await connect(id)).status, 404, JSON.stringify(id));
  }
  assert.equal((await connected()).agent_bot.id, system);
  assert.equal((await connect(rex.id, `/inboxes/${globex.inbox.id}`)).status, 404);
  await connect(null);
});

test('a change of bot is noted once, and makes copies stale', async () => {
  const events = await eventsOf(world, async () => {
    await connect(rex.id);
    await connect(String(rex.id));
  });
  assert.deepEqual(namesOf(events), ['account.cache_invalidated']);
  const [audit] = await sql<{ audited_changes: object }>(
    world,
    `select audited_changes from audits where auditable_type = 'Inbox' and auditable_id = $1 order by id desc limit 1`,
    [acme.support.id],
  );
  assert.deepEqual(audit?.audited_changes, { agent_bot: [null, rex.id] });
  await connect(null);
});

const refusals: [method: 'get' | 'post' | 'delete', what: string, status: number, error: string][] =
  [
    ['post', 'sync_templates', 422, 'Template sync is only available for WhatsApp channels'],
    ['get', 'health', 400, 'Health data only available for WhatsApp Cloud API channels'],
    ...(['get', 'post'] as const).map((method): (typeof refusals)[number] => [
      method,
      'csat_template',
      400,
      'CSAT template operations only available for WhatsApp and Twilio WhatsApp channels',
    ]),
    ...(['get', 'post', 'delete'] as const).map((method): (typeof refusals)[number] => [
      method,
      'assignment_policy',
      404,
      'Assignment policy not found',
    ]),
  ];
for (const [method, what, status, error] of refusals) {
  test(`${method} ${what} says what there is not`, async () => {
    const answer = await ada[method](`${support}/${what}`);
    assert.deepEqual([answer.status, answer.body], [status, { error }]);
    const unknown = await ada[method](`/inboxes/${globex.inbox.id}/${what}`);
    assert.deepEqual(unknown.body, { error: 'Resource could not be found' });
    assert.equal((await cleo[method](`${support}/${what}`)).status, /health|csat/.test(what) ? 404 : 401);
  });
} // prettier-ignore

test('an inbox has no campaigns', async () => {
  const answer = await ada.get(`${support}/campaigns`);
  assert.deepEqual([answer.status, answer.body], [200, []]);
  assert.equal((await ada.get(`/inboxes/${globex.inbox.id}/campaigns`)).status, 404);
});

test('what is connected is for administrators to change', async () => {
  assert.equal((await ben.post(`${support}/set_agent_bot`, { agent_bot: rex.id })).status, 401);
  assert.equal((await ben.delete(`${support}/avatar`)).status, 401);
  assert.equal((await cleo.get(`${support}/agent_bot`)).status, 404);
  assert.deepEqual(await connected(), {});
});
