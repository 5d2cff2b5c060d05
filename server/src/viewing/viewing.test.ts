import assert from 'node:assert/strict';
import { test } from 'node:test';
import { earOfContact, earOfPerson, userIdentifier } from '../../test/ear.ts';
import { sql } from '../../test/inside.ts';
import { visitorOf } from '../../test/visitor.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld();
const { ada, ben, cleo, acme } = world;

const idsIn = ({ viewers }: Answer['body']): number[] =>
  viewers.map(({ id }: { id: number }) => id);

test('who looks at a conversation is shown to the team, for a while', async () => {
  const { id } = await world.conversation();
  const answer = await ben.post(`/conversations/${id}/viewing`);
  assert.equal(answer.status, 200);
  assert.equal(answer.body.conversation_id, id);
  assert.deepEqual(idsIn(answer.body), [ben.id]);
  assert.deepEqual(Object.keys(answer.body.users), [String(ben.id)]);
  const [{ viewing_since, expires_at }] = answer.body.viewers;
  assert.equal(expires_at - viewing_since, answer.body.expires_in);
  assert.deepEqual(idsIn((await ada.post(`/conversations/${id}/viewing`)).body), [ben.id, ada.id]);
  assert.deepEqual(idsIn((await ben.get(`/conversations/${id}/viewing`)).body), [ben.id, ada.id]);
  const left = await ben.post(`/conversations/${id}/viewing`, { viewing: false });
  assert.deepEqual(idsIn(left.body), [ada.id]);
  await sql(
    world,
    `update conversation_viewers set seen_at = now() - interval '46 seconds', since = now() - interval '1 hour'`,
  );
  assert.deepEqual((await ada.get(`/conversations/${id}/viewing`)).body.viewers, []);
  await sql(world, `update conversation_viewers set seen_at = now() + interval '10 days'`);
  assert.deepEqual((await ada.get(`/conversations/${id}/viewing`)).body.viewers, []);
  const { body } = await ada.post(`/conversations/${id}/viewing`);
  assert.ok(body.viewers[0].viewing_since > Date.now() / 1000 - 60);
});

test('whoever may not see the conversation neither shows that they look nor learns who does', async () => {
  const { id } = await world.conversation();
  await ben.post(`/conversations/${id}/viewing`);
  for (const answer of [
    await cleo.post(`/conversations/${id}/viewing`),
    await cleo.get(`/conversations/${id}/viewing`),
  ])
    assert.equal(answer.status, 404);
  assert.deepEqual(idsIn((await ada.get(`/conversations/${id}/viewing`)).body), [ben.id]);
});

test('the team hears who looks, also when it was said over the socket; customers do not, and nothing is said twice', async () => {
  const mia = await visitorOf(world, { source: 'looked-at' });
  const { body } = await mia.post('/conversations');
  const id = body.id as number;
  const adas = await earOfPerson(world, ada);
  const bens = await earOfPerson(world, ben);
  const cleos = await earOfPerson(world, cleo);
  const mias = await earOfContact(world, 'looked-at');
  const identifier = await userIdentifier(ben, acme.id);
  const perform = (data: object): void =>
    bens.say({
      command: 'message',
      identifier,
      data: JSON.stringify({ action: 'viewing', ...data }),
    });
  perform({ conversation_id: 'nonsense' });
  perform({ conversation_id: id, viewing: 'maybe' });
  perform({ conversation_id: id });
  const { data } = await adas.hears('conversation.viewing');
  assert.equal(data.account_id, acme.id);
  assert.equal(data.conversation_id, id);
  assert.deepEqual(idsIn(data), [ben.id]);
  perform({ conversation_id: id });
  perform({ conversation_id: id, viewing: false });
  const next = await adas.hears('conversation.viewing');
  assert.deepEqual(idsIn(next.data), []);
  await ada.post(`/conversations/${id}/messages`, { content: 'Hello' });
  await ada.post('/contacts', { name: 'The end' });
  const end = ({ data: { name, content } }: Answer['body']): boolean =>
    name === 'The end' || content === 'Hello';
  for (const ear of [cleos, mias]) {
    await ear.hears(end);
    const heard = ear.frames.filter(({ message }) => message?.event === 'conversation.viewing');
    assert.deepEqual(heard, []);
  }
});

test('a program with a key is nobody for whom others wait', async () => {
  const { id } = await world.conversation();
  const made = await ada.post('/service_keys', { name: 'Robot', scopes: ['read', 'write'] });
  const headers = { api_access_token: made.body.token as string };
  const answer = await world.stranger.post(`/conversations/${id}/viewing`, {}, headers);
  assert.equal(answer.status, 200);
  assert.deepEqual(answer.body.viewers, []);
});
