import assert from 'node:assert/strict';
import { test } from 'node:test';
import { earOfContact, earOfPerson } from '../../test/ear.ts';
import { postParts } from '../../test/files.ts';
import { digestOfEverything, eventsOf, namesOf, sql } from '../../test/inside.ts';
import { comeDue, inSeconds, saidIn, schedule, scheduledIn } from '../../test/scheduling.ts';
import { visitorOf } from '../../test/visitor.ts';
import { createWorld } from '../../test/world.ts';
import { sendDueMessage } from './send.ts';

const world = await createWorld();
const { acme, ada, ben, cleo, rex, gil } = world;

const talk = async (): Promise<number> => (await world.conversation()).id;
const pathOf = (conversation: number, { id }: { id: number }): string =>
  `/conversations/${conversation}/scheduled_messages/${id}`;

test('its author changes text and time, and it is sent then', async () => {
  const id = await talk();
  const waiting = await schedule(ben, id);
  const scheduled_at = inSeconds(7200);
  const events = await eventsOf(world, async () => {
    const { status, body, text } = await ben.patch(pathOf(id, waiting), {
      content: 'Has it arrived?',
      scheduled_at,
      cancel_on_reply: true,
    });
    assert.equal(status, 200, text);
    const changed = { content: 'Has it arrived?', scheduled_at, cancel_on_reply: true };
    assert.deepEqual(body, { ...waiting, ...changed, updated_at: body.updated_at });
  });
  assert.deepEqual(namesOf(events), ['scheduled_message.updated']);
  const [early] = await sql<{ n: number }>(
    world,
    `select count(*) as n from jobs.job where name = 'send_scheduled_message' and start_after > now() + interval '100 minutes'`,
  );
  assert.equal(early?.n, 1, 'a job for the new time');
  await ada.post(`/conversations/${id}/messages`, { content: 'Yes', message_type: 'incoming' });
  assert.equal((await scheduledIn(world, id))[0].state, 'cancelled');
});

test('one that was put off is not sent by the job for its first time', async () => {
  const id = await talk();
  const waiting = await schedule(ben, id);
  await ben.patch(pathOf(id, waiting), { scheduled_at: inSeconds(7200) });
  await sendDueMessage(world.platform, { account_id: acme.id, scheduled_message_id: waiting.id });
  assert.deepEqual(await saidIn(world, id), []);
});

test('an administrator changes it, too; another agent may not, and who does not see it finds nothing', async () => {
  const id = await talk();
  const waiting = await schedule(ada, id);
  const path = pathOf(id, waiting);
  const mine = await schedule(ben, id);
  assert.equal((await ada.patch(pathOf(id, mine), { content: 'better' })).body.content, 'better');
  const before = await digestOfEverything(world);
  for (const [caller, status] of [
    [ben, 401],
    [rex, 401],
    [cleo, 404],
    [gil, 404],
  ] as const) {
    assert.equal((await caller.patch(path, { content: 'x' })).status, status, caller.name);
    assert.equal((await caller.post(`${path}/send_now`)).status, status, caller.name);
    assert.equal((await caller.delete(path)).status, status, caller.name);
  }
  assert.deepEqual(await digestOfEverything(world), before);
});

test('it is found in its own conversation alone', async () => {
  const [one, other] = [await talk(), await talk()];
  const waiting = await schedule(ben, one);
  assert.equal((await ben.patch(pathOf(one, waiting), {})).status, 200);
  assert.equal((await ben.patch(pathOf(other, waiting), {})).status, 404);
});

for (const [what, body, error] of [
  ['a time that is over', { scheduled_at: 1000 }, /scheduled_at must be in the future/],
  ['a time that is none', { scheduled_at: 'x' }, /scheduled_at/],
  ['a text that is too long', { content: 'x'.repeat(150_001) }, /Content is too long/],
] as const) {
  test(`${what} is refused, and it stays as it was`, async () => {
    const id = await talk();
    const waiting = await schedule(ben, id);
    const answer = await ben.patch(pathOf(id, waiting), body);
    assert.equal(answer.status, 422);
    assert.match(answer.text, error);
    assert.deepEqual(await scheduledIn(world, id), [waiting]);
  });
}

test('whoever cancels it takes it away, with its files, and is told when it was sent before', async () => {
  const id = await talk();
  const { body: waiting } = await postParts(ben, `/conversations/${id}/messages`, [
    { name: 'scheduled_at', bytes: String(inSeconds(60)) },
    { filename: 'a.txt', type: 'text/plain', bytes: 'abc' },
  ]);
  const kept = () => sql(world, `select 1 from blobs where claimed_by = 'scheduled_message'`);
  assert.equal((await kept()).length, 1);
  const events = await eventsOf(world, async () => {
    assert.equal((await ben.delete(pathOf(id, waiting))).status, 200);
  });
  assert.deepEqual(namesOf(events), ['scheduled_message.deleted']);
  assert.deepEqual(await scheduledIn(world, id), []);
  assert.equal((await kept()).length, 0);
  await comeDue(world, waiting);
  assert.deepEqual(await saidIn(world, id), []);
  const other = await schedule(ben, id);
  await comeDue(world, other);
  for (const answer of [
    await ben.delete(pathOf(id, other)),
    await ben.patch(pathOf(id, other), { content: 'x' }),
  ]) {
    assert.equal(answer.status, 422);
    assert.equal(answer.body.error, 'The scheduled message was sent already');
  }
});

test('sending it now and its time at once send it once', async () => {
  for (let n = 0; n < 5; n += 1) {
    const id = await talk();
    const waiting = await schedule(ben, id);
    await Promise.all([ben.post(`${pathOf(id, waiting)}/send_now`), comeDue(world, waiting, 2)]);
    assert.equal((await saidIn(world, id)).length, 1);
  }
});

test('what an administrator sends now is its author’s still', async () => {
  const id = await talk();
  const waiting = await schedule(ben, id);
  const { body } = await ada.post(`${pathOf(id, waiting)}/send_now`);
  assert.equal(body.state, 'sent');
  assert.equal((await saidIn(world, id))[0].sender.name, 'Ben');
});

test('the team hears of it as it changes, and the customer does not', async () => {
  await visitorOf(world, { source: 'mia', verified: true });
  const [person, customer] = [await earOfPerson(world, ben), await earOfContact(world, 'mia')];
  const { id } = await world.conversation({ source_id: 'mia' });
  const waiting = await schedule(ada, id);
  const heard = await person.hears('scheduled_message.created');
  assert.deepEqual(heard.data, {
    ...waiting,
    account_id: acme.id,
    performer: heard.data.performer,
  });
  const { body } = await ada.patch(pathOf(id, waiting), { content: 'changed' });
  assert.equal((await person.hears('scheduled_message.updated')).data.content, body.content);
  await ada.delete(pathOf(id, waiting));
  assert.equal((await person.hears('scheduled_message.deleted')).data.id, waiting.id);
  await ada.post(`/conversations/${id}/messages`, { content: 'for Mia' });
  const until = await customer.until(
    ({ event, data }) => event === 'message.created' && data.content === 'for Mia',
  );
  assert.deepEqual(
    until.filter(({ event }) => event.startsWith('scheduled_message')),
    [],
  );
});
