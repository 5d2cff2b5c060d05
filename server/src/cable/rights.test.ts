import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectEar, contactIdentifier, earOfContact, earOfPerson, gone, userIdentifier } from '../../test/ear.ts'; // prettier-ignore
import { sql } from '../../test/inside.ts';
import { visitorOf } from '../../test/visitor.ts';
import { createWorld } from '../../test/world.ts';

const world = await createWorld();
const { ada, ben, cleo, dora, gil, acme, globex } = world;

const NOT_ALLOWED = 1008;

/** Writes a note of Ada's, which every customer misses. */
const note = async (id: number, content: string): Promise<void> => {
  const { status } = await ada.post(`/conversations/${id}/messages`, { content, private: true });
  assert.equal(status, 200);
};

const says =
  (content: string) =>
  ({ data }: { data: { content?: string; name?: string } }): boolean =>
    data.content === content || data.name === content;

test('who is taken from an inbox hears nothing of it from then on, and again when they are back', async () => {
  const { id } = await world.conversation();
  const ear = await earOfPerson(world, ben);
  const adas = await earOfPerson(world, ada);
  await note(id, 'one');
  await ear.hears(says('one'));
  const members = { inbox_id: acme.support.id, user_ids: [ben.id] };
  assert.equal((await ada.delete('/inbox_members', members)).status, 200);
  await note(id, 'two');
  await adas.hears(says('two'));
  assert.equal((await ada.post('/inbox_members', members)).status, 200);
  await note(id, 'three');
  const heard = await ear.until(says('three'));
  assert.deepEqual(
    heard.filter(({ event }) => event === 'message.created').map(({ data }) => data.content),
    ['three'],
  );
});

test('a custom role that reaches less is obeyed at once', async () => {
  const { id } = await world.conversation();
  await ada.post(`/conversations/${id}/assignments`, { assignee_id: ada.id });
  const own = await world.conversation();
  await ada.post(`/conversations/${own.id}/assignments`, { assignee_id: ben.id });
  const ear = await earOfPerson(world, ben);
  await note(id, 'seen');
  await ear.hears(says('seen'));
  const role = await ada.post('/custom_roles', {
    custom_role: { name: 'Own', permissions: ['conversation_unassigned_manage'] },
  });
  const give = async (custom_role_id: number | null) =>
    sql(
      world,
      'update memberships set custom_role_id = $1 where account_id = $2 and user_id = $3',
      [custom_role_id, acme.id, ben.id],
    );
  await give(role.body.id as number);
  assert.equal((await ben.get(`/conversations/${id}`)).status, 404);
  await note(id, 'hidden');
  await note(own.id as number, 'own');
  const heard = await ear.until(says('own'));
  assert.deepEqual(heard.filter(says('hidden')), []);
  await give(null);
});

test('a member who is removed loses the connection, though nothing happens', async () => {
  const ear = await earOfPerson(world, dora);
  assert.equal((await ada.delete(`/agents/${dora.id}`)).status, 200);
  assert.equal(await gone(ear), NOT_ALLOWED);
});

test('a new password ends the connections of the old one', async () => {
  const ear = await earOfPerson(world, cleo);
  const before = await userIdentifier(cleo, acme.id);
  const profile = { current_password: 'Password1!', password: 'Another1!', password_confirmation: 'Another1!' }; // prettier-ignore
  assert.equal((await cleo.put('/api/v1/profile', { profile })).status, 200);
  assert.equal(await gone(ear), NOT_ALLOWED);
  const after = await userIdentifier(cleo, acme.id);
  assert.notEqual(after, before);
  const next = await connectEar(world);
  next.say({ command: 'subscribe', identifier: before });
  await next.subscribe(after);
  assert.equal(next.frames.filter(({ type }) => type === 'confirm_subscription').length, 1);
});

test('a suspended account is silent for its people', async () => {
  const ear = await earOfPerson(world, gil, globex.id);
  const identifier = await userIdentifier(gil, globex.id);
  await sql(world, `update accounts set status = 'suspended' where id = $1`, [globex.id]);
  assert.equal(await gone(ear), NOT_ALLOWED);
  const next = await connectEar(world);
  next.say({ command: 'subscribe', identifier });
  const adas = await userIdentifier(ada, acme.id);
  await next.subscribe(adas);
  assert.deepEqual(
    next.frames
      .filter(({ type }) => type === 'confirm_subscription')
      .map((each) => each.identifier),
    [adas],
  );
});

test('a deleted contact, and one whose inbox is gone, lose the connection', async () => {
  await visitorOf(world, { source: 'leaving', contact: acme.noah });
  await visitorOf(world, { source: 'staying', inbox: acme.website });
  const leaving = await earOfContact(world, 'leaving');
  const staying = await earOfContact(world, 'staying');
  // They are noted as present only after they were told that they listen.
  for (const ear of [leaving, staying]) await ear.hears('presence.update');
  await sql(world, 'delete from presence');
  assert.equal((await ada.delete(`/contacts/${acme.noah.id}`)).status, 200);
  assert.equal(await gone(leaving), NOT_ALLOWED);
  assert.equal(staying.socket.readyState, staying.socket.OPEN);
  assert.equal((await ada.delete(`/inboxes/${acme.website.id}`)).status, 200);
  assert.equal(await gone(staying), NOT_ALLOWED);
});

test('presence goes to the own connections, with customers for the team and without for customers', async () => {
  await visitorOf(world, { source: 'present' });
  await sql(world, 'delete from presence');
  const [one, two, other] = [
    await earOfPerson(world, ben),
    await earOfPerson(world, ben),
    await earOfPerson(world, ada),
  ];
  // They are noted as present only after they were told that they listen.
  for (const ear of [one, two, other]) await ear.hears('presence.update');
  const customer = await earOfContact(world, 'present');
  const { data: shown } = await customer.hears('presence.update');
  assert.deepEqual(shown, {
    account_id: acme.id,
    users: { [ada.id]: 'online', [ben.id]: 'online' },
  });
  const before = other.frames.length;
  await sql(world, `update memberships set availability = 'busy' where user_id = $1`, [ada.id]);
  one.say({
    command: 'message',
    identifier: await userIdentifier(ben, acme.id),
    data: '{"action":"update_presence"}',
  });
  for (const ear of [one, two]) {
    const { data } = await ear.hears(({ event, data: { users } }) =>
      event === 'presence.update' && users[ada.id] === 'busy'); // prettier-ignore
    assert.deepEqual(data, {
      account_id: acme.id,
      users: { [ada.id]: 'busy', [ben.id]: 'online' },
      contacts: { [acme.mia.id]: 'online' },
    });
  }
  assert.deepEqual(
    other.frames.slice(before).filter(({ message }) => message?.event === 'presence.update'),
    [],
  );
});

test('whoever has gone is offline after a while, unless they want to be shown all the same', async () => {
  await sql(world, `update presence set seen_at = now() - interval '21 seconds'`);
  await sql(world, 'update memberships set auto_offline = false where user_id = $1', [cleo.id]);
  const ear = await earOfPerson(world, ben);
  const { data } = await ear.hears('presence.update');
  assert.deepEqual(data, {
    account_id: acme.id,
    users: { [ben.id]: 'online', [cleo.id]: 'online' },
    contacts: {},
  });
});

test('a token of one customer opens nothing of another', async () => {
  await visitorOf(world, { source: 'first' });
  const identifier = JSON.parse(await contactIdentifier(world, 'first')) as object;
  const ear = await connectEar(world);
  // What a customer says about themselves besides the token counts for nothing.
  await ear.subscribe(JSON.stringify({ ...identifier, account_id: globex.id, contact_id: 1 }));
  const { data } = await ear.hears('presence.update');
  assert.equal(data.account_id, acme.id);
});
