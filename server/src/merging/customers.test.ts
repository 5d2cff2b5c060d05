import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browserAt } from '../../test/browser.ts';
import { earOfContact } from '../../test/ear.ts';
import { sql } from '../../test/inside.ts';
import { visitorOf } from '../../test/visitor.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld();
const { acme, ada } = world;

type Body = Answer['body'];
const texts = (messages: Body[]): string[] => messages.map(({ content }) => content);
const merge = async (target: number, source_id: number): Promise<Answer> =>
  ada.post(`/conversations/${target}/merge`, { source_id });

test('a customer goes on in the target, by whichever of the two they came', async () => {
  const mia = await visitorOf(world, { source: 'mia' });
  const one = (await mia.post('/conversations')).body.id as number;
  const other = (await mia.post('/conversations')).body.id as number;
  await mia.post(`/conversations/${one}/messages`, { content: 'first' });
  await mia.post(`/conversations/${other}/messages`, { content: 'second' });
  const ear = await earOfContact(world, 'mia');
  assert.equal((await merge(one, other)).status, 200);
  for (const id of [one, other]) {
    assert.equal((await mia.get(`/conversations/${id}`)).body.id, one);
    assert.deepEqual(texts((await mia.get(`/conversations/${id}/messages`)).body), [
      'first',
      'second',
    ]);
  }
  assert.deepEqual(
    ((await mia.get('/conversations')).body as Body[]).map(({ id }) => id),
    [one],
  );
  const written = await mia.post(`/conversations/${other}/messages`, { content: 'third' });
  assert.equal(written.body.conversation_id, one);
  await ada.post(`/conversations/${one}/messages`, { content: 'answer' });
  await ear.hears(({ event, data }) => event === 'message.created' && data.content === 'answer');
});

test('through another session of the contact the customer follows, and hears the answers there', async () => {
  const phone = await visitorOf(world, { source: 'phone', contact: acme.noah });
  const laptop = await visitorOf(world, { source: 'laptop', contact: acme.noah });
  const target = (await phone.post('/conversations')).body.id as number;
  const source = (await laptop.post('/conversations')).body.id as number;
  await laptop.post(`/conversations/${source}/messages`, { content: 'from the laptop' });
  const ear = await earOfContact(world, 'laptop');
  assert.equal((await merge(target, source)).status, 200);
  assert.equal((await laptop.get(`/conversations/${source}`)).body.id, target);
  assert.equal((await laptop.get(`/conversations/${target}`)).body.id, target);
  assert.deepEqual(
    ((await laptop.get('/conversations')).body as Body[]).map(({ id }) => id),
    [target],
  );
  await ada.post(`/conversations/${target}/messages`, { content: 'to both' });
  await ear.hears(({ event, data }) => event === 'message.created' && data.content === 'to both');
  await ada.post(`/conversations/${source}/unmerge`);
  assert.equal((await laptop.get(`/conversations/${target}`)).status, 404);
  assert.deepEqual(texts((await laptop.get(`/conversations/${source}/messages`)).body), [
    'from the laptop',
  ]);
});

test('a session that only says it is the contact is never led to what the contact has said, nor the other way round', async () => {
  const real = await visitorOf(world, { source: 'real' });
  const claims = await visitorOf(world, { source: 'claims' });
  await sql(
    world,
    `update contact_inboxes set claims = '{"name": "Mia"}' where source_id = 'claims'`,
  );
  const own = (await real.post('/conversations')).body.id as number;
  const claimed = (await claims.post('/conversations')).body.id as number;
  const second = (await claims.post('/conversations')).body.id as number;
  await real.post(`/conversations/${own}/messages`, { content: 'my secret' });
  for (const [target, source] of [
    [own, claimed],
    [claimed, own],
  ] as const) {
    const answer = await merge(target, source);
    assert.equal(answer.status, 422, answer.text);
    assert.match(answer.body.error, /different sessions/);
  }
  assert.deepEqual((await claims.get(`/conversations/${claimed}/messages`)).body, []);
  assert.equal((await merge(claimed, second)).status, 200, 'two of one session are one person’s');
});

test('a session of which it turns out that nobody has proven it hears no more of the others', async () => {
  const phone = await visitorOf(world, { source: 'phone-2', contact: acme.noah });
  const laptop = await visitorOf(world, { source: 'laptop-2', contact: acme.noah });
  const target = (await phone.post('/conversations')).body.id as number;
  const source = (await laptop.post('/conversations')).body.id as number;
  const ear = await earOfContact(world, 'laptop-2');
  assert.equal((await merge(target, source)).status, 200);
  assert.equal((await laptop.get(`/conversations/${source}`)).body.id, target);
  await sql(
    world,
    `update contact_inboxes set claims = '{"name": "Noah"}' where source_id = 'laptop-2'`,
  );
  await phone.post(`/conversations/${target}/messages`, { content: 'my secret' });
  assert.equal((await laptop.get(`/conversations/${target}`)).status, 404);
  assert.deepEqual((await laptop.get(`/conversations/${source}/messages`)).body, []);
  assert.deepEqual((await laptop.get('/conversations')).body, []);
  const { body } = await laptop.post(`/conversations/${source}/messages`, { content: 'mine' });
  assert.equal(body.content, 'mine');
  await laptop.post('/conversations');
  await ear.hears('conversation.created');
  assert.ok(!JSON.stringify(ear.frames).includes('my secret'));
  const said = (await ada.get(`/conversations/${target}/messages`)).body.payload as Body[];
  assert.ok(texts(said).includes('mine'), 'the team is told');
});

test('what another contact has said is never shown', async () => {
  const mia = await visitorOf(world, { source: 'mia-3' });
  const noah = await visitorOf(world, { source: 'noah-3', contact: acme.noah });
  const own = (await mia.post('/conversations')).body.id as number;
  const other = (await noah.post('/conversations')).body.id as number;
  await noah.post(`/conversations/${other}/messages`, { content: 'private' });
  assert.equal((await merge(own, other)).status, 422);
  assert.deepEqual((await mia.get(`/conversations/${own}/messages`)).body, []);
  assert.equal((await mia.get(`/conversations/${other}`)).status, 404);
});

test('a visitor of a website goes on in the target, also where that came in elsewhere', async () => {
  const browser = await browserAt(world);
  await browser.post('/messages', { message: { content: 'from the website' } });
  const mine = (await browser.get('/conversations')).body.id as number;
  const { id: mail } = await world.conversation({
    contact_id: browser.contact.id,
    inbox_id: acme.support.id,
  });
  assert.equal((await merge(mail, mine)).status, 200);
  assert.equal((await browser.get('/conversations')).body.id, mail);
  await browser.post('/messages', { message: { content: 'more' } });
  const seen = ((await browser.get('/messages')).body.payload as Body[]).filter(
    ({ message_type }) => message_type === 0,
  );
  assert.deepEqual(texts(seen), ['from the website', 'more']);
  const { body } = await ada.get(`/conversations/${mail}/messages`);
  assert.ok(texts(body.payload).includes('more'));
});
