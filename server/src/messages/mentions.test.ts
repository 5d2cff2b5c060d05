import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventsOf, sql } from '../../test/inside.ts';
import { createWorld, type Answer, type Caller } from '../../test/world.ts';

const world = await createWorld();
const { ada, ben, cleo, dora, gil, rex, acme } = world;

const user = ({ id, name }: { id: number; name: string }): string =>
  `[@${name}](mention://user/${id}/${name})`;
const team = ({ id, name }: { id: number; name: string }): string =>
  `[@${name}](mention://team/${id}/${name})`;

const ascending = (a: number, b: number): number => a - b;

interface Mentioned {
  id: number;
  /** Who takes part, and whom an event told. */
  participants: number[];
  told: number[];
}

/** Writes a note into a new conversation of the support inbox. */
async function note(content: string, more: object = {}, caller: Caller = ben): Promise<Mentioned> {
  const { id } = await world.conversation();
  const events = await eventsOf(world, async () => {
    const body = { content, private: true, ...more };
    const answer = await caller.post(`/conversations/${id}/messages`, body);
    assert.equal(answer.status, 200, answer.text);
  });
  const told = events.filter(({ name }) => name === 'conversation.mentioned');
  const { body } = await ada.get(`/conversations/${id}/participants`);
  return {
    id,
    participants: body.map((each: { id: number }) => each.id).toSorted(ascending),
    told: told.map(({ payload }) => payload.user_id).toSorted(ascending),
  };
}

async function finds(caller: Caller, id: number): Promise<boolean> {
  const { body } = await caller.get('/conversations?conversation_type=mention&status=all');
  return body.data.payload.some((each: Answer['body']) => each.id === id);
}

test('who is mentioned in a note finds the conversation under mentions and takes part in it', async () => {
  const { id, participants, told } = await note(`Look, ${user(ben)}`, {}, ada);
  assert.deepEqual(told, [ben.id]);
  assert.deepEqual(participants, [ben.id]);
  assert.ok(await finds(ben, id));
  assert.ok(!(await finds(ada, id)));
});

test('an administrator can be mentioned without being in the inbox', async () => {
  const { id, told } = await note(`Look, ${user(ada)}`);
  assert.deepEqual(told, [ada.id]);
  assert.ok(await finds(ada, id));
});

test('who is not in the inbox is not told of it', async () => {
  const { id, participants, told } = await note(`${user(cleo)} ${user(dora)}`);
  assert.deepEqual(told, []);
  assert.deepEqual(participants, []);
  assert.ok(!(await finds(cleo, id)));
});

test('a person of another account, a bot and an unknown number cannot be mentioned', async () => {
  const nobody = { id: 999_999_999, name: 'x' };
  const long = { id: Number('9'.repeat(15)), name: 'x' };
  const { told } = await note([gil, nobody, long, { id: 0, name: 'x' }].map(user).join(' '));
  assert.deepEqual(told, []);
  assert.ok(gil.id !== ben.id && rex.id !== gil.id);
});

test('somebody who left the account cannot be mentioned', async () => {
  const set = 'update memberships set removed_at = $3 where account_id = $1 and user_id = $2';
  await sql(world, set, [acme.id, ben.id, new Date()]);
  const { told } = await note(user(ben), {}, ada);
  await sql(world, set, [acme.id, ben.id, null]);
  assert.deepEqual(told, []);
});

test('a team is all of its members who may see the conversation', async () => {
  assert.deepEqual((await note(team(acme.billing), {}, ada)).told, [ben.id]);
  assert.deepEqual((await note(team(acme.escalations))).told, []);
  assert.deepEqual((await note(team(world.globex.team))).told, []);
});

test('several mentions tell each person once', async () => {
  const { told, participants } = await note(
    `${user(ada)} ${user(ben)} ${user(ada)} ${team(acme.billing)}`,
  );
  assert.deepEqual(told, [ada.id, ben.id]);
  assert.deepEqual(participants, [ada.id, ben.id]);
});

test('a second mention tells again, and leaves one place under mentions', async () => {
  const { id } = await note(user(ada));
  const events = await eventsOf(world, async () =>
    ben.post(`/conversations/${id}/messages`, { content: user(ada), private: true }),
  );
  assert.equal(events.filter(({ name }) => name === 'conversation.mentioned').length, 1);
  const { body } = await ada.get('/conversations?conversation_type=mention&status=all');
  assert.equal(body.data.payload.filter((each: Answer['body']) => each.id === id).length, 1);
});

test('what customers can read mentions nobody', async () => {
  for (const more of [{ private: false }, { private: 'false', message_type: 'incoming' }]) {
    const { id, told, participants } = await note(user(ada), more);
    assert.deepEqual(told, []);
    assert.deepEqual(participants, []);
    assert.ok(!(await finds(ada, id)));
  }
});

for (const content of [
  'mention://user/1/Ada',
  '(mention://user/1/Ada',
  '(mention://user//Ada)',
  '(mention://user/x/Ada)',
  '(mention://users/1/Ada)',
  '(https://user/1/Ada)',
  '(mention://user/1)',
]) {
  test(`${content} is no mention`, async () => {
    assert.deepEqual((await note(content.replace('/1', `/${ada.id}`))).told, []);
  });
}

test('a mention in the message of a new conversation counts as well', async () => {
  const message = { content: user(ben), private: true };
  const { id } = await world.conversation({ message });
  assert.ok(await finds(ben, id));
});

test('the event of a mention carries the conversation and who mentioned', async () => {
  const { id } = await world.conversation();
  const events = await eventsOf(world, async () =>
    ben.post(`/conversations/${id}/messages`, { content: user(ada), private: true }),
  );
  const mentioned = events.find(({ name }) => name === 'conversation.mentioned')?.payload;
  assert.equal(mentioned.data.id, id);
  assert.deepEqual(mentioned.performer, { type: 'User', id: ben.id, name: 'Ben' });
});

test('a note with thousands of mentions tells who exists', async () => {
  const crowd = Array.from({ length: 4000 }, (_, n) => user({ id: n + 1, name: 'x' }));
  assert.deepEqual((await note(crowd.join(''))).told, [ada.id, ben.id]);
});
