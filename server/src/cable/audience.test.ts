import assert from 'node:assert/strict';
import { test } from 'node:test';
import { earOfContact, earOfPerson, type Ear, type Heard } from '../../test/ear.ts';
import { sql } from '../../test/inside.ts';
import { tellPeople } from '../../test/notifying.ts';
import { visitorAt, visitorOf } from '../../test/visitor.ts';
import { createWorld, type Caller } from '../../test/world.ts';

// Ada administers, Ben answers in support, Cleo only in sales, Dora in a team, Gil runs another account.
// Mia is the customer with two proven ways in and one that is not, Noah another customer.

const world = await createWorld();
const { ada, ben, cleo, dora, gil, acme, globex } = world;

type Name = 'ada' | 'ben' | 'cleo' | 'dora' | 'gil' | 'mia' | 'mia2' | 'miaUnproven' | 'noah';
const mia = await visitorOf(world, { source: 'mia', verified: true });
await visitorOf(world, { source: 'mia2', verified: true });
await visitorOf(world, { source: 'miaUnproven' });
const noah = await visitorOf(world, { source: 'noah', contact: acme.noah });
const ears: Record<Name, Ear> = {
  ada: await earOfPerson(world, ada),
  ben: await earOfPerson(world, ben),
  cleo: await earOfPerson(world, cleo),
  dora: await earOfPerson(world, dora),
  gil: await earOfPerson(world, gil, globex.id),
  mia: await earOfContact(world, 'mia'),
  mia2: await earOfContact(world, 'mia2'),
  miaUnproven: await earOfContact(world, 'miaUnproven'),
  noah: await earOfContact(world, 'noah'),
};
const open = (await mia.post('/conversations')).body.id as number;
for (const source of ['mia2', 'miaUnproven', 'noah']) {
  const contact_id = source === 'noah' ? acme.noah.id : acme.mia.id;
  await world.conversation({ contact_id, source_id: source });
}

let marks = 0;

/** Something that everybody hears, each in their own place, after whatever happened before. */
async function mark(): Promise<(heard: Heard) => boolean> {
  marks += 1;
  const content = `mark ${marks}`;
  for (const each of ['mia', 'mia2', 'miaUnproven', 'noah']) {
    const [own] = await sql<{ id: number }>(
      world,
      'select id from contact_inboxes where source_id = $1',
      [each],
    );
    await sql(
      world,
      `with ours as (
         select c.account_id, c.id from conversations c where c.contact_inbox_id = $1 order by c.id limit 1)
       insert into events (account_id, name, conversation_id, payload)
       select account_id, 'message.created', id, $2 from ours`,
      [own?.id, { data: { content, private: false, message_type: 0 }, performer: null }],
    );
  }
  for (const account of [acme.id, globex.id]) {
    const payload = { data: { name: content }, contact_id: 0, performer: null };
    await sql(
      world,
      `insert into events (account_id, name, payload) values ($1, 'contact.created', $2)`,
      [account, payload],
    );
  }
  return ({ data }) => data.content === content || data.name === content;
}

/** Who of everybody heard which events since the last time. */
async function heardBy(): Promise<Partial<Record<Name, Heard[]>>> {
  const isMark = await mark();
  const all: Partial<Record<Name, Heard[]>> = {};
  for (const [name, ear] of Object.entries(ears)) {
    const isPerson = !['mia', 'mia2', 'miaUnproven', 'noah'].includes(name);
    const heard = await ear.until(
      (each) => isMark(each) && (!isPerson || each.event === 'contact.created'),
    );
    const real = heard.filter(({ data }) => !String(data.content ?? data.name).startsWith('mark '));
    if (real.length > 0) all[name as Name] = real;
  }
  return all;
}

/** By event, who heard it, in the order of the alphabet. */
const listenersOf = (heard: Partial<Record<Name, Heard[]>>, event: string): string[] =>
  Object.entries(heard)
    .filter(([, events]) => events.some((each) => each.event === event))
    .map(([name]) => name)
    .toSorted();

const first = (heard: Partial<Record<Name, Heard[]>>, name: Name, event: string): Heard['data'] =>
  heard[name]?.find((each) => each.event === event)?.data;

const TEAM = ['ada', 'ben'];
const SHARED = ['ada', 'ben', 'mia', 'mia2'];
const MEMBERS = ['ada', 'ben', 'cleo', 'dora'];

await heardBy();

test('a message is heard by the inbox, administrators and the customer on every proven way in', async () => {
  await ben.post(`/conversations/${open}/messages`, { content: 'Hello', echo_id: 'echo-1' });
  const heard = await heardBy();
  assert.deepEqual(listenersOf(heard, 'message.created'), SHARED);
  const data = first(heard, 'ada', 'message.created');
  assert.equal(data.content, 'Hello');
  assert.equal(data.echo_id, 'echo-1');
  assert.equal(data.account_id, acme.id);
  assert.equal(data.conversation_id, open);
  assert.equal(data.message_type, 1);
  assert.equal(data.conversation.contact_inbox.source_id, 'mia');
  assert.equal(data.performer.id, ben.id);
  assert.equal(data.performer.type, 'user');
  const { sender, performer } = data;
  assert.equal(sender.availability_status, 'online');
  assert.deepEqual(first(heard, 'mia', 'message.created'), {
    ...data,
    sender: { ...sender, availability_status: null },
    performer: { ...performer, availability_status: null },
  });
  assert.deepEqual(listenersOf(heard, 'first.reply.created'), TEAM);
});

test('of a private note and of what tells of changes no customer hears', async () => {
  await ben.post(`/conversations/${open}/messages`, { content: 'Between us', private: true });
  await ada.post(`/conversations/${open}/toggle_priority`, { priority: 'urgent' });
  const heard = await heardBy();
  assert.deepEqual(listenersOf(heard, 'message.created'), TEAM);
  assert.equal(heard.ben?.filter(({ event }) => event === 'message.created').length, 2);
});

test('a changed message tells what it was before, a private one to the team alone', async () => {
  const { body: said } = await ben.post(`/conversations/${open}/messages`, { content: 'Oops' });
  const { body: note } = await ben.post(`/conversations/${open}/messages`, {
    content: 'Hm',
    private: true,
  });
  await heardBy();
  await ben.delete(`/conversations/${open}/messages/${said.id}`);
  const heard = await heardBy();
  assert.deepEqual(listenersOf(heard, 'message.updated'), SHARED);
  const { previous_changes } = first(heard, 'mia', 'message.updated');
  assert.deepEqual(previous_changes, { deleted: [false, true] });
  await ben.delete(`/conversations/${open}/messages/${note.id}`);
  assert.deepEqual(listenersOf(await heardBy(), 'message.updated'), TEAM);
});

test('what a customer writes reaches the team, and nobody else’s customer', async () => {
  await mia.post(`/conversations/${open}/messages`, { content: 'Anybody there?' });
  const heard = await heardBy();
  assert.deepEqual(listenersOf(heard, 'message.created'), SHARED);
  const data = first(heard, 'ben', 'message.created');
  assert.equal(data.sender.type, 'contact');
  assert.equal('performer' in data, false);
});

test('a new conversation is heard by the team and by its customer alone when unproven', async () => {
  const { body } = await noah.post('/conversations');
  const heard = await heardBy();
  assert.deepEqual(listenersOf(heard, 'conversation.created'), ['ada', 'ben', 'noah']);
  assert.equal(first(heard, 'noah', 'conversation.created').id, body.id);
});

test('a change of state is heard by all whose it is, without who did it', async () => {
  await ben.post(`/conversations/${open}/toggle_status`, { status: 'resolved' });
  await ben.post(`/conversations/${open}/toggle_status`, { status: 'open' });
  const heard = await heardBy();
  assert.deepEqual(listenersOf(heard, 'conversation.status_changed'), SHARED);
  assert.deepEqual(listenersOf(heard, 'conversation.updated'), SHARED);
  const data = first(heard, 'ben', 'conversation.status_changed');
  assert.equal(data.status, 'resolved');
  assert.equal(data.meta.sender.id, acme.mia.id);
  assert.equal(data.contact_inbox.source_id, 'mia');
  assert.equal(data.contact_inbox.pubsub_token, null);
  assert.equal('performer' in data, false);
  for (const inside of ['conversation.opened', 'conversation.resolved'])
    assert.deepEqual(listenersOf(heard, inside), []);
});

test('who has a conversation concerns the team; being its team or assignee is not enough to hear it', async () => {
  await ada.post(`/conversations/${open}/assignments`, { assignee_id: ada.id });
  await ada.post(`/conversations/${open}/assignments?team_id=${acme.escalations.id}`);
  assert.equal((await dora.get(`/conversations/${open}`)).status, 200);
  const heard = await heardBy();
  assert.deepEqual(listenersOf(heard, 'assignee.changed'), TEAM);
  assert.deepEqual(listenersOf(heard, 'team.changed'), TEAM);
  assert.equal(first(heard, 'ben', 'team.changed').meta.team.name, 'escalations');
});

test('a session that only says who it is hears its own words, not what the team knows', async () => {
  const claims = { name: 'M', custom_attributes: { said: 'by me' } };
  await sql(world, `update contact_inboxes set claims = $1 where source_id = 'miaUnproven'`, [
    claims,
  ]);
  const claimer = visitorAt(world, mia.url.replace(/mia$/, 'miaUnproven'));
  const { body } = await claimer.get('/conversations');
  const { id } = body[0] as { id: number };
  await claimer.post(`/conversations/${id}/messages`, { content: 'Me again' });
  await claimer.post(`/conversations/${id}/toggle_typing?typing_status=on`);
  await ben.post(`/conversations/${id}/toggle_status`, { status: 'resolved' });
  const heard = await heardBy();
  const known = first(heard, 'ben', 'message.created').sender;
  assert.equal(known.email, 'mia@example.com');
  const own = first(heard, 'miaUnproven', 'message.created').sender;
  assert.deepEqual([own.name, own.email, own.custom_attributes], ['M', null, { said: 'by me' }]);
  assert.deepEqual(first(heard, 'miaUnproven', 'conversation.status_changed').meta.sender, own);
  assert.deepEqual(listenersOf(heard, 'conversation.status_changed'), [
    'ada',
    'ben',
    'miaUnproven',
  ]);
  const all = JSON.stringify(ears.miaUnproven.frames.slice(-heard.miaUnproven!.length - 1));
  assert.doesNotMatch(all, /mia@example\.com/);
  await sql(world, 'update contact_inboxes set claims = null');
});

test('whom else a mail went to and why something failed is not for customers', async () => {
  const data = {
    id: 1,
    content: 'Mail',
    private: false,
    message_type: 1,
    content_attributes: { bcc_emails: ['boss@example.com'], external_error: 'no', cc_emails: [] },
    sender: null,
  };
  const changes = {
    content_attributes: [{ external_error: 'no' }, {}],
    status: ['sent', 'failed'],
  };
  await sql(
    world,
    `insert into events (account_id, name, conversation_id, payload)
     select account_id, 'message.updated', id, $2 from conversations where account_id = $3 and display_id = $1`,
    [open, { data, changes, performer: null }, acme.id],
  );
  const heard = await heardBy();
  assert.equal(
    first(heard, 'ben', 'message.updated').content_attributes.bcc_emails[0],
    'boss@example.com',
  );
  const { content_attributes, previous_changes } = first(heard, 'mia', 'message.updated');
  assert.deepEqual(content_attributes, { cc_emails: [] });
  assert.deepEqual(previous_changes, { content_attributes: [{}, {}], status: ['sent', 'failed'] });
});

test('customers do not hear what the team notes for itself', async () => {
  await ada.post('/labels', { title: 'difficult' });
  await ben.post(`/conversations/${open}/labels`, { labels: ['difficult'] });
  await ben.post(`/conversations/${open}/toggle_priority`, { priority: 'low' });
  const heard = await heardBy();
  const notes = (name: Name) => {
    const last = heard[name]?.findLast(({ event }) => event === 'conversation.updated');
    const { labels, priority, meta } = last?.data ?? {};
    return [labels, priority, meta.team === null];
  };
  assert.deepEqual(notes('ben'), [['difficult'], 'low', false]);
  assert.deepEqual(notes('mia'), [[], null, true]);
});

test('that the customer has seen it is news for the team', async () => {
  await mia.post(`/conversations/${open}/update_last_seen`);
  const heard = await heardBy();
  assert.deepEqual(listenersOf(heard, 'conversation.read'), TEAM);
  assert.ok(first(heard, 'ben', 'conversation.read').contact_last_seen_at > 0);
});

test('typing is heard by the others', async () => {
  await ben.post(`/conversations/${open}/toggle_typing_status`, { typing_status: 'on' });
  const heard = await heardBy();
  assert.deepEqual(listenersOf(heard, 'conversation.typing_on'), ['ada', 'mia', 'mia2']);
  const data = first(heard, 'mia', 'conversation.typing_on');
  assert.equal(data.user.id, ben.id);
  assert.equal(data.is_private, false);
  assert.equal(data.conversation.id, open);
  assert.deepEqual(data.conversation.labels, []);
  assert.equal(data.account_id, acme.id);
  await mia.post(`/conversations/${open}/toggle_typing?typing_status=off`);
  const back = await heardBy();
  assert.deepEqual(listenersOf(back, 'conversation.typing_off'), TEAM);
  assert.equal(first(back, 'ada', 'conversation.typing_off').user.type, 'contact');
});

test('contacts are news for the whole team, and for no customer', async () => {
  const { body } = await ben.post('/contacts', { name: 'Zoe', email: 'zoe@example.com' });
  const { id } = body.payload.contact as { id: number };
  await ben.put(`/contacts/${id}`, { name: 'Zoë' });
  await ada.delete(`/contacts/${id}`);
  const heard = await heardBy();
  for (const event of ['contact.created', 'contact.updated', 'contact.deleted'])
    assert.deepEqual(listenersOf(heard, event), MEMBERS);
  const data = first(heard, 'dora', 'contact.updated');
  assert.deepEqual([data.id, data.name, data.type], [id, 'Zoë', 'contact']);
  assert.deepEqual([data.account_id, data.performer.id], [acme.id, ben.id]);
});

test('a merge is news for the team', async () => {
  const one = await ben.post('/contacts', { name: 'Una' });
  const two = await ben.post('/contacts', { name: 'Duo' });
  const ids = [one, two].map(({ body }) => body.payload.contact.id as number);
  await ada.post('/conversations', { inbox_id: acme.sales.id, contact_id: ids[1] });
  await heardBy();
  await ada.post('/actions/contact_merge', { base_contact_id: ids[0], mergee_contact_id: ids[1] });
  const heard = await heardBy();
  assert.deepEqual(listenersOf(heard, 'contact.merged'), MEMBERS);
  assert.deepEqual(listenersOf(heard, 'contact.deleted'), MEMBERS);
  assert.deepEqual(listenersOf(heard, 'conversation.contact_changed'), ['ada', 'cleo']);
});

test('what clients keep copies of is called stale to the whole team', async () => {
  await ada.post('/labels', { title: 'fresh' });
  const heard = await heardBy();
  assert.deepEqual(listenersOf(heard, 'account.cache_invalidated'), MEMBERS);
  const data = first(heard, 'cleo', 'account.cache_invalidated');
  assert.deepEqual(Object.keys(data.cache_keys).toSorted(), ['inbox', 'label', 'team']);
  assert.match(data.cache_keys.label, /^\d+$/);
});

test('another account hears of its own only', async () => {
  await gil.post('/contacts', { name: 'Olga' });
  await gil.post('/conversations', { inbox_id: globex.inbox.id, contact_id: globex.contact.id });
  const heard = await heardBy();
  assert.deepEqual(Object.keys(heard), ['gil']);
  assert.ok(heard.gil?.every(({ data }) => data.account_id === globex.id));
  assert.deepEqual(listenersOf(heard, 'contact.created'), ['gil']);
});

test('every event named its account, and none had a token in it', async () => {
  const tokens = await sql<{ token: string }>(
    world,
    'select pubsub_token as token from contact_inboxes',
  );
  for (const [name, ear] of Object.entries(ears)) {
    for (const { type, message } of ear.frames) {
      if (type !== undefined) continue;
      const own = name === 'gil' ? globex.id : acme.id;
      assert.equal(message.data.account_id, own, `${name} ${message.event}`);
      for (const { token } of tokens) assert.ok(!JSON.stringify(message).includes(token));
    }
  }
});

test('a mention and notifications are their user’s', async () => {
  await tellPeople(world);
  await heardBy();
  const answer = await ada.post(`/conversations/${open}/messages`, {
    content: `[@Ben](mention://user/${ben.id}/Ben) look`,
    private: true,
  });
  assert.equal(answer.status, 200);
  await tellPeople(world);
  const heard = await heardBy();
  assert.deepEqual(listenersOf(heard, 'conversation.mentioned'), ['ben']);
  assert.deepEqual(listenersOf(heard, 'notification.created'), ['ben']);
  const { notification, unread_count, count } = first(heard, 'ben', 'notification.created');
  assert.equal(notification.notification_type, 'conversation_mention');
  assert.ok(unread_count >= 1);
  assert.equal(count, unread_count);
  await readAndRemove(ben, notification.id as number);
  const later = await heardBy();
  assert.deepEqual(listenersOf(later, 'notification.updated'), ['ben']);
  assert.deepEqual(listenersOf(later, 'notification.deleted'), ['ben']);
  assert.deepEqual(first(later, 'ben', 'notification.deleted').notification, {
    id: notification.id,
  });
});

async function readAndRemove(person: Caller, id: number): Promise<void> {
  assert.equal((await person.post(`/notifications/${id}/unread`)).status, 200);
  assert.equal((await person.delete(`/notifications/${id}`)).status, 200);
}
