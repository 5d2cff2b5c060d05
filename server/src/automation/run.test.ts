import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { eventsOf, linesOf, namesOf, sql } from '../../test/inside.ts';
import { action, condition, ruling } from '../../test/ruling.ts';
import { createWorld, type Answer } from '../../test/world.ts';
import type { Platform } from '../platform.ts';
import { sweepExpired } from '../sweep.ts';
import { runAutomationRules } from './run.ts';

const world = await createWorld();
const { acme, globex, ada, ben, cleo, gil, platform } = world;
const { jobs, work, rule, runs, forget } = ruling(world);
beforeEach(forget);

const shown = async (id: number): Promise<Answer['body']> =>
  (await ada.get(`/conversations/${id}`)).body;
const said = async (id: number): Promise<Answer['body'][]> =>
  (await ada.get(`/conversations/${id}/messages?per_page=100`)).body.payload.filter(
    ({ message_type }: { message_type: number }) => message_type !== 2,
  );
const say = async (id: number, content: string): Promise<Answer> =>
  ada.post(`/conversations/${id}/messages`, { content, message_type: 'incoming' });

test('a rule acts on what a customer writes, and the conversation shows which rule and why', async () => {
  const id = await rule(
    'message_created',
    [condition('content', 'contains', 'refund')],
    action('add_label', 'money'),
    action('assign_agent', ben.id),
  );
  const talk = await world.conversation();
  await say(talk.id, 'I want a REFUND, now');
  await work();
  const after = await shown(talk.id);
  assert.deepEqual([after.labels, after.meta.assignee.id], [['money'], ben.id]);
  assert.deepEqual((await linesOf(world, talk.id)).slice(-2), [
    'Automation System added money',
    'Assigned to Ben by Automation System',
  ]);
  const [run] = await runs(talk.id);
  assert.deepEqual(
    [run.automation_rule_id, run.automation_rule_name, run.event_name, run.status, run.reason],
    [id, 'On message_created', 'message_created', 'finished', null],
  );
  assert.deepEqual(run.conditions, [{ ...condition('content', 'contains', 'refund'), met: true }]);
  assert.deepEqual(
    run.steps.map(({ action_name, error }: Answer['body']) => [action_name, error]),
    [
      ['add_label', null],
      ['assign_agent', null],
    ],
  );
  assert.deepEqual((await ada.get(`/automation_rules/${id}/runs`)).body.payload, [run]);
});

test('why a rule did nothing is told, of the last time', async () => {
  await rule(
    'message_created',
    [
      { ...condition('content', 'contains', 'refund'), query_operator: 'and' },
      condition('message_type', 'equal_to', 'incoming'),
    ],
    action('add_label', 'money'),
  );
  const talk = await world.conversation();
  await say(talk.id, 'hello');
  await say(talk.id, 'are you there?');
  await work();
  const found = await runs(talk.id);
  assert.deepEqual(
    found.map(({ status, conditions }) => [
      status,
      conditions.map(({ met }: Answer['body']) => met),
    ]),
    [['unmatched', [false, true]]],
  );
  assert.deepEqual((await runs(talk.id, '?status=finished')).length, 0);
  assert.deepEqual((await shown(talk.id)).labels, []);
});

test('rules act in their order, and each finds what the ones before have done', async () => {
  const late = await rule(
    'message_created',
    [condition('labels', 'equal_to', 'first')],
    action('add_label', 'second'),
  );
  const early = await rule('message_created', [], action('add_label', 'first'));
  const talk = await world.conversation();
  await say(talk.id, 'hi');
  await work();
  assert.deepEqual((await shown(talk.id)).labels, ['first']);
  await ada.patch(`/automation_rules/${late}`, { position: 1 });
  const other = await world.conversation();
  await say(other.id, 'hi');
  await work();
  assert.deepEqual((await shown(other.id)).labels, ['first', 'second']);
  const order = (await runs(other.id, '?status=finished')).map(
    ({ automation_rule_id }) => automation_rule_id,
  );
  assert.deepEqual(order, [late, early]);
});

test('without a rule for it there is no job', async () => {
  await rule('conversation_resolved', [], action('add_label', 'done'));
  const inactive = await rule('message_created', [], action('add_label', 'x'));
  await ada.patch(`/automation_rules/${inactive}`, { active: false });
  const talk = await world.conversation();
  await say(talk.id, 'hi');
  assert.deepEqual(await jobs(), []);
  await ada.post(`/conversations/${talk.id}/toggle_status`, { status: 'resolved' });
  assert.equal((await jobs()).length, 1);
});

for (const [event, cause] of [
  ['conversation_created', async () => world.conversation()],
  [
    'conversation_updated',
    async ({ id }) => ada.post(`/conversations/${id}/toggle_priority`, { priority: 'high' }),
  ],
  [
    'conversation_resolved',
    async ({ id }) => ada.post(`/conversations/${id}/toggle_status`, { status: 'resolved' }),
  ],
  [
    'conversation_opened',
    async ({ id }) => {
      await ada.post(`/conversations/${id}/toggle_status`, { status: 'pending' });
      await ada.post(`/conversations/${id}/toggle_status`, { status: 'open' });
    },
  ],
  ['message_created', async ({ id }) => say(id, 'hi')],
] as [string, (talk: Answer['body']) => Promise<unknown>][]) {
  // prettier-ignore
  test(`a rule for ${event} acts when that happens, and a rule of another account does not`, async () => {
    const talk = await world.conversation();
    await rule(event, [], action('add_private_note', `because of ${event}`));
    await gil.post('/automation_rules', {
      name: 'Theirs',
      event_name: event,
      actions: [action('add_private_note', 'theirs')],
    });
    const made = (await cause(talk)) as Answer['body'];
    await work();
    const id = event === 'conversation_created' ? made.id : talk.id;
    const notes = (await said(id)).filter(({ private: isNote }) => isNote);
    assert.deepEqual([...new Set(notes.map(({ content }) => content))], [`because of ${event}`]);
    assert.ok(notes.length >= 1);
  });
}

test('what a rule does triggers no rule, nor does what follows from it', async () => {
  await sql(
    world,
    'update inboxes set csat_survey_enabled = true where account_id = $1 and id = $2',
    [acme.id, acme.support.id],
  );
  const talk = await world.conversation();
  await say(talk.id, 'hi');
  await rule(
    'message_created',
    [condition('content', 'contains', 'bye')],
    action('send_message', 'bye'),
    action('resolve_conversation'),
  );
  await rule('conversation_resolved', [], action('add_label', 'resolved'));
  await rule('conversation_updated', [], action('add_label', 'updated'));
  await say(talk.id, 'bye');
  const events = await eventsOf(world, async () => {
    assert.equal(await work(), 1, 'what the customer wrote, and nothing after it');
  });
  const after = await shown(talk.id);
  assert.equal(after.status, 'resolved');
  assert.deepEqual(after.labels, []);
  const asked = events.filter(({ payload }) => payload.data?.content_type === 'input_csat');
  assert.equal(asked.length, 1, 'the inbox asks for a rating because of what the rule did');
  assert.deepEqual([...new Set(events.map(({ payload }) => payload.rule_id > 0))], [true]);
  assert.deepEqual(namesOf(events).includes('conversation.resolved'), true);
  await sql(world, 'update inboxes set csat_survey_enabled = false');
});

test('lines about changes and answers of machines trigger no rule', async () => {
  await rule('message_created', [], action('add_label', 'message'));
  await rule('conversation_created', [], action('add_label', 'created'));
  await rule('conversation_opened', [], action('add_label', 'opened'));
  const talk = await world.conversation({ additional_attributes: { auto_reply: true } });
  await ada.post(`/conversations/${talk.id}/toggle_status`, { status: 'resolved' });
  await ada.post(`/conversations/${talk.id}/toggle_status`, { status: 'open' });
  await ada.post(`/conversations/${talk.id}/messages`, {
    content: 'I am away',
    message_type: 'incoming',
    content_attributes: { email: { auto_reply: true } },
  });
  assert.deepEqual(await jobs(), []);
  await say(talk.id, 'a person');
  assert.equal((await jobs()).length, 1);
});

test('a rule acts once for an event, however often and at once the job about it runs', async () => {
  await rule(
    'message_created',
    [],
    action('add_private_note', 'once'),
    action('add_private_note', 'twice'),
  );
  const talk = await world.conversation();
  await say(talk.id, 'hi');
  const [key] = await jobs();
  assert.ok(key);
  await atOnce('select from conversations where display_id = $1 for update', talk.id, key);
  await runAutomationRules(platform, key);
  assert.deepEqual(
    (await said(talk.id)).map(({ content }) => content),
    ['hi', 'once', 'twice'],
  );
  assert.equal((await runs(talk.id)).length, 1);
});

/** Runs a job three times at once: all of them wait for the row before one of them goes on. */
async function atOnce(
  lock: string,
  id: number,
  key: Parameters<typeof runAutomationRules>[1],
): Promise<void> {
  const client = await world.pool.connect();
  await client.query('begin');
  await client.query(lock, [id]);
  const runs = [1, 2, 3].map(async () => runAutomationRules(platform, key));
  const waiting = `select 1 from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`;
  while ((await sql(world, waiting)).length < runs.length);
  await client.query('commit');
  client.release();
  await Promise.all(runs);
}

/** A disk that gives nothing back. */
const broken = {
  ...platform,
  storage: {
    ...platform.storage,
    get: async () => {
      throw new Error('the disk is on fire');
    },
  },
} as unknown as Platform;

async function upload(): Promise<string> {
  const form = `--b\r\ncontent-disposition: form-data; name="attachment"; filename="plan.txt"\r\n\r\nthe plan\r\n--b--\r\n`;
  const headers = { 'content-type': 'multipart/form-data; boundary=b' };
  return (await ada.post('/upload', form, headers)).body.blob_id;
}

test('a run that breaks off is taken up where it ended, with the rules after it', async () => {
  await rule(
    'message_created',
    [],
    action('add_private_note', 'first'),
    action('send_attachment', await upload()),
    action('add_private_note', 'last'),
  );
  await rule('message_created', [], action('add_label', 'after'));
  const talk = await world.conversation();
  await say(talk.id, 'hi');
  const [key] = await jobs();
  assert.ok(key);
  await assert.rejects(runAutomationRules(broken, key), /on fire/);
  const [running] = await runs(talk.id);
  assert.deepEqual(
    [running.status, running.finished_at, running.steps.length],
    ['running', null, 1],
  );
  await Promise.all([runAutomationRules(platform, key), runAutomationRules(platform, key)]);
  const messages = await said(talk.id);
  assert.deepEqual(
    messages.map(({ content }) => content),
    ['hi', 'first', null, 'last'],
  );
  const { pathname } = new URL(messages[2].attachments[0].data_url);
  assert.equal((await world.app.inject({ url: pathname })).body, 'the plan');
  assert.deepEqual((await shown(talk.id)).labels, ['after']);
});

test('an action that cannot be done is noted, and the next is done', async () => {
  await rule(
    'message_created',
    [],
    action('assign_agent', cleo.id),
    action('assign_agent', 'self'),
    action('assign_team', 987_654),
    action('add_sla', 1),
    action('add_label', 'done'),
  );
  const talk = await world.conversation();
  await say(talk.id, 'hi');
  await work();
  const [run] = await runs(talk.id);
  assert.deepEqual(
    run.steps.map(({ error }: Answer['body']) => error),
    [
      'this agent is no member of the inbox',
      'this agent is no member of the inbox',
      'there is no such team',
      'there are no SLA policies here',
      null,
    ],
  );
  assert.deepEqual((await shown(talk.id)).labels, ['done']);
});

test('the list of rules says when each acted last, and looks that led to nothing do not count', async () => {
  const id = await rule('message_created', [condition('content', 'contains', 'refund')], action('add_label', 'money')); // prettier-ignore
  const last = async (): Promise<Answer['body']> =>
    (await ada.get('/automation_rules')).body.payload.find((each: { id: number }) => each.id === id).last_run; // prettier-ignore
  const talk = await world.conversation();
  await say(talk.id, 'hello');
  await work();
  assert.equal(await last(), null);
  await say(talk.id, 'refund');
  await work();
  const [run] = await runs(talk.id, '?status=finished');
  assert.deepEqual(await last(), { at: run.created_at, status: 'finished', reason: null });
});

test('of an action that fails in the middle nothing is left', async () => {
  await rule(
    'message_created',
    [],
    action('send_email_transcript', 'mia@example.com, not an address'),
    action('send_email_transcript', 'mia@example.com, noah@example.com'),
    action('add_label', 'done'),
  );
  await sql(
    world,
    `insert into allowances (account_id, name, window_start, used)
     select $1, 'transcripts', to_timestamp(floor(extract(epoch from now()) / 3600) * 3600), 29`,
    [acme.id],
  );
  const talk = await world.conversation();
  await say(talk.id, 'hi');
  await work();
  const [run] = await runs(talk.id);
  assert.deepEqual(
    run.steps.map(({ error }: Answer['body']) => error),
    [`'not an address' is no e-mail address`, 'Retry later', null],
  );
  const mails = await sql(world, `select from jobs.job where name = 'send_transcript'`);
  assert.equal(mails.length, 0);
  await sql(world, 'delete from allowances');
});

test('actions and parameters of another version, as an import brings them, keep no other from being done', async () => {
  const id = await rule('message_created', [], action('add_label', 'x'));
  const imported = [
    { action_name: 'order_pizza', action_params: ['margherita'] },
    { action_name: 'toString' },
    { action_name: 'resolve_conversation' },
    { action_name: 'add_label', action_params: 'bare' },
    { action_name: 'send_message', action_params: null },
  ];
  await sql(world, 'update automation_rules set actions = $2 where id = $1', [
    id,
    JSON.stringify(imported),
  ]);
  const talk = await world.conversation();
  await say(talk.id, 'hi');
  await work();
  const [run] = await runs(talk.id);
  assert.deepEqual(
    run.steps.map(({ error }: Answer['body']) => error),
    [
      'there is no such action here',
      'there is no such action here',
      null,
      null,
      'there is no text to send',
    ],
  );
  const after = await shown(talk.id);
  assert.deepEqual([after.status, after.labels], ['resolved', ['bare']]);
  assert.equal((await ada.get('/automation_rules')).status, 200);
  const path = `/automation_rules/${id}`;
  assert.equal((await ada.patch(path, { active: false })).body.payload.active, false);
  assert.equal((await ada.patch(path, { actions: imported })).status, 422);
  assert.equal((await ada.post(`${path}/clone`)).status, 200);
  assert.equal((await ada.delete(path)).status, 200);
});

/** A conversation in which a rule has answered the customer so often, in fact once; the rest at some time from now. */
async function answered({ times, laterBy = '0 seconds' }: { times: number; laterBy?: string }) {
  const id = await rule(
    'message_created',
    [condition('message_type', 'equal_to', 'incoming')],
    action('send_message', 'We got it'),
  );
  const talk = await world.conversation();
  await say(talk.id, 'hi');
  await work();
  await sql(
    world,
    `insert into automation_runs (account_id, rule_id, rule_name, conversation_id, event_id, event_name, status, created_at)
     select account_id, rule_id, rule_name, conversation_id, -n, event_name, status, now() + $2::interval
     from automation_runs, generate_series(1, $3) n where rule_id = $1`,
    [id, laterBy, times - 1],
  );
  return talk;
}

const answersIn = async (conversation: number): Promise<number> =>
  (await said(conversation)).filter(({ content }) => content === 'We got it').length;

test('what a rule did before the clock was put back keeps it from nothing', async () => {
  const talk = await answered({ times: 31, laterBy: '10 days' });
  await say(talk.id, 'again');
  await work();
  assert.equal(await answersIn(talk.id), 2);
});

test('a rule that writes to the customer acts twenty times an hour in a conversation, and then is skipped', async () => {
  const talk = await answered({ times: 19 });
  await say(talk.id, 'nineteen');
  await work();
  await say(talk.id, 'twenty');
  await say(talk.id, 'twenty-one');
  await work();
  const other = await world.conversation();
  await say(other.id, 'elsewhere');
  await work();
  assert.deepEqual([await answersIn(talk.id), await answersIn(other.id)], [2, 1]);
  const skipped = await runs(talk.id, '?status=skipped');
  assert.deepEqual(
    skipped.map(({ reason }) => reason),
    Array(2).fill('it has acted 20 times in this conversation within an hour'),
  );
  await sql(
    world,
    `update automation_runs set created_at = now() - interval '61 minutes' where status = 'finished'`,
  );
  await say(talk.id, 'later');
  await work();
  assert.equal(await answersIn(talk.id), 3);
});

test('a rule whose conditions have become meaningless is switched off the second time, and administrators are told', async () => {
  const definition = await ada.post('/custom_attribute_definitions', {
    attribute_display_name: 'Order',
    attribute_key: 'order_id',
    attribute_display_type: 'text',
    attribute_model: 'conversation_attribute',
  });
  const id = await rule(
    'message_created',
    [condition('order_id', 'is_present')],
    action('add_label', 'ordered'),
  );
  await rule('message_created', [], action('add_label', 'other'));
  await ada.delete(`/custom_attribute_definitions/${definition.body.id}`);
  const talk = await world.conversation();
  const state = async (): Promise<unknown[]> => {
    const { body } = await ada.get(`/automation_rules/${id}`);
    return [body.payload.active, body.payload.problem];
  };
  const problem = 'Automation conditions order_id not supported.';
  await say(talk.id, 'one');
  const [key] = await jobs();
  assert.ok(key);
  await atOnce('select from automation_rules where id = $1 for update', id, key);
  await runAutomationRules(platform, key);
  assert.deepEqual(await state(), [true, problem], 'the same event counts once');
  await sql(world, `delete from jobs.job where name = 'send_notice'`);
  await say(talk.id, 'two');
  await work();
  assert.deepEqual(await state(), [false, problem]);
  const mails = await sql<{ data: Answer['body'] }>(
    world,
    `delete from jobs.job where name = 'send_notice' returning data`,
  );
  assert.deepEqual(
    mails.map(({ data }) => [data.to, data.subject]),
    [[ada.email, 'The automation rule "On message_created" was switched off']],
  );
  const { body } = await ada.get('/audit_logs');
  const [line] = body.audit_logs;
  assert.deepEqual(
    [line.auditable_type, line.auditable_id, line.audited_changes],
    ['AutomationRule', id, { active: [true, false] }],
  );
  assert.deepEqual((await shown(talk.id)).labels, ['other']);
  const failed = (await runs(talk.id, '?status=failed')).map(({ reason }) => reason);
  assert.deepEqual(failed, [problem, problem]);
  const renamed = await ada.patch(`/automation_rules/${id}`, { name: 'Orders' });
  assert.deepEqual([renamed.status, await state()], [200, [false, problem]]);
  const revived = await ada.patch(`/automation_rules/${id}`, { active: true });
  assert.deepEqual([revived.status, revived.body], [422, { error: { conditions: [problem] } }]);
  await ada.patch(`/automation_rules/${id}`, { conditions: [], active: true });
  assert.deepEqual(await state(), [true, null]);
});

test('a rule that is deleted while it acts does no more, and the log still names it', async () => {
  const id = await rule(
    'message_created',
    [],
    action('add_label', 'one'),
    action('send_attachment', await upload()),
    action('add_label', 'two'),
  );
  const talk = await world.conversation();
  await say(talk.id, 'hi');
  const [key] = await jobs();
  assert.ok(key);
  await assert.rejects(runAutomationRules(broken, key), /on fire/);
  await ada.delete(`/automation_rules/${id}`);
  await runAutomationRules(platform, key);
  assert.deepEqual((await shown(talk.id)).labels, ['one']);
  const [run] = await runs(talk.id);
  assert.deepEqual(
    [run.automation_rule_id, run.automation_rule_name, run.status, run.reason],
    [null, 'On message_created', 'finished', 'the rule was deleted before it was done'],
  );
});

test('a rule that is switched off while it acts ends what it has begun', async () => {
  const id = await rule(
    'message_created',
    [],
    action('send_attachment', await upload()),
    action('add_label', 'two'),
  );
  const talk = await world.conversation();
  await say(talk.id, 'hi');
  const [key] = await jobs();
  assert.ok(key);
  await assert.rejects(runAutomationRules(broken, key), /on fire/);
  await ada.patch(`/automation_rules/${id}`, { active: false });
  await runAutomationRules(platform, key);
  assert.deepEqual((await shown(talk.id)).labels, ['two']);
});

test('what rules did is kept for ninety days, and why others did nothing for two', async () => {
  await rule(
    'message_created',
    [condition('content', 'contains', 'refund')],
    action('add_label', 'x'),
  );
  const talk = await world.conversation();
  await say(talk.id, 'a refund');
  await say(talk.id, 'hello');
  await work();
  const left = async (age: string): Promise<string[]> => {
    await sql(world, 'update automation_runs set created_at = now() - $1::interval', [age]);
    await sweepExpired(world.pool);
    return (await runs(talk.id)).map(({ status }) => status);
  };
  assert.deepEqual(await left('47 hours'), ['unmatched', 'finished']);
  assert.deepEqual(await left('49 hours'), ['finished']);
  assert.deepEqual(await left('89 days'), ['finished']);
  assert.deepEqual(await left('91 days'), []);
});

test('who may not see the conversation sees nothing of what rules did in it', async () => {
  await rule('conversation_created', [], action('add_label', 'new'));
  const talk = await world.conversation();
  await work();
  const path = `/conversations/${talk.id}/automation_runs`;
  assert.equal((await ben.get(path)).body.payload.length, 1);
  const unknown = await cleo.get('/conversations/987654/automation_runs');
  for (const hidden of [await cleo.get(path), await gil.get(path)]) {
    assert.deepEqual([hidden.status, hidden.text], [404, unknown.text]);
  }
  const [{ automation_rule_id: id }] = (await ben.get(path)).body.payload;
  assert.equal((await ben.get(`/automation_rules/${id}/runs`)).status, 401);
  assert.equal((await gil.get(`/automation_rules/${id}/runs`)).status, 404);
  assert.ok(globex.id);
});
