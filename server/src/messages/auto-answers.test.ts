import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { configure, eventsOf, sql } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';
import { transaction } from '../db/pool.ts';
import { lockConversationById, type Conversation } from '../conversations/queries.ts';
import { answerAutomatically } from './auto-answers.ts';
import { insertMessage } from './insert.ts';

const world = await createWorld();
const { ada, ben, acme } = world;

const silent = {
  greeting_enabled: false,
  greeting_message: null,
  working_hours_enabled: false,
  out_of_office_message: null,
  timezone: 'UTC',
  csat_survey_enabled: false,
  csat_config: {},
  enable_auto_assignment: false,
};
const greeting = { greeting_enabled: true, greeting_message: 'Welcome!' };
const away = { working_hours_enabled: true, out_of_office_message: 'We are away.' };

afterEach(async () => {
  await configure(world, acme.support, silent);
  await sql(world, 'delete from working_hours');
});

const setUp = async (settings: object): Promise<void> =>
  configure(world, acme.support, { ...silent, ...settings });

/** The inbox is closed on every day, or open. */
async function hours(kind: 'closed_all_day' | 'open_all_day'): Promise<void> {
  await sql(world, 'delete from working_hours');
  await sql(
    world,
    `insert into working_hours (account_id, inbox_id, day_of_week, ${kind})
     select $1, $2, n, true from generate_series(0, 6) n`,
    [acme.id, acme.support.id],
  );
}

const send = async (id: number, body: object = {}): Promise<void> => {
  const message = { content: 'Hello', message_type: 'incoming', ...body };
  const answer = await ben.post(`/conversations/${id}/messages`, message);
  assert.equal(answer.status, 200, answer.text);
};
const templates = async (id: number): Promise<Answer['body'][]> =>
  (await ada.get(`/conversations/${id}/messages`)).body.payload.filter(
    (each: Answer['body']) => each.message_type === 3,
  );
const contents = async (id: number): Promise<string[]> =>
  (await templates(id)).map(({ content }) => content);
const talk = async (): Promise<number> => (await world.conversation()).id;

test('the first message of a customer is greeted, once', async () => {
  await setUp(greeting);
  const id = await talk();
  await send(id);
  await send(id);
  const [message, ...more] = await templates(id);
  assert.deepEqual(more, []);
  assert.equal(message.content, 'Welcome!');
  assert.equal(message.content_type, 'text');
  assert.ok(!('sender' in message));
});

test('an inbox that says nothing by itself says nothing', async () => {
  for (const settings of [
    {},
    { ...greeting, greeting_enabled: false },
    { ...greeting, greeting_message: '' },
    { ...greeting, greeting_message: null },
    { ...away, working_hours_enabled: false },
    { ...away, out_of_office_message: '' },
    away,
  ]) {
    await setUp(settings);
    const id = await talk();
    await send(id);
    assert.deepEqual(await contents(id), [], JSON.stringify(settings));
  }
});

test('whoever was answered already is not greeted', async () => {
  await setUp(greeting);
  for (const body of [{ message_type: 'outgoing' }, { message_type: 'outgoing', private: true }]) {
    const id = await talk();
    await send(id, body);
    await send(id);
    assert.deepEqual(await contents(id), []);
  }
});

test('only customers are greeted, not what agents write', async () => {
  await setUp({ ...greeting, ...away });
  await hours('closed_all_day');
  const id = await talk();
  await send(id, { message_type: 'outgoing' });
  await send(id, { message_type: 'activity' });
  assert.deepEqual(await contents(id), []);
});

test('outside the hours customers are told so, and not greeted on top', async () => {
  await setUp({ ...greeting, ...away });
  await hours('closed_all_day');
  const id = await talk();
  await send(id);
  await send(id);
  assert.deepEqual(await contents(id), ['We are away.']);
});

test('inside the hours nobody is told that we are away', async () => {
  await setUp({ ...greeting, ...away });
  await hours('open_all_day');
  const id = await talk();
  await send(id);
  assert.deepEqual(await contents(id), ['Welcome!']);
});

test('on the next day customers are told again that we are away', async () => {
  await setUp(away);
  await hours('closed_all_day');
  const id = await talk();
  await send(id);
  await sql(world, `update messages set created_at = created_at - interval '1 day'`);
  await send(id);
  assert.deepEqual(await contents(id), ['We are away.', 'We are away.']);
});

test('within five minutes of a public answer nobody is told that we are away', async () => {
  await setUp(away);
  await hours('closed_all_day');
  const id = await talk();
  await send(id, { message_type: 'outgoing' });
  await send(id);
  assert.deepEqual(await contents(id), []);
  await sql(
    world,
    `update messages set created_at = created_at - interval '5 minutes' where message_type = 1`,
  );
  await send(id);
  assert.deepEqual(await contents(id), ['We are away.']);
});

test('what was written before the clock was put back keeps nobody from being told that we are away', async () => {
  await setUp(away);
  await hours('closed_all_day');
  const id = await talk();
  await send(id, { message_type: 'outgoing' });
  await sql(world, `update messages set created_at = created_at + interval '10 days'`);
  await send(id);
  assert.deepEqual(await contents(id), ['We are away.']);
  await sql(world, `update messages set created_at = created_at + interval '10 days'`);
  await send(id);
  assert.deepEqual(await contents(id), ['We are away.', 'We are away.']);
});

test('a private note is no answer: customers are told that we are away', async () => {
  await setUp(away);
  await hours('closed_all_day');
  const id = await talk();
  await send(id, { message_type: 'outgoing', private: true });
  await send(id);
  assert.deepEqual(await contents(id), ['We are away.']);
});

test('the clock of the inbox decides, not that of the server', async () => {
  await setUp(away);
  const id = await talk();
  const [now] = await sql<{ hour: number; dow: number }>(
    world,
    `select extract(hour from t)::int as hour, extract(dow from t)::int as dow
     from (select now() at time zone 'Pacific/Kiritimati' as t) clock`,
  );
  // Open in this hour and the next on Kiritimati, where it is 14 hours later than here, and only there.
  const next = Math.min(now!.hour + 1, 23);
  await sql(
    world,
    `insert into working_hours (account_id, inbox_id, day_of_week, closed_all_day, open_hour, open_minutes,
       close_hour, close_minutes)
     select $1, $2, n, n <> $3, $4, 0, $5, 59 from generate_series(0, 6) n`,
    [acme.id, acme.support.id, now!.dow, now!.hour, next],
  );
  await send(id);
  assert.deepEqual(await contents(id), ['We are away.']);
  const other = await talk();
  await configure(world, acme.support, { timezone: 'Pacific/Kiritimati' });
  await send(other);
  assert.deepEqual(await contents(other), []);
});

test('in a conversation of a campaign an inbox says nothing by itself', async () => {
  await setUp(greeting);
  const id = await talk();
  await sql(world, 'update conversations set campaign_id = 1 where display_id = $1', [id]);
  await send(id);
  assert.deepEqual(await contents(id), []);
});

test('what an inbox says may name the customer, and no agent', async () => {
  const greeting_message = 'Hi {{ contact.first_name }}{{ agent.name }}, this is {{ inbox.name }}.';
  await setUp({ ...greeting, greeting_message });
  const id = await talk();
  await send(id);
  assert.deepEqual(await contents(id), ['Hi Mia, this is Support.']);
});

test('a greeting is told as a message of nobody, and nobody stops waiting for it', async () => {
  await setUp(greeting);
  const { id, waiting_since } = await world.conversation();
  const events = await eventsOf(world, async () => send(id));
  const { data, performer } = events.at(-1)!.payload;
  assert.equal(events.at(-1)?.name, 'message.created');
  assert.equal(data.content, 'Welcome!');
  assert.equal(data.message_type, 3);
  assert.deepEqual([data.sender_type, data.sender_id, performer], [null, null, null]);
  const after = (await ada.get(`/conversations/${id}`)).body;
  assert.equal(after.waiting_since, waiting_since);
  assert.equal(after.first_reply_created_at, 0);
});

/** What a website visitor gets to see after writing; they write through their own channel. */
async function visitorWrites(id: number): Promise<[content: string, content_type: string][]> {
  const [{ pk } = { pk: 0 }] = await sql<{ pk: number }>(
    world,
    'select id as pk from conversations where account_id = $1 and display_id = $2',
    [acme.id, id],
  );
  await transaction(world.pool, async (tx) => {
    const conversation = (await lockConversationById(tx, acme.id, pk)) as Conversation;
    const message = { message_type: 'incoming' as const, content: 'Hello' };
    await answerAutomatically(tx, conversation, await insertMessage(tx, conversation, message));
  });
  return (await templates(id)).map(({ content, content_type }) => [content, content_type]);
}

test('a website visitor without an address is asked for it, once', async () => {
  const [contact] = await sql<{ id: number }>(
    world,
    `insert into contacts (account_id, name) values ($1, 'Visitor') returning id`,
    [acme.id],
  );
  const ids = { inbox_id: acme.website.id, contact_id: contact?.id };
  const { id } = await world.conversation(ids);
  const asked = [
    ['Give the team a way to reach you.', 'text'],
    ['Get notified by email', 'input_email'],
  ];
  assert.deepEqual(await visitorWrites(id), asked);
  assert.deepEqual(await visitorWrites(id), asked);
  await configure(world, acme.website, { enable_email_collect: false });
  const other = (await world.conversation(ids)).id as number;
  assert.deepEqual(await visitorWrites(other), []);
  await configure(world, acme.website, { enable_email_collect: true, ...greeting });
  assert.deepEqual(await visitorWrites(other), [['Welcome!', 'text'], ...asked]);
  await configure(world, acme.website, silent);
});

test('a website visitor whose address is known is not asked for it', async () => {
  const { id } = await world.conversation({ inbox_id: acme.website.id });
  assert.deepEqual(await visitorWrites(id), []);
});
