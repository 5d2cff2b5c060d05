import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configure, eventsOf, linesOf, namesOf, sql } from '../../test/inside.ts';
import { createWorld } from '../../test/world.ts';
import { createLog } from '../log.ts';
import { autoResolveConversations } from './auto-resolve.ts';

const world = await createWorld();
const { ada, ben, acme, globex, pool } = world;
const lines: string[] = [];
const log = createLog({ logLevel: 'info' }, { write: (line) => lines.push(line) });

const policy = (settings: Record<string, unknown>, account = acme.id) =>
  sql(world, 'update accounts set settings = $2 where id = $1', [
    account,
    JSON.stringify(settings),
  ]);

/** A conversation in which nothing happened for so many minutes. */
async function idle(minutes: number, input: Record<string, unknown> = {}): Promise<number> {
  const { id } = await world.conversation(input);
  await age(id, minutes);
  return id as number;
}

const age = (id: number, minutes: number) =>
  sql(
    world,
    `update conversations set last_activity_at = now() - make_interval(mins => $3)
     where account_id = $1 and display_id = $2`,
    [acme.id, id, minutes],
  );

const run = () => autoResolveConversations(pool, log);
const show = async (id: number) => (await ada.get(`/conversations/${id}`)).body;
const statusOf = async (id: number) => (await show(id)).status as string;

test('without the setting nothing is ever resolved', async () => {
  await policy({});
  const id = await idle(1_000_000);
  await run();
  assert.equal(await statusOf(id), 'open');
});

test('what was idle for longer than the setting is resolved, with a line that says why', async () => {
  await policy({ auto_resolve_after: 120 });
  const old = await idle(121);
  const young = await idle(119);
  const events = await eventsOf(world, run);
  assert.equal(await statusOf(old), 'resolved');
  assert.equal(await statusOf(young), 'open');
  assert.deepEqual(await linesOf(world, old), [
    'Conversation was marked resolved by system due to 2 hours of inactivity',
  ]);
  assert.ok(namesOf(events).includes('conversation.resolved'));
  assert.ok(namesOf(events).includes('conversation.status_changed'));
});

test('pending and snoozed conversations are left alone', async () => {
  await policy({ auto_resolve_after: 10 });
  const pending = await idle(60, { status: 'pending' });
  const snoozed = await idle(60, { status: 'snoozed' });
  await run();
  assert.equal(await statusOf(pending), 'pending');
  assert.equal(await statusOf(snoozed), 'snoozed');
});

test('a setting out of range, or one that is no number, resolves nothing and breaks nothing', async () => {
  const id = await idle(10_000_000);
  for (const auto_resolve_after of [
    9,
    0,
    -5,
    1_439_857,
    99_999_999_999,
    '',
    'soon',
    null,
    [],
    {},
    '1e3',
  ]) {
    await policy({ auto_resolve_after });
    await run();
    assert.equal(await statusOf(id), 'open', String(auto_resolve_after));
  }
  await policy({ auto_resolve_after: '10' });
  await run();
  assert.equal(await statusOf(id), 'resolved');
});

test('the customer is told before, when the account wants that', async () => {
  await policy({ auto_resolve_after: 10, auto_resolve_message: 'We close this now.' });
  const id = await idle(11);
  await run();
  const { body } = await ada.get(`/conversations/${id}/messages`);
  const [message, line] = body.payload.slice(-2);
  assert.deepEqual(
    [message.content, message.message_type, message.private, message.sender],
    ['We close this now.', 3, false, undefined],
  );
  assert.match(line.content, /marked resolved by system due to 10 minutes/);
});

test('where the customer cannot be written to any more, the team is told instead', async () => {
  await policy({ auto_resolve_after: 10, auto_resolve_message: 'We close this now.' });
  await configure(world, acme.sales, {
    channel: { additional_attributes: { agent_reply_time_window: '1' } },
  });
  const id = await idle(11, { inbox_id: acme.sales.id });
  await run();
  assert.deepEqual(await linesOf(world, id), [
    'Auto-resolve message not sent due to outgoing message restrictions',
    'Conversation was marked resolved by system due to 10 minutes of inactivity',
  ]);
  const { body } = await ada.get(`/conversations/${id}/messages`);
  assert.ok(!JSON.stringify(body).includes('We close this now.'));
});

test('the account’s label is put on it once, whatever it carries already', async () => {
  await policy({ auto_resolve_after: 10, auto_resolve_label: 'Stale' });
  const plain = await idle(11);
  const labelled = await idle(11);
  await ada.post(`/conversations/${labelled}/labels`, { labels: ['vip', 'stale'] });
  await age(labelled, 11);
  await run();
  assert.deepEqual((await show(plain)).labels, ['Stale']);
  assert.deepEqual((await show(labelled)).labels, ['vip', 'stale']);
});

test('what still waits for an answer is spared, when the account wants that', async () => {
  await policy({ auto_resolve_after: 10, auto_resolve_ignore_waiting: true });
  const waiting = await idle(11);
  const answered = await idle(11);
  await ben.post(`/conversations/${answered}/messages`, { content: 'Done' });
  await age(answered, 11);
  await run();
  assert.equal(await statusOf(waiting), 'open');
  assert.equal(await statusOf(answered), 'resolved');
  await policy({ auto_resolve_after: 10, auto_resolve_ignore_waiting: false });
  await run();
  assert.equal(await statusOf(waiting), 'resolved');
});

test('one account’s setting does not touch another’s conversations', async () => {
  await policy({});
  await policy({ auto_resolve_after: 10 }, globex.id);
  const id = await idle(60);
  await run();
  assert.equal(await statusOf(id), 'open');
  await policy({}, globex.id);
});

test('a suspended account is left as it is', async () => {
  await policy({ auto_resolve_after: 10 });
  const id = await idle(60);
  await sql(world, `update accounts set status = 'suspended' where id = $1`, [acme.id]);
  await run();
  await sql(world, `update accounts set status = 'active' where id = $1`, [acme.id]);
  assert.equal(await statusOf(id), 'open');
});

test('a hundred of an account are resolved at a time, the longest idle first', async () => {
  await policy({});
  const id = await idle(5);
  await sql(world, `update conversations set status = 1 where display_id <> $1`, [id]);
  await sql(
    world,
    `insert into conversations (account_id, display_id, inbox_id, contact_id, contact_inbox_id, last_activity_at)
     select c.account_id, null, c.inbox_id, c.contact_id, c.contact_inbox_id, now() - make_interval(hours => n)
     from conversations c, generate_series(1, 130) n where c.account_id = $1 and c.display_id = $2`,
    [acme.id, id],
  );
  await policy({ auto_resolve_after: 10 });
  await run();
  const left = async () =>
    (
      await sql<{ hours: string }>(
        world,
        `select round(extract(epoch from now() - last_activity_at) / 3600) as hours from conversations
         where status = 0 and display_id <> $1 order by last_activity_at`,
        [id],
      )
    ).map(({ hours }) => Number(hours));
  assert.deepEqual([(await left()).length, (await left())[0]], [30, 30]);
  await run();
  assert.equal((await left()).length, 0);
});

test('two runs at once resolve each conversation once', async () => {
  await policy({ auto_resolve_after: 10, auto_resolve_message: 'Bye' });
  const id = await idle(11);
  await Promise.all([run(), run(), run()]);
  const { body } = await ada.get(`/conversations/${id}/messages`);
  const goodbyes = body.payload.filter(({ content }: { content: string }) => content === 'Bye');
  assert.equal(goodbyes.length, 1);
  assert.equal((await linesOf(world, id)).length, 1);
});

test('one in which somebody writes at the last moment stays open', async () => {
  await policy({ auto_resolve_after: 10, auto_resolve_message: 'Bye' });
  const id = await idle(11);
  const writer = await pool.connect();
  await writer.query('begin');
  await writer.query('select from conversations where display_id = $1 for update', [id]);
  const running = run();
  const blocked = `select from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock' and query like '%k.blocked as muted%'`;
  while ((await sql(world, blocked)).length === 0) await new Promise(setImmediate);
  await writer.query('update conversations set last_activity_at = now() where display_id = $1', [
    id,
  ]);
  await writer.query('commit');
  writer.release();
  await running;
  assert.equal(await statusOf(id), 'open');
  const { text } = await ada.get(`/conversations/${id}/messages`);
  assert.ok(!text.includes('Bye'));
});

test('one that cannot be resolved is reported and keeps none of the others open', async () => {
  await policy({ auto_resolve_after: 10 });
  const broken = await idle(30);
  const other = await idle(20);
  await sql(
    world,
    `
    create function sabotage() returns trigger language plpgsql as $$
    begin
      if old.display_id = ${broken} and new.status = 1 then raise exception 'sabotaged'; end if;
      return new;
    end $$`,
  );
  await sql(
    world,
    `create trigger sabotage before update on conversations for each row execute function sabotage()`,
  );
  lines.length = 0;
  await run();
  await sql(world, `drop trigger sabotage on conversations`);
  assert.deepEqual([await statusOf(broken), await statusOf(other)], ['open', 'resolved']);
  assert.match(lines.join(''), /an idle conversation cannot be resolved/);
});
