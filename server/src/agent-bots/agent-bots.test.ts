import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { picture, postParts } from '../../test/files.ts';
import { employRex, sql } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const image = await picture('png');
const server = createServer((request, response) => {
  response.writeHead(request.url === '/none' ? 404 : 200, { 'content-type': 'image/png' });
  response.end(request.url === '/text' ? 'no picture' : image);
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
after(() => server.close());
const { port } = server.address() as AddressInfo;
const world = await createWorld({ OUTBOUND_ALLOW: `127.0.0.1:${port}` });
const { ada, ben, gil, rex, acme, globex } = world;

const make = async (body: object = {}): Promise<Answer['body']> => {
  const answer = await ada.post('/agent_bots', { name: 'Robin', ...body });
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
};
const systemBot = async (): Promise<number> => {
  const [made] = await sql<{ id: number }>(
    world,
    `insert into agent_bots (name, outgoing_url) values ('System', 'https://inside.example.com') returning id`,
  );
  return made!.id;
};
const conversationsWith = async (token: string): Promise<number> =>
  (
    await world.app.inject({
      method: 'POST',
      url: `/api/v1/accounts/${acme.id}/conversations`,
      headers: { api_access_token: token },
      payload: { inbox_id: acme.support.id, contact_id: acme.mia.id },
    })
  ).statusCode;

test('a bot is made with a token that works', async () => {
  const bot = await make({ description: 'Helps', outgoing_url: 'https://bot.example.com/x' });
  const { id, access_token, ...rest } = bot;
  assert.deepEqual(rest, {
    name: 'Robin',
    description: 'Helps',
    thumbnail: '',
    outgoing_url: 'https://bot.example.com/x',
    bot_type: 'webhook',
    bot_config: {},
    account_id: acme.id,
    system_bot: false,
    inbox_ids: [],
  });
  assert.deepEqual((await ada.get(`/agent_bots/${id}`)).body, bot);
  assert.equal(await conversationsWith(access_token), 200);
});

test('a bot says where it answers first, and another account is not told', async () => {
  const system = await systemBot();
  const { id: inbox } = acme.support;
  const employed = async (who: typeof ada): Promise<number[]> =>
    (await who.get(`/agent_bots/${system}`)).body.inbox_ids;
  assert.equal(
    (await ada.post(`/inboxes/${inbox}/set_agent_bot`, { agent_bot: system })).status,
    200,
  );
  assert.deepEqual(await employed(ada), [inbox]);
  assert.deepEqual(await employed(gil), []);
  await ada.post(`/inboxes/${inbox}/set_agent_bot`, { agent_bot: null });
  assert.deepEqual(await employed(ada), []);
});

test('agents see the bots, but not what these sign in with nor where they work', async () => {
  const { id, access_token: _token, inbox_ids, ...seen } = await make();
  assert.deepEqual(inbox_ids, []);
  assert.deepEqual((await ben.get(`/agent_bots/${id}`)).body, { id, ...seen });
  const { body } = await ben.get('/agent_bots');
  assert.ok(body.some((bot: { id: number }) => bot.id === id));
  assert.ok(body.every((bot: object) => !('access_token' in bot) && !('inbox_ids' in bot)));
});

test('bots of the installation are seen without address and token, and cannot be changed', async () => {
  const id = await systemBot();
  const { body } = await ada.get('/agent_bots');
  const bot = body.find((each: { id: number }) => each.id === id);
  assert.deepEqual([bot.system_bot, bot.account_id, 'outgoing_url' in bot, 'access_token' in bot], [true, null, false, false]);
  for (const answer of [
    await ada.patch(`/agent_bots/${id}`, { name: 'Mine' }),
    await ada.delete(`/agent_bots/${id}`),
    await ada.delete(`/agent_bots/${id}/avatar`),
    await ada.post(`/agent_bots/${id}/reset_access_token`),
  ]) {
    assert.deepEqual([answer.status, answer.body], [404, { error: 'Resource could not be found' }]);
  }
  assert.equal((await ada.get(`/agent_bots/${id}`)).body.name, 'System');
}); // prettier-ignore

test('bots of another account are not there', async () => {
  const theirs = (await gil.post('/agent_bots', { name: 'Theirs' })).body;
  const { body } = await ada.get('/agent_bots');
  assert.ok(!body.some(({ id }: { id: number }) => id === theirs.id));
  for (const answer of [
    await ada.get(`/agent_bots/${theirs.id}`),
    await ada.patch(`/agent_bots/${theirs.id}`, { name: 'Ours' }),
    await ada.delete(`/agent_bots/${theirs.id}`),
    await ada.post(`/agent_bots/${theirs.id}/reset_access_token`),
    await ada.get('/agent_bots/x'),
  ]) {
    assert.equal(answer.status, 404);
  }
  assert.deepEqual((await gil.get(`/agent_bots/${theirs.id}`)).body, theirs);
});

test('what is named is changed, by either verb', async () => {
  const bot = await make({ description: 'a', outgoing_url: 'https://a.example.com' });
  const bot_config = { locale: 'de' };
  const changed = (await ada.patch(`/agent_bots/${bot.id}`, { name: 'New', bot_config })).body;
  assert.deepEqual(changed, { ...bot, name: 'New', bot_config });
  const emptied = (await ada.put(`/agent_bots/${bot.id}`, { description: null })).body;
  assert.deepEqual(emptied, { ...changed, description: null });
});

for (const [body, attribute] of [
  [{ name: '' }, 'name'],
  [{ name: 'x'.repeat(256) }, 'name'],
  [{ outgoing_url: 'bot.example.com' }, 'outgoing_url'],
  [{ outgoing_url: 'file:///etc/passwd' }, 'outgoing_url'],
  [{ outgoing_url: `https://x.example/${'x'.repeat(2048)}` }, 'outgoing_url'],
  [{ bot_type: 'csml' }, 'bot_type'],
  [{ bot_config: 'x' }, 'bot_config'],
] as const) {
  test(`a bot refuses ${JSON.stringify(body).slice(0, 60)}`, async () => {
    const bot = await make();
    for (const answer of [
      await ada.post('/agent_bots', { name: 'x', ...body }),
      await ada.patch(`/agent_bots/${bot.id}`, body),
    ]) {
      assert.deepEqual([answer.status, answer.body.attributes], [422, [attribute]]);
    }
    assert.deepEqual((await ada.get(`/agent_bots/${bot.id}`)).body, bot);
  });
}

test('a bot needs a name', async () => {
  const answer = await ada.post('/agent_bots', { description: 'x' });
  assert.deepEqual(answer.body, { message: "Name can't be blank", attributes: ['name'] });
});

test('a picture is sent or fetched, and taken away', async () => {
  const sent = await postParts(ada, '/agent_bots', [
    { name: 'name', bytes: 'Pic' },
    { name: 'avatar', filename: 'a.png', bytes: image },
  ]);
  assert.match(sent.body.thumbnail, /a\.png$/);
  const bot = await make({ avatar_url: `http://127.0.0.1:${port}/face.png` });
  assert.match(bot.thumbnail, /face\.png$/);
  const gone = await ada.delete(`/agent_bots/${bot.id}/avatar`);
  assert.deepEqual([gone.status, gone.body.thumbnail], [200, '']);
});

test('a picture that is none, is not there, or lies inside is refused, and no bot is made', async () => {
  const before = (await ada.get('/agent_bots')).body.length;
  for (const [url, attribute] of [
    [`http://127.0.0.1:${port}/none`, 'avatar_url'],
    [`http://127.0.0.1:${port}/text`, 'avatar'],
    [`http://localhost:${port}/a.png`, 'avatar_url'],
    ['http://169.254.169.254/', 'avatar_url'],
    ['nonsense', 'avatar_url'],
    [{}, 'avatar_url'],
  ]) {
    const answer = await ada.post('/agent_bots', { name: 'x', avatar_url: url });
    assert.deepEqual([answer.status, answer.body.attributes], [422, [attribute]]);
  }
  assert.equal((await ada.get('/agent_bots')).body.length, before);
});

test('a new token works, and the one before does not', async () => {
  const bot = await make();
  const answer = await ada.post(`/agent_bots/${bot.id}/reset_access_token`);
  assert.equal(answer.status, 200);
  assert.notEqual(answer.body.access_token, bot.access_token);
  assert.equal(await conversationsWith(bot.access_token), 401);
  assert.equal(await conversationsWith(answer.body.access_token), 200);
});

test('a deleted bot leaves its inbox and conversations, cannot act, and what it wrote stays', async () => {
  await employRex(world, acme.support);
  const { id } = await world.conversation();
  await ada.post(`/conversations/${id}/assignments`, { assignee_id: rex.id, assignee_type: 'AgentBot' });
  const { body: said } = await rex.post(`/conversations/${id}/messages`, { content: 'Beep' });
  assert.equal(said.sender.type, 'agent_bot');
  const answer = await ada.delete(`/agent_bots/${rex.id}`);
  assert.deepEqual([answer.status, answer.text], [200, '']);
  assert.deepEqual((await ada.get(`/inboxes/${acme.support.id}/agent_bot`)).body, {});
  assert.equal((await rex.post(`/conversations/${id}/messages`, { content: 'Beep' })).status, 401);
  const { body } = await ada.get(`/conversations/${id}/messages`);
  assert.ok(body.payload.some(({ content }: { content: string }) => content === 'Beep'));
  assert.equal((await ada.get(`/conversations/${id}`)).body.meta.assignee, undefined);
  assert.equal((await world.conversation()).status, 'open');
}); // prettier-ignore

test('further keys change nothing', async () => {
  const extra = {
    id: 7,
    account_id: globex.id,
    access_token: 'x',
    system_bot: true,
    thumbnail: 'x',
  };
  const bot = await make();
  assert.deepEqual((await ada.patch(`/agent_bots/${bot.id}`, extra)).body, bot);
  assert.equal((await make(extra)).account_id, acme.id);
});

test('only administrators make and change bots, and each change is noted without tokens', async () => {
  const bot = await make();
  for (const answer of [
    await ben.post('/agent_bots', { name: 'x' }),
    await ben.patch(`/agent_bots/${bot.id}`, { name: 'x' }),
    await ben.delete(`/agent_bots/${bot.id}`),
    await ben.delete(`/agent_bots/${bot.id}/avatar`),
    await ben.post(`/agent_bots/${bot.id}/reset_access_token`),
  ]) {
    assert.equal(answer.status, 401);
  }
  await ada.patch(`/agent_bots/${bot.id}`, { name: 'Noted' });
  await ada.post(`/agent_bots/${bot.id}/reset_access_token`);
  await ada.delete(`/agent_bots/${bot.id}`);
  const audits = await sql<{ action: string; audited_changes: object }>(
    world,
    `select action, audited_changes from audits where auditable_type = 'AgentBot' and auditable_id = $1 order by id`,
    [bot.id],
  );
  assert.deepEqual(
    audits.map(({ action }) => action),
    ['create', 'update', 'update', 'destroy'],
  );
  assert.deepEqual(audits[1]?.audited_changes, { name: ['Robin', 'Noted'] });
  assert.ok(!JSON.stringify(audits).includes(bot.access_token));
});
