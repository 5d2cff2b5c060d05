import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configure, employRex, sql, statementsOf } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld();
const { acme, ada, ben, rex } = world;

interface Fact {
  name: string;
  value: number;
  value_in_business_hours: number;
  inbox_id: number;
  user_id: number | null;
  team_id: number | null;
  event_start_time: Date;
  event_end_time: Date;
  created_at: Date;
}

const factsOf = async (conversation: number): Promise<Fact[]> =>
  sql<Fact>(
    world,
    `select e.* from reporting_events e
     join report_conversations c on c.account_id = e.account_id and c.conversation_id = e.conversation_id
     where e.account_id = $1 and c.display_id = $2 order by e.id`,
    [acme.id, conversation],
  );

const lastFact = async (conversation: number, name: string): Promise<Fact> => {
  const found = (await factsOf(conversation)).filter((fact) => fact.name === name);
  assert.ok(found.length > 0, `no ${name}`);
  return found.at(-1) as Fact;
};

const namesOf = async (conversation: number): Promise<string[]> =>
  (await factsOf(conversation)).map(({ name }) => name);

/** Lets a conversation be older than it is. */
async function backdate(conversation: number, column: string, at: string): Promise<void> {
  await sql(
    world,
    `update conversations set ${column} = $3 where account_id = $1 and display_id = $2`,
    [acme.id, conversation, at],
  );
}

const unix = (at: Date): number => Math.floor(at.getTime() / 1000);

function assertMeasured(fact: Fact, since: string): void {
  assert.equal(fact.event_start_time.toISOString(), since);
  assert.equal(fact.value, unix(fact.event_end_time) - unix(fact.event_start_time));
  assert.deepEqual(fact.created_at, fact.event_end_time);
}

const open = async (input: Record<string, unknown> = {}): Promise<number> =>
  (await world.conversation(input)).id;
const said = (content: string) => ({ message: { content, message_type: 'incoming' } });
const ok = (answer: Answer): Answer => {
  assert.equal(answer.status, 200, answer.text);
  return answer;
};
const status = async (id: number, to: string, by = ada): Promise<Answer> =>
  ok(await by.post(`/conversations/${id}/toggle_status`, { status: to }));
const say = async (id: number, body: object, by = ben): Promise<Answer> =>
  ok(await by.post(`/conversations/${id}/messages`, body));

test('a first answer is measured from the creation, and is its author’s', async () => {
  const id = await open({ assignee_id: ada.id, team_id: acme.billing.id });
  await backdate(id, 'created_at', '2026-01-05T10:00:00.000Z');
  await say(id, { content: 'Hello' });
  const fact = await lastFact(id, 'first_response');
  assertMeasured(fact, '2026-01-05T10:00:00.000Z');
  const { user_id, inbox_id, value_in_business_hours } = fact;
  assert.deepEqual([user_id, inbox_id], [ben.id, acme.support.id]);
  assert.equal(value_in_business_hours, fact.value, 'an inbox without hours is always open');
});

test('a first answer to a conversation that was opened again is measured from the opening', async () => {
  const id = await open();
  await status(id, 'snoozed');
  await status(id, 'open', ada);
  await say(id, { content: 'Hello' });
  const opened = await lastFact(id, 'conversation_opened');
  assertMeasured(await lastFact(id, 'first_response'), opened.event_end_time.toISOString());
});

test('a first answer after a bot is measured from the hand-off', async () => {
  await employRex(world, acme.support);
  const id = await open(said('Hi'));
  await say(id, { content: 'I am Rex' }, rex);
  await status(id, 'open', rex);
  await employRex(world, acme.support, 'inactive');
  await say(id, { content: 'Hello' });
  const handoff = await lastFact(id, 'conversation_bot_handoff');
  assertMeasured(await lastFact(id, 'first_response'), handoff.event_end_time.toISOString());
  assert.deepEqual(await namesOf(id), [
    'conversation_opened',
    'conversation_bot_handoff',
    'first_response',
  ]);
});

test('a bot hands a conversation over once, however often it does', async () => {
  await employRex(world, acme.support);
  const id = await open(said('Hi'));
  await backdate(id, 'created_at', '2026-02-01T00:00:00.000Z');
  await status(id, 'open', rex);
  await status(id, 'pending', rex);
  await status(id, 'open', rex);
  await employRex(world, acme.support, 'inactive');
  const handoffs = (await factsOf(id)).filter(({ name }) => name === 'conversation_bot_handoff');
  assert.equal(handoffs.length, 1);
  assertMeasured(handoffs[0] as Fact, '2026-02-01T00:00:00.000Z');
});

test('a person who opens a pending conversation is no hand-off', async () => {
  const id = await open();
  await status(id, 'pending');
  await status(id, 'open', ben);
  assert.deepEqual(await namesOf(id), ['conversation_opened']);
});

test('a later answer to a customer who waits is a reply, and is its assignee’s', async () => {
  const id = await open({ assignee_id: ada.id });
  await say(id, { content: 'Hello' });
  await say(id, { content: 'And?', message_type: 'incoming' });
  await backdate(id, 'waiting_since', '2026-01-06T12:00:00.000Z');
  await say(id, { content: 'So' });
  const reply = await lastFact(id, 'reply_time');
  assertMeasured(reply, '2026-01-06T12:00:00.000Z');
  assert.equal(reply.user_id, ada.id);
});

test('an answer to nobody, a note, a bot’s answer and a campaign’s are no replies', async () => {
  const id = await open();
  await say(id, { content: 'Hello' });
  await say(id, { content: 'Nobody waits' });
  await say(id, { content: 'And?', message_type: 'incoming' });
  await say(id, { content: 'note', private: true });
  await say(id, { content: 'by rule', content_attributes: { automation_rule_id: 1 } });
  await say(id, { content: 'a bot', sender_type: 'AgentBot', sender_id: rex.id });
  await say(id, { content: 'nobody waits any more' });
  assert.deepEqual(await namesOf(id), ['first_response']);
});

test('every resolution counts, each from the creation, and belongs to who has it then', async () => {
  const id = await open({ assignee_id: ada.id });
  await backdate(id, 'created_at', '2026-01-07T08:00:00.000Z');
  await status(id, 'resolved');
  const [first] = await factsOf(id);
  await status(id, 'open');
  await say(id, { content: 'x', message_type: 'incoming' });
  ok(await ada.post(`/conversations/${id}/assignments`, { assignee_id: ben.id }));
  await status(id, 'resolved');
  assert.deepEqual(await namesOf(id), [
    'conversation_resolved',
    'conversation_opened',
    'conversation_resolved',
  ]);
  const resolved = (await factsOf(id)).filter(({ name }) => name === 'conversation_resolved');
  for (const fact of resolved) assertMeasured(fact, '2026-01-07T08:00:00.000Z');
  assert.deepEqual(
    resolved.map(({ user_id }) => user_id),
    [ada.id, ben.id],
  );
  const opened = await lastFact(id, 'conversation_opened');
  assert.deepEqual(opened.event_start_time, first?.event_end_time);
});

test('a conversation that is resolved by its creation or resolved already is not resolved again', async () => {
  const id = await open({ status: 'resolved' });
  await status(id, 'resolved');
  assert.deepEqual(await namesOf(id), []);
});

test('a conversation that is opened and never was resolved took no time', async () => {
  const id = await open({ status: 'pending' });
  await backdate(id, 'created_at', '2026-01-07T08:00:00.000Z');
  await status(id, 'open');
  const opened = await lastFact(id, 'conversation_opened');
  assert.deepEqual([opened.value, opened.value_in_business_hours], [0, 0]);
  assert.equal(opened.event_start_time.toISOString(), '2026-01-07T08:00:00.000Z');
});

test('a resolution is a bot’s when the inbox has one and no person wrote, not even a note', async () => {
  await employRex(world, acme.support);
  const alone = await open(said('Hi'));
  await say(alone, { content: 'I am Rex' }, rex);
  await status(alone, 'resolved', rex);
  const helped = await open(said('Hi'));
  await say(helped, { content: 'note', private: true });
  await status(helped, 'resolved', rex);
  await employRex(world, acme.support, 'inactive');
  const without = await open(said('Hi'));
  await status(without, 'resolved');
  assert.deepEqual(await namesOf(alone), ['conversation_resolved', 'conversation_bot_resolved']);
  assert.deepEqual(await namesOf(helped), ['conversation_resolved']);
  assert.deepEqual(await namesOf(without), ['conversation_resolved']);
});

test('business hours are the inbox’s at the time of the fact', async () => {
  await configure(world, acme.sales, { working_hours_enabled: true, timezone: 'Europe/Berlin' });
  await sql(
    world,
    `insert into working_hours (account_id, inbox_id, day_of_week, closed_all_day)
     select $1, $2, day, true from generate_series(0, 6) day
     on conflict (account_id, inbox_id, day_of_week) do update set closed_all_day = true`,
    [acme.id, acme.sales.id],
  );
  const id = await open({ inbox_id: acme.sales.id });
  await backdate(id, 'created_at', '2026-01-07T08:00:00.000Z');
  await status(id, 'resolved');
  const fact = await lastFact(id, 'conversation_resolved');
  assert.ok(fact.value > 0);
  assert.equal(fact.value_in_business_hours, 0);
});

test('a fact is one statement more, and nothing is when there is none', async () => {
  const id = await open();
  await say(id, { content: 'Hello' });
  const plain = await statementsOf(async () => say(id, { content: 'x' }));
  await say(id, { content: 'And?', message_type: 'incoming' });
  const reply = await statementsOf(async () => say(id, { content: 'y' }));
  const recording = (texts: string[]): number =>
    texts.filter((text) => text.includes('insert into reporting_events')).length;
  assert.deepEqual([recording(plain), recording(reply)], [0, 1]);
});

test('a refused answer leaves no fact', async () => {
  const id = await open();
  const answer = await ben.post(`/conversations/${id}/messages`, {
    content: 'x',
    content_type: 'cards',
  });
  assert.equal(answer.status, 422);
  assert.deepEqual(await namesOf(id), []);
});
