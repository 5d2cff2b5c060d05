import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fillSource } from '../../test/chatwoot/fill.ts';
import { importInto, kindIn, remarksIn, sourceForTest } from '../../test/chatwoot/target.ts';
import { eventsOf, sql } from '../../test/inside.ts';
import { createWorld } from '../../test/world.ts';

const size = { conversations: 40, messagesEach: 5 };

test('beside a desk that is in use, ids that are taken become new ones, and everything finds together', async () => {
  const world = await createWorld();
  const { id } = await world.conversation();
  await world.ada.post(`/conversations/${id}/messages`, { content: 'Hello' });
  const source = await sourceForTest();
  await fillSource(source, size);
  // What names others by number: a reply of the same batch, a mention, a saved view, a macro, a rule.
  await source.sql(`
    update messages set content_attributes = '{"in_reply_to": 1, "long": 12345678901234567890}' where id = 3;
    update messages set content = 'Look, [Person 2](mention://user/2/Person%202) and [returns](mention://team/2/returns)' where id = 8;
    insert into custom_filters (name, query, account_id, user_id)
      values ('mine', '{"payload":[{"attribute_key":"assignee_id","values":[2]},{"attribute_key":"status","values":["open"]}]}', 1, 4);
    insert into macros (account_id, name, actions, created_by_id)
      values (1, 'hand over', '[{"action_name":"assign_team","action_params":[2]},{"action_name":"add_label","action_params":["urgent"]}]', 2);
    create table automation_rules (id bigserial primary key, account_id bigint, name varchar, description text, event_name varchar,
      conditions jsonb, actions jsonb, active boolean, created_at timestamp default now(), updated_at timestamp default now());
    insert into automation_rules (account_id, name, event_name, conditions, actions, active)
      values (1, 'route', 'conversation_created', '[{"attribute_key":"inbox_id","values":[1]}]', '[{"action_name":"assign_agent","action_params":[2]}]', false)`);

  let report: Awaited<ReturnType<typeof importInto>> | undefined;
  const events = await eventsOf(world, async () => {
    report = await importInto(world, source);
  });
  assert.deepEqual(events, [], 'nothing follows from imported rows');
  assert.ok(report);
  assert.equal(report.kinds.flatMap(({ skipped }) => skipped).length, 0);

  const [ids] = await sql<Record<string, number>>(
    world,
    `select (select id from accounts where name = 'Harbour') as account, (select id from users where name = 'Person 2') as person,
       (select id from teams where name = 'returns' and account_id = (select id from accounts where name = 'Harbour')) as team,
       (select id from inboxes where name = 'Shop' and account_id = (select id from accounts where name = 'Harbour')) as inbox,
       (select new_id from import_ids where kind = 'messages' and old_id = 1) as first`,
  );
  assert.ok(ids);
  assert.notEqual(ids['account'], 1);
  assert.notEqual(ids['first'], 1);
  const texts = await sql<{ text: string }>(
    world,
    `select content_attributes::text as text from messages where id = (select new_id from import_ids where kind = 'messages' and old_id = 3)
     union all select content from messages where content like 'Look, %'
     union all select query::text from custom_filters where name = 'mine'
     union all select actions::text from macros where name = 'hand over'
     union all select conditions::text || actions::text || active from automation_rules where name = 'route'`,
  );
  assert.deepEqual(
    texts.map(({ text }) => text),
    [
      `{"long": 12345678901234567890, "in_reply_to": ${ids['first']}}`,
      `Look, [Person 2](mention://user/${ids['person']}/Person%202) and [returns](mention://team/${ids['team']}/returns)`,
      `{"payload": [{"values": [${ids['person']}], "attribute_key": "assignee_id"}, {"values": ["open"], "attribute_key": "status"}]}`,
      `[{"action_name": "assign_team", "action_params": [${ids['team']}]}, {"action_name": "add_label", "action_params": ["urgent"]}]`,
      `[{"values": [${ids['inbox']}], "attribute_key": "inbox_id"}][{"action_name": "assign_agent", "action_params": [${ids['person']}]}]false`,
    ],
  );
  const together = await sql(
    world,
    `select from messages m join import_ids i on i.kind = 'messages' and i.new_id = m.id
     join import_ids c on c.kind = 'conversations' and c.new_id = m.conversation_id where c.old_id = (i.old_id - 1) / 5 + 1`,
  );
  assert.equal(together.length, 200);
  // Numbers go on behind those that came, here as elsewhere.
  const opened = await world.conversation();
  assert.equal(opened.id, 2);
});

test('done again it brings what is new, doubles nothing, and leaves alone what was changed or deleted here', async () => {
  const world = await createWorld();
  const source = await sourceForTest();
  await fillSource(source, size);
  await importInto(world, source);
  const [account] = await sql<{ id: number }>(
    world,
    `select id from accounts where name = 'Harbour'`,
  );
  await sql(world, `update contacts set name = 'Renamed' where email = 'contact1@example.org'`);
  await sql(world, `delete from conversations where uuid = md5('conversation2')::uuid`);
  await sql(world, `delete from inbox_members where account_id = $1`, [account?.id]);
  // A colleague writes here, and somebody else there.
  const [taken] = await sql<{ display_id: number }>(
    world,
    `insert into conversations (account_id, inbox_id, contact_id, contact_inbox_id)
     select account_id, inbox_id, contact_id, contact_inbox_id from conversations where uuid = md5('conversation1')::uuid
     returning display_id`,
  );
  await source.sql(`
    update contacts set name = 'Changed there' where id = 1;
    insert into contacts (name, email, account_id) values ('New', 'new@example.org', 1);
    insert into conversations (account_id, inbox_id, contact_id, contact_inbox_id, display_id, created_at, updated_at)
      values (1, 2, 1, 1, ${taken?.display_id}, now(), now());
    insert into messages (account_id, inbox_id, conversation_id, message_type, content, created_at, updated_at)
      values (1, 2, 1, 0, 'one more', now(), now()), (1, 3, 2, 0, 'for one that is gone', now(), now())`);

  const report = await importInto(world, source);
  assert.equal(kindIn(report, 'contacts').copied, 1);
  assert.equal(kindIn(report, 'inbox_members').already_there, 24);
  assert.deepEqual(kindIn(report, 'messages'), {
    kind: 'messages',
    found: 202,
    copied: 1,
    already_there: 200,
    skipped: [
      { reason: 'it refers to something that was deleted here', count: 1, examples: [202] },
    ],
    changed: [],
  });
  assert.deepEqual(remarksIn(report, 'conversations'), {
    'its number was taken: it has a new one': [41],
  });
  const [left] = await sql(
    world,
    `select (select name from contacts where email = 'contact1@example.org') as name,
      (select count(*) from inbox_members where account_id = $1) as members,
      (select count(*) from conversations where uuid = md5('conversation2')::uuid) as gone,
      (select count(*) from messages where content = 'one more') as more,
      (select count(*) from contacts where account_id = $1) as contacts`,
    [account?.id],
  );
  assert.deepEqual(left, { name: 'Renamed', members: 0, gone: 0, more: 1, contacts: 37 });

  // An account that was deleted here stays away, with all that is new in it.
  await sql(world, `update accounts set deleted_at = now() where name = 'Meadow'`);
  await source.sql(`insert into contacts (name, account_id) values ('Late', 2)`);
  const last = await importInto(world, source);
  assert.deepEqual(remarksIn(last, 'contacts'), { 'its account is not here': [42] });
});

test('a person with an address that is known here is the same person, with the password and the token from here', async () => {
  const world = await createWorld();
  const source = await sourceForTest();
  await fillSource(source, size);
  await source.sql(`update users set email = upper('${world.ben.email}') where id = 2`);
  const [before] = await sql(
    world,
    'select name, email, password_digest from users where id = $1',
    [world.ben.id],
  );
  const report = await importInto(world, source);
  assert.equal(kindIn(report, 'users').already_there, 1);
  assert.deepEqual(remarksIn(report, 'access_tokens'), { 'another one has its user_id': [2] });
  const [then] = await sql(world, 'select name, email, password_digest from users where id = $1', [
    world.ben.id,
  ]);
  assert.deepEqual(then, before);
  const [account] = await sql<{ id: number }>(
    world,
    `select id from accounts where name = 'Harbour'`,
  );
  assert.equal((await world.ben.get('/conversations')).status, 200);
  assert.equal((await world.ben.get(`/api/v1/accounts/${account?.id}/conversations`)).status, 200);
});

test('only the accounts that were asked for come, with whom and what they need', async () => {
  const world = await createWorld();
  const source = await sourceForTest();
  await fillSource(source, size);
  const dry = await importInto(world, source, { accounts: [2], dryRun: true });
  const report = await importInto(world, source, { accounts: [2] });
  const counts = (of: typeof report): [string, number][] =>
    of.kinds.map((kind) => [kind.kind, kind.copied]);
  assert.deepEqual(counts(dry), counts(report));
  assert.equal(kindIn(report, 'accounts').copied, 1);
  assert.equal(kindIn(report, 'users').copied, 6);
  assert.equal(kindIn(report, 'inboxes').copied, 1);
  assert.equal(kindIn(report, 'conversations').copied, 4);
  assert.equal(kindIn(report, 'messages').copied, 20);
  assert.equal(report.kinds.flatMap(({ skipped }) => skipped).length, 0);
  const rest = await importInto(world, source);
  assert.equal(kindIn(rest, 'messages').copied, 180);
  assert.equal(kindIn(rest, 'messages').already_there, 20);
});
