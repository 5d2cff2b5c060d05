import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventsOf, linesOf, namesOf, sql } from '../../test/inside.ts';
import { createWorld } from '../../test/world.ts';
import { createLog } from '../log.ts';
import { wakeConversation, wakeOverdueConversations } from './wake.ts';

const world = await createWorld();
const { ada, acme, pool } = world;
const lines: string[] = [];
const log = createLog({ logLevel: 'info' }, { write: (line) => lines.push(line) });

interface Snoozed {
  id: number;
  key: { account_id: number; conversation_id: number };
}

/** A conversation that is snoozed until an instant so many seconds from now. */
async function snoozed(seconds: number): Promise<Snoozed> {
  const { id } = await world.conversation();
  const snoozed_until = Math.floor(Date.now() / 1000) + seconds;
  const answer = await ada.post(`/conversations/${id}/toggle_status`, {
    status: 'snoozed',
    snoozed_until,
  });
  assert.equal(answer.status, 200, answer.text);
  const [row] = await sql<{ id: number }>(
    world,
    'select id from conversations where account_id = $1 and display_id = $2',
    [acme.id, id],
  );
  return { id, key: { account_id: acme.id, conversation_id: row!.id } };
}

async function statusOf(id: number) {
  const { body } = await ada.get(`/conversations/${id}`);
  return { status: body.status, snoozed_until: body.snoozed_until };
}

const open = { status: 'open', snoozed_until: null };

test('snoozing leaves a job for the instant at which it ends', async () => {
  await sql(world, 'delete from jobs.job');
  const { key } = await snoozed(3600);
  const jobs = await sql<{ data: unknown; wait: string }>(
    world,
    `select data, extract(epoch from start_after - now()) as wait from jobs.job where name = 'wake_conversation'`,
  );
  assert.equal(jobs.length, 1);
  assert.deepEqual(jobs[0]?.data, key);
  assert.ok(Number(jobs[0]?.wait) > 3590 && Number(jobs[0]?.wait) <= 3600);
});

test('a conversation whose snooze is over opens, with its events and without a line', async () => {
  const { id, key } = await snoozed(-1);
  const before = await linesOf(world, id);
  const events = await eventsOf(world, () => wakeConversation(pool, key));
  assert.deepEqual(await statusOf(id), open);
  assert.deepEqual(namesOf(events), [
    'conversation.opened',
    'conversation.status_changed',
    'conversation.updated',
  ]);
  assert.ok(events.every(({ payload }) => payload.performer === null));
  assert.deepEqual(await linesOf(world, id), before);
});

test('ten wake-ups at once open it once', async () => {
  const { key } = await snoozed(-1);
  const events = await eventsOf(world, () =>
    Promise.all(Array.from({ length: 10 }, () => wakeConversation(pool, key))),
  );
  assert.equal(namesOf(events).filter((name) => name === 'conversation.opened').length, 1);
});

test('one that was snoozed again for later sleeps on', async () => {
  const { id, key } = await snoozed(-1);
  await ada.post(`/conversations/${id}/toggle_status`, {
    status: 'snoozed',
    snoozed_until: Math.floor(Date.now() / 1000) + 3600,
  });
  const events = await eventsOf(world, async () => {
    await wakeConversation(pool, key);
    await wakeOverdueConversations(pool, log);
  });
  assert.deepEqual(events, []);
  assert.equal((await statusOf(id)).status, 'snoozed');
});

test('a wake-up that comes early, by a clock that was put back since, is followed by one at its time', async () => {
  const { id, key } = await snoozed(3600);
  await sql(world, 'delete from jobs.job');
  await wakeConversation(pool, key);
  assert.equal((await statusOf(id)).status, 'snoozed');
  const jobs = await sql(
    world,
    `select j.data from jobs.job j join conversations c on c.id = (j.data ->> 'conversation_id')::bigint
     where j.name = 'wake_conversation' and j.start_after = c.snoozed_until`,
  );
  assert.deepEqual(jobs, [{ data: key }]);
});

test('one that was resolved in the meantime stays resolved', async () => {
  const { id, key } = await snoozed(-1);
  await ada.post(`/conversations/${id}/toggle_status`, { status: 'resolved' });
  await wakeConversation(pool, key);
  await wakeOverdueConversations(pool, log);
  assert.equal((await statusOf(id)).status, 'resolved');
});

test('one that sleeps until the customer writes is woken by no clock', async () => {
  const { id, key } = await snoozed(-1);
  await ada.post(`/conversations/${id}/toggle_status`, { status: 'snoozed' });
  await wakeConversation(pool, key);
  await wakeOverdueConversations(pool, log);
  assert.deepEqual(await statusOf(id), { status: 'snoozed', snoozed_until: null });
});

test('a conversation that was deleted is nobody to wake, and no failure', async () => {
  const { id, key } = await snoozed(-1);
  await ada.delete(`/conversations/${id}`);
  await wakeConversation(pool, key);
});

test('everything overdue opens, however long ago it was due and whether a job knows of it or not', async () => {
  await sql(world, `update conversations set status = 1, snoozed_until = null`);
  const sleepers = await Promise.all([snoozed(-1), snoozed(-40 * 86_400), snoozed(-400 * 86_400)]);
  const later = await snoozed(3600);
  await sql(world, 'delete from jobs.job');
  await wakeOverdueConversations(pool, log);
  for (const { id } of sleepers) assert.deepEqual(await statusOf(id), open);
  assert.equal((await statusOf(later.id)).status, 'snoozed');
});

test('one that cannot be opened is reported and keeps none of the others asleep', async () => {
  await sql(world, `update conversations set status = 1, snoozed_until = null`);
  const [first, broken, last] = await Promise.all([snoozed(-30), snoozed(-20), snoozed(-10)]);
  await sql(
    world,
    `
    create function sabotage() returns trigger language plpgsql as $$
    begin
      if old.id = ${broken.key.conversation_id} and new.status = 0 then raise exception 'sabotaged'; end if;
      return new;
    end $$`,
  );
  await sql(
    world,
    `create trigger sabotage before update on conversations for each row execute function sabotage()`,
  );
  lines.length = 0;
  await wakeOverdueConversations(pool, log);
  await sql(world, `drop trigger sabotage on conversations`);
  assert.deepEqual(await statusOf(first.id), open);
  assert.deepEqual(await statusOf(last.id), open);
  assert.equal((await statusOf(broken.id)).status, 'snoozed');
  assert.equal(lines.length, 1);
  const line = JSON.parse(lines[0] ?? '') as Record<string, unknown>;
  assert.equal(line['conversation_id'], broken.key.conversation_id);
  await wakeOverdueConversations(pool, log);
  assert.deepEqual(await statusOf(broken.id), open);
});

test('twelve hundred overdue conversations open in one go, each once', async () => {
  const { id } = await world.conversation();
  await sql(world, `update conversations set status = 1, snoozed_until = null`);
  await sql(
    world,
    `insert into conversations (account_id, display_id, inbox_id, contact_id, contact_inbox_id, status, snoozed_until)
     select c.account_id, null, c.inbox_id, c.contact_id, c.contact_inbox_id, 3, now() - make_interval(secs => n / 100)
     from conversations c, generate_series(1, 1200) n where c.account_id = $1 and c.display_id = $2`,
    [acme.id, id],
  );
  const events = await eventsOf(world, () => wakeOverdueConversations(pool, log));
  assert.equal(namesOf(events).filter((name) => name === 'conversation.opened').length, 1200);
});
