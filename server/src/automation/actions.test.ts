import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { eventsOf, linesOf, sql } from '../../test/inside.ts';
import { sending, startReceiver } from '../../test/receiver.ts';
import { action, ruling } from '../../test/ruling.ts';
import { createWorld, type Answer } from '../../test/world.ts';
import { RULE_ACTIONS } from './rules.ts';

const receiver = await startReceiver();
const world = await createWorld({ OUTBOUND_ALLOW: '127.0.0.1' });
const { acme, ada, ben, platform } = world;
const { work, rule, runs, forget } = ruling(world);
beforeEach(forget);

const shown = async (id: number): Promise<Answer['body']> =>
  (await ada.get(`/conversations/${id}`)).body;
const said = async (id: number): Promise<Answer['body'][]> =>
  (await ada.get(`/conversations/${id}/messages?per_page=100`)).body.payload.filter(
    ({ message_type }: { message_type: number }) => message_type !== 2,
  );

/** Has a rule do this in a conversation; gives why it could not. */
async function perform(id: number, ...actions: object[]): Promise<(string | null)[]> {
  await forget();
  await rule('conversation_updated', [], ...actions);
  await sql(world, 'update conversations set priority = null where display_id = $1', [id]);
  await ada.post(`/conversations/${id}/toggle_priority`, { priority: 'low' });
  await work();
  const [run] = await runs(id);
  return run.steps.map(({ error }: { error: string | null }) => error);
}

async function jobs(queue: string): Promise<{ id: string; data: Answer['body'] }[]> {
  return sql(world, 'delete from jobs.job where name = $1 returning id, data', [queue]);
}

const seen = new Set<string>();
const done = async (id: number, ...actions: ReturnType<typeof action>[]): Promise<void> => {
  for (const { action_name } of actions) seen.add(action_name);
  assert.deepEqual(await perform(id, ...actions), Array(actions.length).fill(null));
};

test('what a rule says is said by nobody, names the rule, and is no answer of a person', async () => {
  const talk = await world.conversation();
  await ada.post(`/conversations/${talk.id}/messages`, { content: 'hi', message_type: 'incoming' });
  const events = await eventsOf(world, async () =>
    done(
      talk.id,
      action('send_message', 'Hello {{contact.name}}'),
      action('add_private_note', 'A word'),
    ),
  );
  const [, hello, note] = await said(talk.id);
  const [{ automation_rule_id }] = await runs(talk.id);
  for (const [message, content, isNote] of [[hello, 'Hello Mia', false], [note, 'A word', true]]) {
    assert.deepEqual(
      [message.content, message.private, message.message_type, message.sender, message.content_attributes],
      [content, isNote, 1, undefined, { automation_rule_id }],
    );
  } // prettier-ignore
  const { waiting_since, first_reply_created_at } = await shown(talk.id);
  assert.ok(waiting_since > 0, 'the customer still waits');
  assert.equal(first_reply_created_at, 0);
  const made = events.filter(({ payload }) => payload.data?.content === 'Hello Mia');
  assert.deepEqual(
    made.map(({ name, payload }) => [name, payload.performer, payload.data.sender_id]),
    [['message.created', { type: 'AutomationRule', id: automation_rule_id, name: 'Automation System' }, null]],
  ); // prettier-ignore
});

test('labels, agents, teams and priorities come and go', async () => {
  const talk = await world.conversation();
  await done(
    talk.id,
    action('add_label', 'vip', 'new'),
    action('remove_label', 'VIP'),
    action('assign_agent', ben.id),
    action('assign_team', acme.billing.id),
    action('change_priority', 'urgent'),
  );
  const now = await shown(talk.id);
  assert.deepEqual(
    [now.labels, now.meta.assignee.id, now.meta.team.id, now.priority],
    [['new'], ben.id, acme.billing.id, 'urgent'],
  );
  assert.deepEqual((await linesOf(world, talk.id)).slice(1), [
    'Automation System added vip, new',
    'Automation System removed vip',
    'Assigned to Ben by Automation System',
    'Assigned to billing by Automation System',
    'Automation System changed the priority from low to urgent',
  ]);
  await done(
    talk.id,
    action('assign_agent', 'nil'),
    action('assign_team', 'nil'),
    action('change_priority', 'nil'),
  );
  const later = await shown(talk.id);
  assert.deepEqual(
    [later.meta.assignee, later.meta.team, later.priority],
    [undefined, undefined, null],
  );
  await done(talk.id, action('assign_team', acme.billing.id), action('assign_team', 0));
  await done(talk.id, action('assign_team', acme.billing.id), action('remove_assigned_team'));
  assert.equal((await shown(talk.id)).meta.team, undefined);
  await done(talk.id, action('assign_agent', ada.id));
  assert.equal((await shown(talk.id)).meta.assignee.id, ada.id, 'administrators may be given any');
});

for (const [name, params, status, line] of [
  ['resolve_conversation', [], 'resolved', 'Conversation was marked resolved by Automation System'],
  ['snooze_conversation', [], 'snoozed', 'Conversation was snoozed by Automation System'],
  ['open_conversation', [], 'open', 'Conversation was reopened by Automation System'],
  [
    'change_status',
    ['resolved'],
    'resolved',
    'Conversation was marked resolved by Automation System',
  ],
  [
    'change_status',
    ['pending'],
    'pending',
    'Conversation was marked as pending by Automation System',
  ],
  ['mute_conversation', [], 'resolved', 'Automation System has muted the conversation'],
] as [string, unknown[], string, string][]) {
  // prettier-ignore
  test(`${name} ${params.join()} makes the conversation ${status}`, async () => {
    const talk = await world.conversation();
    if (status === 'open') {
      await ada.post(`/conversations/${talk.id}/toggle_status`, { status: 'pending' });
    }
    await done(talk.id, action(name, ...params));
    const now = await shown(talk.id);
    assert.deepEqual([now.status, now.muted], [status, name === 'mute_conversation']);
    assert.equal((await linesOf(world, talk.id)).at(-1), line);
    await ada.post(`/conversations/${talk.id}/unmute`);
  });
}

test('teams are mailed, each of their people once, with the way to the conversation', async () => {
  const talk = await world.conversation();
  const mail = {
    team_ids: [acme.billing.id, String(acme.escalations.id)],
    message: 'Look at this',
  };
  await done(talk.id, action('send_email_to_team', mail));
  const mails = (await jobs('send_notice')).map(({ data }) => data);
  assert.equal(mails.length, 2);
  assert.deepEqual(
    new Set(mails.map(({ to }) => to)),
    new Set(['ben@acme.example.com', 'dora@acme.example.com']),
  );
  assert.deepEqual(mails[0], {
    to: mails[0].to,
    subject: `[#${talk.id}] Mia`,
    paragraphs: ['Look at this'],
    action: {
      label: 'Open the conversation',
      url: `${platform.config.baseUrl}/app/accounts/${acme.id}/conversations/${talk.id}`,
    },
  });
  const nobody = await perform(
    talk.id,
    action('send_email_to_team', { team_ids: [987_654], message: 'x' }),
  );
  assert.deepEqual(nobody, ['nobody is in these teams']);
});

test('transcripts go to every address', async () => {
  const talk = await world.conversation();
  await done(talk.id, action('send_email_transcript', 'mia@example.com,noah@example.com'));
  const to = (await jobs('send_transcript')).map(({ data }) => data.email);
  assert.deepEqual(to, ['mia@example.com', 'noah@example.com']);
  const wrong = await perform(talk.id, action('send_email_transcript', 'nobody'));
  assert.deepEqual(wrong, [`'nobody' is no e-mail address`]);
});

test('a server is told of the conversation as it was then, and by which event', async () => {
  const sender = sending(world);
  const talk = await world.conversation();
  await done(talk.id, action('send_webhook_event', receiver.url), action('add_label', 'later'));
  const { body } = await receiver.first();
  await sender.stop();
  assert.deepEqual(
    [body.event, body.id, body.labels],
    ['automation_event.conversation_updated', talk.id, []],
  );
});

async function upload(name = 'plan.txt'): Promise<string> {
  const form = `--b\r\ncontent-disposition: form-data; name="attachment"; filename="${name}"\r\n\r\nthe plan\r\n--b--\r\n`;
  const headers = { 'content-type': 'multipart/form-data; boundary=b' };
  return (await ada.post('/upload', form, headers)).body.blob_id;
}

test('a file is sent as often as the rule acts, and is the rule’s', async () => {
  const talk = await world.conversation();
  await done(talk.id, action('send_attachment', await upload()));
  const [{ automation_rule_id: id }] = await runs(talk.id);
  await ada.post(`/conversations/${talk.id}/toggle_priority`, { priority: 'high' });
  await work();
  const [first, second] = await said(talk.id);
  assert.notEqual(first.attachments[0].data_url, second.attachments[0].data_url);
  const { payload } = (await ada.get(`/automation_rules/${id}`)).body;
  const [file] = payload.files;
  assert.deepEqual(Object.keys(file), [
    'id', 'automation_rule_id', 'file_type', 'account_id', 'file_url', 'blob_id', 'filename',
  ]); // prettier-ignore
  assert.deepEqual(
    [file.automation_rule_id, file.filename, file.blob_id],
    [id, 'plan.txt', file.id],
  );
  assert.deepEqual(payload.actions, [action('send_attachment', file.blob_id)]);
  const copy = (await ada.post(`/automation_rules/${id}/clone`)).body.payload;
  assert.deepEqual([copy.files, copy.actions], [undefined, []]);
});

test('a rule keeps its files while it has them, and takes no others', async () => {
  const mine = await upload('mine.txt');
  const id = await rule('message_created', [], action('send_attachment', mine));
  const { actions } = (await ada.get(`/automation_rules/${id}`)).body.payload;
  const [blob] = actions[0].action_params;
  const owner = async (): Promise<string | null | undefined> =>
    (
      await sql<{ claimed_by: string | null }>(
        world,
        'select claimed_by from blobs where id = $1',
        [blob],
      )
    )[0]?.claimed_by;
  assert.equal((await ada.patch(`/automation_rules/${id}`, { actions })).status, 200);
  for (const foreign of [mine, blob, 987_654, 'nonsense']) {
    const answer = await ada.post('/automation_rules', {
      name: 'Thief',
      event_name: 'message_created',
      actions: [action('send_attachment', foreign)],
    });
    assert.deepEqual([answer.status, answer.body], [422, { error: 'Invalid attachment' }]);
  }
  assert.equal(await owner(), 'automation_rule');
  await ada.patch(`/automation_rules/${id}`, { actions: [] });
  assert.equal(await owner(), null);
});

test('no action of a rule is missing from these tests', () => {
  const others = [...RULE_ACTIONS].filter((name) => !seen.has(name));
  // There are no policies that it could add.
  assert.deepEqual(others, ['add_sla']);
});

const refused: [what: string, given: object, problem: string][] = [
  ['a mail to no team', action('send_email_to_team', { message: 'x' }), 'Automation actions send_email_to_team needs team_ids and a message.'],
  ['a mail without a text', action('send_email_to_team', { team_ids: [1], message: ' ' }), 'Automation actions send_email_to_team needs team_ids and a message.'],
  ['a message without a text', action('send_message'), 'Automation actions send_message needs action_params.'],
  ['a webhook that is no URL', action('send_webhook_event', 'ftp://x'), 'Automation actions send_webhook_event needs an http or https URL.'],
  ['no list', { a: 1 }, 'Automation actions  not supported.'],
]; // prettier-ignore

for (const [what, given, problem] of refused) {
  test(`${what} is refused when the rule is saved`, async () => {
    const input = { name: 'X', event_name: 'conversation_updated', actions: [given] };
    const answer = await ada.post('/automation_rules', input);
    assert.deepEqual([answer.status, answer.body], [422, { error: { actions: [problem] } }]);
  });
}
