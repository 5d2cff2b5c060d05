import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventsOf, namesOf, sql } from '../../test/inside.ts';
import { tellPeople } from '../../test/notifying.ts';
import { comeDue, inSeconds, saidIn, schedule, scheduledIn } from '../../test/scheduling.ts';
import { createWorld, type Answer } from '../../test/world.ts';
import { createLog } from '../log.ts';
import { sendDueMessage, sendOverdueMessages } from './send.ts';

const world = await createWorld();
const { acme, ada, ben, rex, platform } = world;
const lines: string[] = [];
const log = createLog({ logLevel: 'info' }, { write: (line) => lines.push(line) });

const talk = async (): Promise<number> => (await world.conversation()).id;
const stateOf = async (id: number): Promise<Answer['body']> => (await scheduledIn(world, id))[0];
const mails = () =>
  sql<{ data: { to: string; paragraphs: string[] } }>(
    world,
    `select data from jobs.job where name = 'send_notice' order by created_on`,
  );
const notificationsOf = async (who: typeof ben): Promise<string[]> => {
  await tellPeople(world);
  const { body } = await who.get('/notifications');
  return body.data.payload.map((each: { push_message_title: string }) => each.push_message_title);
};

test('at its time it is sent as its author, by the way of every message', async () => {
  const id = await talk();
  await ada.post(`/conversations/${id}/messages`, { content: 'Hi', message_type: 'incoming' });
  const waiting = await schedule(ben, id, { content: 'Dear {{ contact.name }}' });
  const events = await eventsOf(world, () => comeDue(world, waiting));
  assert.deepEqual(namesOf(events), [
    'message.created',
    'first.reply.created',
    'conversation.updated',
    'scheduled_message.updated',
  ]);
  const said = (await saidIn(world, id)).at(-1);
  assert.deepEqual([said.content, said.sender.id, said.sender.type], ['Dear Mia', ben.id, 'user']);
  const { state, message_id, reason } = await stateOf(id);
  assert.deepEqual([state, message_id, reason], ['sent', said.id, null]);
  assert.equal((await ada.get(`/conversations/${id}`)).body.waiting_since, 0);
});

test('a job that runs again, also beside itself, sends it once', async () => {
  const id = await talk();
  const waiting = await schedule(ben, id);
  await comeDue(world, waiting, 10);
  await comeDue(world, waiting);
  assert.equal((await saidIn(world, id)).length, 1);
});

test('a run that dies before it is committed has sent nothing, and the next one sends it', async () => {
  const id = await talk();
  const waiting = await schedule(ben, id);
  await sql(
    world,
    `create function sabotage() returns trigger language plpgsql as $$
     begin raise exception 'killed' using errcode = 'XX000'; end $$`,
  );
  await sql(
    world,
    `create trigger sabotage before update of state on scheduled_messages for each row
     when (new.state = 'sent') execute function sabotage()`,
  );
  await assert.rejects(comeDue(world, waiting), /killed/);
  assert.deepEqual(await saidIn(world, id), []);
  await sendOverdueMessages(platform, log);
  await sql(world, 'drop trigger sabotage on scheduled_messages');
  assert.equal((await stateOf(id)).state, 'scheduled');
  await comeDue(world, waiting);
  assert.equal((await saidIn(world, id)).length, 1);
});

test('a job that comes early, by a clock that was put back since, is followed by one at its time', async () => {
  const id = await talk();
  const { id: scheduled_message_id } = await schedule(ben, id);
  await sql(world, `delete from jobs.job where name = 'send_scheduled_message'`);
  await sendDueMessage(platform, { account_id: acme.id, scheduled_message_id });
  assert.deepEqual(await saidIn(world, id), []);
  const jobs = await sql(
    world,
    `select s.id from jobs.job j join scheduled_messages s on s.id = (j.data ->> 'scheduled_message_id')::bigint
     where j.name = 'send_scheduled_message' and j.start_after = s.scheduled_at`,
  );
  assert.deepEqual(jobs, [{ id: scheduled_message_id }]);
});

test('what is overdue is sent without its job, and one that cannot be keeps back none of the others', async () => {
  const [one, other] = [await talk(), await talk()];
  const [first, second] = [await schedule(ben, one), await schedule(ben, other)];
  await sql(
    world,
    `update scheduled_messages set scheduled_at = now() - interval '10 days' where id = any($1::bigint[])`,
    [[first.id, second.id]],
  );
  await sql(
    world,
    `create function broken() returns trigger language plpgsql as $$
     begin raise exception 'broken' using errcode = 'XX000'; end $$`,
  );
  await sql(
    world,
    `create trigger broken before update of state on scheduled_messages for each row
     when (old.id = ${Number(first.id)}) execute function broken()`,
  );
  lines.length = 0;
  await sendOverdueMessages(platform, log);
  await sql(world, 'drop trigger broken on scheduled_messages');
  assert.equal((await stateOf(one)).state, 'scheduled');
  assert.equal((await stateOf(other)).state, 'sent');
  assert.match(lines.join(''), /a scheduled message cannot be sent/);
  await sendOverdueMessages(platform, log);
  assert.equal((await saidIn(world, one)).length, 1);
  assert.equal((await saidIn(world, other)).length, 1);
});

test('a bot’s message is sent as the bot’s', async () => {
  const id = await talk();
  await comeDue(world, await schedule(rex, id));
  assert.equal((await saidIn(world, id))[0].sender.name, 'Rex');
});

test('a message of a service key is sent until that is revoked', async () => {
  const made = await ada.post('/service_keys', { name: 'Reminders', scopes: ['read', 'write'] });
  const key = { ...world.stranger };
  const headers = { api_access_token: made.body.token as string };
  const post = async (conversation: number) =>
    key.post(
      `/conversations/${conversation}/messages`,
      { content: 'x', scheduled_at: inSeconds(60) },
      headers,
    );
  const [one, other] = [await talk(), await talk()];
  const [first, second] = [await post(one), await post(other)];
  assert.equal(first.status, 200, first.text);
  await comeDue(world, first.body);
  assert.equal((await saidIn(world, one))[0].sender.name, 'Reminders');
  await ada.delete(`/service_keys/${made.body.id}`);
  await comeDue(world, second.body);
  assert.deepEqual(
    [(await stateOf(other)).state, (await stateOf(other)).reason],
    ['failed', 'author_left'],
  );
});

test('a reply of the customer cancels what waits for that, and nothing else', async () => {
  const id = await talk();
  const sensitive = await schedule(ben, id, { cancel_on_reply: true });
  const other = await schedule(ben, id);
  await ada.post(`/conversations/${id}/messages`, { content: 'from the team' });
  assert.equal((await stateOf(id)).state, 'scheduled');
  const events = await eventsOf(world, () =>
    ada.post(`/conversations/${id}/messages`, { content: 'It did', message_type: 'incoming' }),
  );
  assert.ok(namesOf(events).includes('scheduled_message.updated'));
  const found = await scheduledIn(world, id);
  const [cancelled, waiting] = [sensitive.id, other.id].map((each) =>
    found.find((one) => one.id === each),
  );
  assert.deepEqual([cancelled.state, cancelled.reason], ['cancelled', 'customer_replied']);
  assert.equal(waiting.state, 'scheduled');
  await comeDue(world, sensitive);
  assert.equal((await saidIn(world, id)).length, 2);
  const later = await eventsOf(world, () =>
    ada.post(`/conversations/${id}/messages`, { content: 'Again', message_type: 'incoming' }),
  );
  assert.ok(!namesOf(later).includes('scheduled_message.updated'));
});

test('a reply and the time at once: it is sent or cancelled, never both', async () => {
  for (let n = 0; n < 5; n += 1) {
    const id = await talk();
    const waiting = await schedule(ben, id, { cancel_on_reply: true });
    const path = `/conversations/${id}/messages`;
    await Promise.all([
      comeDue(world, waiting),
      ada.post(path, { content: 'Hi', message_type: 'incoming' }),
    ]);
    const said = await saidIn(world, id);
    const { state } = await stateOf(id);
    assert.equal(said.length, state === 'sent' ? 2 : 1);
    if (state === 'sent') assert.equal(said[0].message_type, 1, 'it was there before the reply');
    else assert.equal(state, 'cancelled');
  }
});

test('when others have written since, it is held, its author is told, and it goes out when they say so', async () => {
  const id = await talk();
  const path = `/conversations/${id}`;
  const seen = await ada.post(`${path}/messages`, { content: 'Hi', message_type: 'incoming' });
  const waiting = await schedule(ben, id, { expected_last_message_id: seen.body.id });
  await ada.post(`${path}/messages`, { content: 'I have answered' });
  await comeDue(world, waiting);
  const { state, reason } = await stateOf(id);
  assert.deepEqual([state, reason], ['held', 'conversation_moved_on']);
  assert.ok(
    (await notificationsOf(ben)).includes(
      `A message that you scheduled in conversation (#${id}) was not sent`,
    ),
  );
  const one = `${path}/scheduled_messages/${waiting.id}`;
  const again = await ben.post(`${one}/send_now`, { expected_last_message_id: seen.body.id });
  assert.equal(again.status, 409);
  const sent = await ben.post(`${one}/send_now`);
  assert.equal(sent.status, 200, sent.text);
  assert.equal(sent.body.state, 'sent');
  assert.equal((await saidIn(world, id)).at(-1).id, sent.body.message_id);
  assert.equal((await ben.post(`${one}/send_now`)).status, 422);
});

test('what was held and is put off is measured against what was there when it was', async () => {
  const id = await talk();
  const path = `/conversations/${id}`;
  const waiting = await schedule(ben, id, { expected_last_message_id: 0 });
  const note = await ada.post(`${path}/messages`, { content: 'Wait', private: true });
  await comeDue(world, waiting);
  const one = `${path}/scheduled_messages/${waiting.id}`;
  const { body } = await ben.patch(one, { scheduled_at: inSeconds(60) });
  assert.deepEqual([body.state, body.reason], ['scheduled', null]);
  assert.equal(body.expected_last_message_id, note.body.id);
  await comeDue(world, waiting);
  assert.equal((await stateOf(id)).state, 'sent');
});

test('what is refused at its time says why, by mail, too, and can be sent again', async () => {
  const id = await talk();
  const waiting = await schedule(ben, id);
  await sql(
    world,
    `insert into messages (account_id, conversation_id, inbox_id, message_type, content)
     select account_id, id, inbox_id, 1, 'noise' from conversations, generate_series(1, 200)
     where account_id = $1 and display_id = $2`,
    [acme.id, id],
  );
  const before = (await mails()).length;
  await comeDue(world, waiting);
  const { state, reason, error } = await stateOf(id);
  assert.deepEqual([state, reason, error], ['failed', 'refused', 'Too many messages']);
  const [mail] = (await mails()).slice(before);
  assert.equal(mail?.data.to, ben.email);
  assert.ok((await notificationsOf(ben))[0]?.includes(`(#${id}) was not sent`));
  await sql(
    world,
    `update messages set created_at = now() - interval '1 hour' where content = 'noise'`,
  );
  const one = `/conversations/${id}/scheduled_messages/${waiting.id}`;
  const { body } = await ben.patch(one, { scheduled_at: inSeconds(60) });
  assert.deepEqual([body.state, body.error], ['scheduled', null]);
  await comeDue(world, waiting);
  assert.equal((await stateOf(id)).state, 'sent');
});

test('whose author may not open the conversation any more is not sent, and they are told by mail', async () => {
  const id = await talk();
  const waiting = await schedule(ben, id);
  const place = [acme.id, acme.support.id, ben.id];
  await sql(
    world,
    'delete from inbox_members where account_id = $1 and inbox_id = $2 and user_id = $3',
    place,
  );
  const before = (await mails()).length;
  await comeDue(world, waiting);
  assert.deepEqual(await saidIn(world, id), []);
  assert.deepEqual(
    [(await stateOf(id)).state, (await stateOf(id)).reason],
    ['failed', 'no_access'],
  );
  const [mail] = (await mails()).slice(before);
  assert.deepEqual(mail?.data.paragraphs.at(-1), 'You may not open the conversation any more.');
  const sent = await ada.post(`/conversations/${id}/scheduled_messages/${waiting.id}/send_now`);
  assert.equal(sent.body.state, 'sent', sent.text);
  assert.equal((await saidIn(world, id))[0].sender.name, 'Ada', 'whoever sends it speaks');
  await sql(world, 'insert into inbox_members values ($1, $2, $3)', place);
});

test('whose author has left the account is not sent, and an administrator may send it as theirs', async () => {
  const made = await ada.post('/agents', { name: 'Eve', email: 'eve@example.com', role: 'agent' });
  const id = await talk();
  const waiting = await schedule(ben, id);
  await sql(world, 'update scheduled_messages set user_id = $2 where id = $1', [
    waiting.id,
    made.body.id,
  ]);
  assert.equal((await ada.delete(`/agents/${made.body.id}`)).status, 200);
  await comeDue(world, waiting);
  assert.deepEqual(
    [(await stateOf(id)).state, (await stateOf(id)).reason],
    ['failed', 'author_left'],
  );
  const sent = await ada.post(`/conversations/${id}/scheduled_messages/${waiting.id}/send_now`);
  assert.equal(sent.body.state, 'sent', sent.text);
});

test('with a conversation its words for later go; the author learns once that they were not said', async () => {
  const id = await talk();
  const waiting = await schedule(ben, id, { content: 'secret' });
  await ada.delete(`/conversations/${id}`);
  const own = async () =>
    (await ben.get('/scheduled_messages')).body.payload.find(
      (each: { id: number }) => each.id === waiting.id,
    );
  const { state, reason, content, conversation_id } = await own();
  assert.deepEqual(
    [state, reason, content, conversation_id],
    ['failed', 'conversation_deleted', null, id],
  );
  const before = (await mails()).length;
  await comeDue(world, waiting);
  await comeDue(world, waiting);
  assert.equal((await mails()).length, before + 1);
  assert.equal((await own()).state, 'failed');
  const stored = await sql(
    world,
    `select 1 from scheduled_messages where input::text like '%secret%'`,
  );
  assert.deepEqual(stored, []);
});
