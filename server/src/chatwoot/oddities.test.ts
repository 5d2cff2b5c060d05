import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fillSource } from '../../test/chatwoot/fill.ts';
import { importInto, kindIn, remarksIn, sourceForTest } from '../../test/chatwoot/target.ts';
import { sql } from '../../test/inside.ts';
import { createWorld } from '../../test/world.ts';

const size = { conversations: 20, messagesEach: 2 };

test('what is odd is mended or left out and told, and never ends the import', async () => {
  const world = await createWorld();
  const source = await sourceForTest();
  await fillSource(source, size);
  await source.sql(`
    -- Contact 30 has the address of contact 1 in other letters; 31 lies in no account; 32 was made too late.
    insert into contacts (id, name, email, account_id, created_at, additional_attributes) values
      (30, 'Twin', 'CONTACT1@example.org', 1, '2025-02-01', '[1, 2]'), (31, 'Nobody', null, 77, '2025-02-01', '{}'),
      (32, null, '', 1, '9999-12-31', '"{\\"city\\": \\"Ulm\\"}"');
    -- Conversations: without a contact; of an inbox of another account; without a tie; with a status that is none.
    insert into conversations (id, account_id, inbox_id, contact_id, contact_inbox_id, display_id, status, team_id, assignee_id, priority,
        created_at, updated_at, snoozed_until, last_activity_at) values
      (30, 1, 1, 999, null, 130, 0, null, null, null, '2025-02-01', '2025-02-01', null, '2025-02-01'),
      (31, 1, 4, 1, null, 131, 0, null, null, null, '2025-02-01', '2025-02-01', null, '2025-02-01'),
      (32, 1, 1, 2, null, 132, 9, 3, 3, 8, '2025-02-01', '2025-02-01', '9999-12-31', 'infinity');
    insert into messages (id, account_id, inbox_id, conversation_id, message_type, content, sender_type, sender_id, content_attributes,
        content_type, status, created_at, updated_at) values
      (100, 1, 1, 30, 0, 'of a conversation that is not there', null, null, '{}', 0, 0, '2025-02-01', '2025-02-01'),
      (101, 2, 4, 32, 0, 'of another account', null, null, '{}', 0, 0, '2025-02-01', '2025-02-01'),
      (102, 1, 4, 32, 1, 'of an inbox of another account, by a contact of another account', 'Contact', 9, '"not json"', 0, 0, '2025-02-01', '2025-02-01'),
      (103, 1, 1, 32, 1, 'by a captain', 'Captain::Assistant', 1, '"{\\"a\\":\\"x\\\\u0000\\\\ud800y\\"}"', 77, 9, '1492-01-01', '2025-02-01'),
      (104, 1, 1, 32, 5, 'of no type', null, null, '{}', 0, 0, '2025-02-01', '2025-02-01'),
      (105, 1, 1, 32, 1, 'by somebody who has left', 'User', 50, null, 0, 0, '2025-02-01', '2025-02-01'),
      (106, 1, 1, 32, 1, 'by nobody who is known', 'User', 51, '{}', 0, 0, '2025-02-01', '2025-02-01');
    insert into users (id, name, email, encrypted_password, created_at, updated_at) values
      (50, 'Left', 'left@example.com', 'md5 or what', '2025-01-01', '2025-01-01'), (52, 'Mailless', null, '', '2025-01-01', '2025-01-01');
    insert into account_users (id, account_id, user_id) values (60, 1, 999), (61, 88, 1);
    insert into labels (id, title, account_id) values (20, null, 1);
    insert into canned_responses (id, account_id, short_code, content) values (1, 1, 'hi', 'Hello'), (2, 1, 'hi', 'Good day'), (3, 1, 'x', null);
    insert into custom_attribute_definitions (id, attribute_key, attribute_model, account_id, attribute_values, attribute_display_type)
      values (1, 'plan', 1, 1, '{"no": "list"}', 55), (2, 'size', 2, 1, '[]', 0);
    insert into inboxes (id, name, account_id, channel_id, channel_type) values (10, 'Chat', 1, 1, 'Channel::Whatsapp'), (11, 'Lost', 1, 99, 'Channel::Api');
    insert into inbox_members (id, user_id, inbox_id) values (90, 1, 10), (91, 2, 999);
    insert into team_members (id, team_id, user_id) values (9, 1, 3);
    insert into working_hours (id, inbox_id, account_id, day_of_week, open_hour, open_minutes, close_hour, close_minutes)
      values (1, 1, 1, 1, 9, 0, 17, 0), (2, 1, 1, 1, 9, 0, 17, 0), (3, 1, 1, 9, 9, 0, 17, 0), (4, 1, 1, 2, 99, 0, 17, 0);
    insert into agent_bots (id, name, account_id) values (1, 'Of all', null), (2, 'Of Meadow', 2);
    insert into agent_bot_inboxes (id, inbox_id, agent_bot_id) values (1, 1, 1), (2, 2, 2);
    insert into access_tokens (id, owner_type, owner_id, token) values (90, 'PlatformApp', 1, 'p'), (91, 'AgentBot', 1, 'BotToken'), (92, 'User', 999, 'z');
    insert into webhooks (id, account_id, url, subscriptions) values (1, 1, null, '[]'), (2, 1, 'https://hook.example.com', '["message_created", 5]');
    insert into csat_survey_responses (id, account_id, conversation_id, message_id, rating, contact_id, assigned_agent_id) values
      (1, 1, 1, 1, 5, 1, 2), (2, 1, 1, 2, 9, 1, 2), (3, 1, 1, 999, 3, 1, 2);
    insert into mentions (id, user_id, conversation_id, account_id, mentioned_at) values (1, 2, 1, 1, now()), (2, 3, 1, 1, now());
    insert into portals (account_id, name, slug) values (1, 'Help', 'help');
    update channel_email set imap_enabled = true`);

  const report = await importInto(world, source);
  const left = 'its user is no member of the account';
  assert.deepEqual(
    Object.fromEntries(
      report.kinds
        .map(({ kind }) => [kind, remarksIn(report, kind)])
        .filter(([, all]) => Object.keys(all as object).length > 0),
    ),
    {
      users: {
        'it has no e-mail address': [52],
        'its password is in no form that we know: it has to be set anew': [50],
      },
      account_users: { 'its user is missing': [60], 'its account is not here': [61] },
      access_tokens: { 'it belongs to a PlatformApp': [90], 'its owner is missing': [92] },
      team_members: { [left]: [9] },
      labels: { 'it has no title': [20] },
      custom_attribute_definitions: {
        'it is of a kind of record that we do not have': [2],
        'its type is unknown: it becomes text': [1],
        'attribute_values is no list': [1],
      },
      canned_responses: {
        'it has no short code or no content': [3],
        'another one has its short_code: it has its number behind it now': [2],
      },
      inboxes: {
        'its imap_password is encrypted with a key that we do not have: enter it again': [3],
        'fetching its mail is off: switch it on when the old desk has stopped': [3],
        'it was a Channel::Whatsapp: it is an API inbox now': [10],
        'its Channel::Api is missing: it is an API inbox now': [11],
      },
      inbox_members: { [left]: [90], 'its inbox is missing': [91] },
      working_hours: {
        'another one has its day_of_week': [2],
        'the database refuses it (working_hours_day_of_week_check)': [3],
        'the database refuses it (working_hours_open_hour_check)': [4],
      },
      agent_bot_inboxes: {
        'its bot is missing or belongs to another account': [2],
        'its bot belongs to another account': [2],
      },
      webhooks: { 'it has no address': [1] },
      contacts: {
        'its account is not here': [31],
        'additional_attributes is no object': [30],
        'another one has its email: it has none now': [30],
        'created_at is an impossible time': [32],
      },
      conversations: {
        'its contact is missing': [30],
        'its inbox belongs to another account': [31],
        'its status is unknown: it is open': [32],
        'last_activity_at is an impossible time': [32],
        'its assignee is no member of the account': [32],
        'its team belongs to another account': [32],
      },
      mentions: { [left]: [2] },
      messages: {
        'its conversation is missing': [100],
        'its conversation belongs to another account': [101],
        'its type is unknown': [104],
        'its sender belongs to another account': [102],
        'content_attributes is no object': [102],
        'its content type is unknown: it is text': [103],
        'its sender is a Captain::Assistant, which we do not have': [103],
        'created_at is an impossible time': [103],
        'its sender is missing': [106],
      },
      csat_survey_responses: {
        'its rating is none from 1 to 5': [2],
        'its message is missing': [3],
      },
    },
  );
  assert.deepEqual(report.left_behind, {
    portals: { rows: 1, because: 'there is no such thing here' },
  });
  assert.equal(kindIn(report, 'messages').copied, 44);

  const [mended] = await sql(
    world,
    `select (select content_attributes from messages where content = 'by a captain') as attributes,
      (select additional_attributes from contacts where name = '' and additional_attributes <> '{}') as city,
      (select removed_at is not null from memberships m join users u on u.id = m.user_id where u.email = 'left@example.com') as has_left,
      (select ci.contact_id = c.contact_id and ci.inbox_id = c.inbox_id from conversations c
         join contact_inboxes ci on ci.account_id = c.account_id and ci.id = c.contact_inbox_id where c.display_id = 132) as tied,
      (select subscriptions from webhooks where url = 'https://hook.example.com') as subscriptions`,
  );
  assert.deepEqual(mended, {
    attributes: { a: 'x\ufffd\ufffdy' },
    city: { city: 'Ulm' },
    has_left: true,
    tied: true,
    subscriptions: ['message_created'],
  });
});

test('a database of bytes that are no UTF-8 is read, and what was broken in it is told', async () => {
  const world = await createWorld();
  const source = await sourceForTest({ bytes: true });
  await fillSource(source, { conversations: 10, messagesEach: 1 });
  await source.sql(String.raw`update messages set content = E'caf\xe9' where id = 3`);
  const report = await importInto(world, source);
  assert.deepEqual(remarksIn(report, 'messages'), { 'it had bytes that are no UTF-8': [3] });
  const [found] = await sql(world, `select content from messages where content like 'caf%'`);
  assert.deepEqual(found, { content: 'caf\ufffd' });
});

test('the earliest of the versions is enough: columns that came later may be missing', async () => {
  const world = await createWorld();
  const source = await sourceForTest();
  await fillSource(source, { conversations: 10, messagesEach: 1 });
  await source.sql(`
    alter table accounts drop column settings; update accounts set auto_resolve_duration = 3 where id = 1;
    alter table contacts drop column blocked; alter table inboxes drop column csat_config;
    alter table conversations drop column waiting_since; alter table messages drop column sentiment;
    alter table users drop column otp_required_for_login; drop table custom_roles; drop table dashboard_apps`);
  const report = await importInto(world, source);
  assert.equal(kindIn(report, 'messages').copied, 10);
  const [account] = await sql(world, `select settings from accounts where name = 'Harbour'`);
  assert.deepEqual(account, { settings: { auto_resolve_after: 4320 } });
});
