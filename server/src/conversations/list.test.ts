import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { sql } from '../../test/inside.ts';
import { createWorld, type Answer, type Caller } from '../../test/world.ts';

const world = await createWorld();
const { acme, ada, ben, cleo, dora, rex, gil, stranger } = world;

/** Display ids, by what is special about each conversation. */
const c: Record<string, number> = {};
const name = (id: number): string => Object.keys(c).find((key) => c[key] === id) ?? String(id);

before(async () => {
  const open = async (key: string, input: Record<string, unknown>): Promise<void> => {
    c[key] = (await world.conversation(input)).id;
  };
  await open('bens', { assignee_id: ben.id });
  await open('free', { contact_id: acme.noah.id, source_id: 'noahs-shop-account' });
  await open('resolved', { status: 'resolved', assignee_id: ben.id });
  await open('pending', { inbox_id: acme.website.id, status: 'pending' });
  await open('snoozed', { inbox_id: acme.mail.id, status: 'snoozed' });
  await open('cleos', { inbox_id: acme.sales.id, assignee_id: cleo.id });
  await open('team', { inbox_id: acme.sales.id, team_id: acme.escalations.id });
  await ada.post(`/conversations/${c['free']}/labels`, { labels: ['VIP', 'refund'] });
  const elsewhere = { inbox_id: world.globex.inbox.id, contact_id: world.globex.contact.id };
  assert.equal((await gil.post('/conversations', elsewhere)).status, 200);
});

/** What is special about the conversations that somebody's list shows, in alphabetical order. */
async function listed(who: Caller, query = ''): Promise<string[]> {
  const { body, status, text } = await who.get(`/conversations?${query}`);
  assert.equal(status, 200, text);
  return body.data.payload.map(({ id }: { id: number }) => name(id)).toSorted();
}

const counts = ({ body }: Answer) => {
  const { mine_count, assigned_count, unassigned_count, all_count } = body.data?.meta ?? body.meta;
  return { mine_count, assigned_count, unassigned_count, all_count };
};

test('an administrator sees the open conversations of the whole account, and of no other', async () => {
  assert.deepEqual(await listed(ada), ['bens', 'cleos', 'free', 'team']);
});

test('an agent sees the conversations of their inboxes', async () => {
  assert.deepEqual(await listed(ben), ['bens', 'free']);
  assert.deepEqual(await listed(cleo), ['cleos', 'team']);
});

test('a team adds nothing to the list of an agent who is in no inbox', async () => {
  assert.equal((await dora.get(`/conversations/${c['team']}`)).status, 200);
  assert.deepEqual(await listed(dora, 'status=all'), []);
  assert.equal((await dora.get('/conversations?status=all')).body.data.meta.all_count, 0);
});

test('being the assignee adds nothing to the list either', async () => {
  const { id } = await world.conversation({ inbox_id: acme.sales.id, assignee_id: ben.id });
  c['bens in sales'] = id;
  assert.deepEqual(await listed(ben), ['bens', 'free']);
  assert.deepEqual(await listed(ben, 'assignee_type=me'), ['bens']);
  await ada.delete(`/conversations/${id}`);
});

for (const [query, expected] of Object.entries({
  'status=open': ['bens', 'cleos', 'free', 'team'],
  'status=resolved': ['resolved'],
  'status=pending': ['pending'],
  'status=snoozed': ['snoozed'],
  'status=all': ['bens', 'cleos', 'free', 'pending', 'resolved', 'snoozed', 'team'],
  'status[]=resolved&status[]=pending': ['pending', 'resolved'],
  'status%5B%5D=resolved&status%5B%5D=snoozed': ['resolved', 'snoozed'],
  'status[]=resolved&status[]=all': [
    'bens',
    'cleos',
    'free',
    'pending',
    'resolved',
    'snoozed',
    'team',
  ],
  'status=0': ['bens', 'cleos', 'free', 'team'],
  'status=1': ['resolved'],
  'status=2': ['pending'],
  'status=3': ['snoozed'],
})) {
  test(`?${query} lists ${expected.join(', ')}`, async () => {
    assert.deepEqual(await listed(ada, query), expected);
  });
}

for (const query of ['status=', 'status=Open', 'status=closed', 'status=4', 'status=-1']) {
  test(`?${query} is an empty list with counts of zero, not an error`, async () => {
    const answer = await ada.get(`/conversations?${query}`);
    assert.equal(answer.status, 200);
    assert.deepEqual(answer.body.data.payload, []);
    assert.deepEqual(counts(answer), {
      mine_count: 0,
      assigned_count: 0,
      unassigned_count: 0,
      all_count: 0,
    });
  });
}

test('assignee_type narrows the list and never its counts', async () => {
  const expected = { mine_count: 1, assigned_count: 1, unassigned_count: 1, all_count: 2 };
  const types = {
    me: ['bens'],
    assigned: ['bens'],
    unassigned: ['free'],
    all: ['bens', 'free'],
    nonsense: ['bens', 'free'],
    '': ['bens', 'free'],
  };
  for (const [type, names] of Object.entries(types)) {
    assert.deepEqual(await listed(ben, `assignee_type=${type}`), names, type);
    const answer = await ben.get(`/conversations?assignee_type=${type}`);
    assert.deepEqual(counts(answer), expected, type);
    assert.equal(answer.body.data.meta.count, names.length, type);
  }
});

test('a conversation that a bot handles counts as unassigned', async () => {
  const { id } = await world.conversation();
  c['bots'] = id;
  const body = { assignee_id: rex.id, assignee_type: 'AgentBot' };
  assert.equal((await ada.post(`/conversations/${id}/assignments`, body)).body.name, 'Rex');
  assert.deepEqual(await listed(ben, 'assignee_type=unassigned'), ['bots', 'free']);
  assert.deepEqual(await listed(ben, 'assignee_type=assigned'), ['bens']);
  await ada.delete(`/conversations/${id}`);
});

test('inbox_id takes one or several inboxes', async () => {
  const { support, sales, website } = acme;
  assert.deepEqual(await listed(ada, `inbox_id=${sales.id}`), ['cleos', 'team']);
  assert.deepEqual(await listed(ada, `inbox_id[]=${support.id}&inbox_id[]=${sales.id}`), [
    'bens',
    'cleos',
    'free',
    'team',
  ]);
  assert.deepEqual(await listed(ada, `inbox_id=${website.id}&status=all`), ['pending']);
});

test('inbox_id shows an agent nothing beyond their own inboxes', async () => {
  const { support, sales } = acme;
  assert.deepEqual(await listed(ben, `inbox_id=${sales.id}`), []);
  assert.deepEqual(await listed(ben, `inbox_id[]=${sales.id}&inbox_id[]=${support.id}`), [
    'bens',
    'free',
  ]);
  const answer = await ben.get(`/conversations?inbox_id=${sales.id}`);
  assert.equal(answer.body.data.meta.all_count, 0);
});

test('an inbox that is unknown, foreign, empty or no number is an empty list', async () => {
  for (const inbox of [
    '999999',
    world.globex.inbox.id,
    '',
    '0',
    'abc',
    '-1',
    '99999999999999999',
  ]) {
    assert.deepEqual(await listed(ada, `status=all&inbox_id=${inbox}`), [], String(inbox));
  }
});

test('team_id lists the conversations of the team', async () => {
  assert.deepEqual(await listed(ada, `team_id=${acme.escalations.id}`), ['team']);
  assert.deepEqual(await listed(ada, `team_id=${acme.billing.id}`), []);
  assert.deepEqual(await listed(ben, `team_id=${acme.escalations.id}`), []);
});

test('a team that does not exist, or not here, is 404', async () => {
  for (const team of ['0', '999999', 'abc', '', '-1', String(world.globex.team.id)]) {
    const answer = await ada.get(`/conversations?team_id=${team}`);
    assert.equal(answer.status, 404, team);
    assert.equal(answer.text, '{"error":"Resource could not be found"}');
  }
});

test('labels match any of several, whatever their case', async () => {
  for (const query of [
    'labels=vip',
    'labels[]=Refund',
    'labels=nobody,VIP',
    'labels[]=x&labels[]=refund',
  ]) {
    assert.deepEqual(await listed(ada, query), ['free'], query);
  }
});

test('a label that nobody has, or none, is an empty list', async () => {
  for (const query of [
    'labels=nobody',
    'labels=',
    'labels[]=',
    'labels=%',
    'labels=vi',
    'labels=,',
  ]) {
    assert.deepEqual(await listed(ada, query), [], query);
  }
});

test('source_id finds the conversations of one contact inbox, exactly', async () => {
  assert.deepEqual(await listed(ada, 'source_id=noahs-shop-account'), ['free']);
  assert.deepEqual(await listed(ada, 'source_id=noahs-shop'), []);
  assert.deepEqual(await listed(cleo, 'source_id=noahs-shop-account'), []);
});

test('updated_within shows what changed lately, all of it on one page', async () => {
  await sql(
    world,
    `update conversations set updated_at = now() - interval '1 hour' where display_id = $1`,
    [c['free']],
  );
  assert.deepEqual(await listed(ben, 'updated_within=600'), ['bens']);
  assert.deepEqual(await listed(ben, 'updated_within=7200&page=9&per_page='), ['bens', 'free']);
  const { meta } = (await ben.get('/conversations?updated_within=600')).body.data;
  assert.equal(meta.all_count, 2, 'the counts are not narrowed');
  assert.equal(meta.count, 1);
});

test('updated_within that is no number shows nothing; blank is as if it were absent', async () => {
  assert.deepEqual(await listed(ben, 'updated_within=soon'), []);
  assert.deepEqual(await listed(ben, 'updated_within=-5'), []);
  assert.deepEqual(await listed(ben, 'updated_within='), ['bens', 'free']);
  assert.deepEqual(await listed(ben, `updated_within=${'9'.repeat(30)}`), ['bens', 'free']);
});

test('meta counts what the list would', async () => {
  for (const query of [
    '',
    'status=all',
    'status=resolved',
    `inbox_id=${acme.sales.id}`,
    'labels=vip',
  ]) {
    const [list, meta] = [
      await ada.get(`/conversations?${query}`),
      await ada.get(`/conversations/meta?${query}`),
    ];
    assert.deepEqual(counts(meta), counts(list), query);
    assert.equal(meta.body.meta.count, list.body.data.meta.count);
  }
  assert.equal((await ada.get('/conversations/meta?team_id=0')).status, 404);
});

test('the counts stand before what we add to them', async () => {
  const { meta } = (await ada.get('/conversations')).body.data;
  assert.deepEqual(Object.keys(meta).slice(0, 6), [
    'mine_count',
    'assigned_count',
    'unassigned_count',
    'all_count',
    'count',
    'current_page',
  ]);
});

test('a stranger and a bot do not get a list', async () => {
  const { headers: _, ...answer } = await stranger.get('/conversations');
  assert.equal(answer.status, 401);
  assert.deepEqual(answer.body, { errors: ['You need to sign in or sign up before continuing.'] });
  const bot = await rex.get('/conversations');
  assert.equal(bot.status, 401);
  assert.deepEqual(bot.body, { error: 'Access to this endpoint is not authorized for bots' });
  assert.equal((await rex.get('/conversations/meta')).status, 401);
});

test('the defaults that n8n sends are answered by the contract and never crash', async () => {
  const noisy = `q=&inbox_id=0&team_id=0&labels=${encodeURIComponent('[\n  null\n]')}`;
  assert.equal((await ada.get(`/conversations?${noisy}`)).status, 404, 'no team 0');
  const without = await ada.get(`/conversations?${noisy.replace('team_id=0&', '')}`);
  assert.equal(without.status, 200);
  assert.deepEqual(without.body.data.payload, []);
});
