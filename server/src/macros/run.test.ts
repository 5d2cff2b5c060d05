import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventsOf, linesOf, namesOf, sql } from '../../test/inside.ts';
import { sending, startReceiver } from '../../test/receiver.ts';
import { createWorld, type Answer, type Caller } from '../../test/world.ts';
import type { Platform } from '../platform.ts';
import { runMacro } from './run.ts';

const receiver = await startReceiver();
const world = await createWorld({ OUTBOUND_ALLOW: '127.0.0.1' });
const { acme, globex, ada, ben, cleo, gil, platform } = world;

const action = (action_name: string, ...action_params: unknown[]) => ({
  action_name,
  action_params,
});

async function macro(who: Caller, ...actions: object[]): Promise<number> {
  const answer = await who.post('/macros', { name: 'M', visibility: 'global', actions });
  assert.equal(answer.status, 200, answer.text);
  return answer.body.payload.id;
}

async function jobs<D>(queue: string): Promise<{ id: string; data: D }[]> {
  return sql(world, 'delete from jobs.job where name = $1 returning id, data', [queue]);
}

/** What the jobs of executions do, as often as there are some. */
async function work(on: Platform = platform): Promise<void> {
  for (const { data } of await jobs<Parameters<typeof runMacro>[1]>('run_macro')) {
    await runMacro(on, data);
  }
}

/** Has the actions done by `who` in one conversation; gives what became of them. */
async function perform(
  who: Caller,
  conversation: number,
  ...actions: object[]
): Promise<(string | null)[]> {
  const id = await macro(who, ...actions);
  const asked = await who.post(`/macros/${id}/execute`, { conversation_ids: [conversation] });
  assert.deepEqual([asked.status, asked.text], [200, '']);
  await work();
  const { body } = await who.get(`/macros/${id}/executions`);
  assert.equal(body.payload[0].status, 'finished');
  return body.payload[0].steps.map(({ error }: { error: string | null }) => error);
}

const shown = async (id: number): Promise<Answer['body']> =>
  (await ada.get(`/conversations/${id}`)).body;
const said = async (id: number): Promise<Answer['body'][]> =>
  (await ada.get(`/conversations/${id}/messages?per_page=100`)).body.payload.filter(
    ({ message_type }: { message_type: number }) => message_type !== 2,
  );

test('every action is done in the caller’s name, with the lines and events that it has otherwise', async () => {
  const { id } = await world.conversation();
  await ada.post(`/conversations/${id}/labels`, { labels: ['old', 'Stale'] });
  const errors = await perform(
    ben,
    id,
    action('send_message', 'Hello {{contact.name}}'),
    action('add_private_note', 'between us'),
    action('add_label', 'vip', 'old'),
    action('remove_label', 'stale'),
    action('assign_agent', 'self'),
    action('assign_team', acme.billing.id),
    action('change_priority', 'high'),
    action('snooze_conversation'),
    action('send_email_transcript', 'mia@example.com, noah@example.com'),
  );
  assert.deepEqual(errors, Array(9).fill(null));
  const after = await shown(id);
  assert.deepEqual(after.labels, ['old', 'vip']);
  assert.deepEqual(
    [after.status, after.priority, after.meta.assignee.id, after.meta.team.id],
    ['snoozed', 'high', ben.id, acme.billing.id],
  );
  const messages = await said(id);
  assert.deepEqual(
    messages.map(({ content, private: isNote, sender }) => [content, isNote, sender.id]),
    [
      ['Hello Mia', false, ben.id],
      ['between us', true, ben.id],
    ],
  );
  assert.deepEqual((await linesOf(world, id)).slice(1), [
    'Ben added vip',
    'Ben removed Stale',
    'Ben self-assigned this conversation',
    'Assigned to billing by Ben',
    'Ben set the priority to high',
    'Conversation was snoozed by Ben',
  ]);
  const mails = await jobs<{ email: string }>('send_transcript');
  assert.deepEqual(
    mails.map(({ data }) => data.email),
    ['mia@example.com', 'noah@example.com'],
  );
});

test('the rest of the actions', async () => {
  const { id } = await world.conversation({ team_id: acme.billing.id, assignee_id: ben.id });
  await ada.post(`/conversations/${id}/toggle_priority`, { priority: 'low' });
  const errors = await perform(
    ada,
    id,
    action('remove_assigned_team'),
    action('assign_agent', 'nil'),
    action('change_priority', 'nil'),
    action('change_status', 'pending'),
    action('resolve_conversation'),
    action('assign_agent', ben.id),
    action('assign_team', 'nil'),
    action('mute_conversation'),
  );
  assert.deepEqual(errors, Array(8).fill(null));
  const now = await shown(id);
  assert.deepEqual(
    [now.status, now.priority, now.muted, now.meta.team],
    ['resolved', null, true, undefined],
  );
  assert.equal(now.meta.assignee.id, ben.id);
  await ada.post(`/conversations/${id}/unmute`);
});

test('what cannot be done is told, and the next is tried', async () => {
  const { id } = await world.conversation();
  const errors = await perform(
    ada,
    id,
    action('assign_agent', cleo.id),
    action('assign_agent', gil.id),
    action('assign_team', globex.team.id),
    action('change_status', 'asleep'),
    action('change_priority', 'highest'),
    action('send_email_transcript', 'nobody'),
    action('send_message', { a: 1 }),
    action('add_label', 'x'.repeat(256)),
    action('add_label', 'done'),
  );
  assert.deepEqual(errors, [
    'this agent is no member of the inbox',
    'this agent is no member of the inbox',
    'there is no such team',
    "'asleep' is not a valid status",
    "'highest' is not a valid priority",
    "'nobody' is no e-mail address",
    'there is no text to send',
    "Tag must exist, Tag can't be blank",
    null,
  ]);
  const after = await shown(id);
  assert.deepEqual([after.labels, after.status], [['done'], 'open']);
  assert.deepEqual([after.meta.assignee, after.meta.team], [undefined, undefined]);
});

test('it runs where the caller may see it, and nowhere else', async () => {
  const mine = await world.conversation();
  const other = await world.conversation({ inbox_id: acme.sales.id });
  await sql(world, 'select setval(confab_display_ids($1::bigint)::regclass, 5000)', [globex.id]);
  const theirs = await gil.post('/conversations', {
    inbox_id: globex.inbox.id,
    contact_id: globex.contact.id,
  });
  const id = await macro(ada, action('add_label', 'seen'));
  const events = await eventsOf(world, async () => {
    const conversation_ids = [mine.id, String(mine.id), other.id, theirs.body.id, 987_654, 'x'];
    assert.equal((await ben.post(`/macros/${id}/execute`, { conversation_ids })).status, 200);
    await work();
  });
  assert.deepEqual(namesOf(events).filter((name) => name === 'macro.requested').length, 1);
  assert.deepEqual((await shown(mine.id)).labels, ['seen']);
  assert.deepEqual((await shown(other.id)).labels, []);
  assert.deepEqual((await gil.get(`/conversations/${theirs.body.id}`)).body.labels, []);
  const seenBy = async (who: Caller): Promise<number[]> =>
    (await who.get(`/macros/${id}/executions`)).body.payload.map(
      ({ conversation_id }: { conversation_id: number }) => conversation_id,
    );
  assert.deepEqual(await seenBy(ada), [mine.id]);
  assert.deepEqual(
    await seenBy(cleo),
    [],
    'who may not see the conversation sees no execution in it',
  );
  const many = await ben.post(`/macros/${id}/execute`, { conversation_ids: Array(1001).fill(1) });
  assert.deepEqual(many.body, { error: 'conversation_ids has too many entries (maximum is 1000)' });
});

test('a conversation shows what macros did in it, to whoever may see it', async () => {
  const { id } = await world.conversation();
  const given = await macro(ada, action('assign_agent', cleo.id), action('add_label', 'done'));
  await ada.post(`/macros/${given}/execute`, { conversation_ids: [id] });
  await work();
  const path = `/conversations/${id}/macro_executions`;
  const { body } = await ben.get(path);
  const [{ macro_id, user_id, steps }] = body.payload;
  assert.deepEqual([body.payload.length, macro_id, user_id], [1, given, ada.id]);
  assert.deepEqual(
    steps.map(({ error }: Answer['body']) => error),
    ['this agent is no member of the inbox', null],
  );
  assert.deepEqual((await ada.get(`/macros/${given}/executions`)).body.payload, body.payload);
  for (const who of [cleo, gil]) assert.equal((await who.get(path)).status, 404);
});

test('who has lost the inbox or the account before it runs does nothing there', async () => {
  const { id } = await world.conversation();
  const labelling = await macro(ada, action('add_label', 'late'));
  const lose = async (statement: string, undo: string): Promise<string> => {
    await ben.post(`/macros/${labelling}/execute`, { conversation_ids: [id] });
    await sql(world, statement, [ben.id]);
    await work();
    await sql(world, undo, [ben.id]);
    const { body } = await ada.get(`/macros/${labelling}/executions`);
    return body.payload[0].steps[0].error;
  };
  await sql(
    world,
    'create table kept as select * from inbox_members where user_id = $1'.replace(
      '$1',
      String(ben.id),
    ),
  );
  const noInbox = await lose(
    'delete from inbox_members where user_id = $1',
    'insert into inbox_members select * from kept where user_id = $1',
  );
  assert.equal(noInbox, 'Resource could not be found');
  const gone = await lose(
    'update memberships set removed_at = now() where user_id = $1',
    'update memberships set removed_at = null where user_id = $1',
  );
  assert.equal(gone, 'whoever asked for it has left the account');
  await sql(world, 'drop table kept');
  assert.deepEqual((await shown(id)).labels, []);
});

async function upload(): Promise<string> {
  const form = `--b\r\ncontent-disposition: form-data; name="attachment"; filename="plan.txt"\r\n\r\nthe plan\r\n--b--\r\n`;
  const headers = { 'content-type': 'multipart/form-data; boundary=b' };
  return (await ada.post('/upload', form, headers)).body.blob_id;
}

test('a file is sent as often as the macro runs, and stays when a message that has it goes', async () => {
  const { id } = await world.conversation();
  const sending = await macro(ada, action('send_attachment', await upload()));
  const run = async (): Promise<void> => {
    await ada.post(`/macros/${sending}/execute`, { conversation_ids: [id] });
    await work();
  };
  await run();
  const [first] = await said(id);
  await ada.delete(`/conversations/${id}/messages/${first.id}`);
  await run();
  const [, second] = await said(id);
  assert.equal(second.attachments.length, 1);
  const { pathname } = new URL(second.attachments[0].data_url);
  assert.match(pathname, /plan\.txt$/);
  assert.equal((await world.app.inject({ url: pathname })).body, 'the plan');
});

test('a run that breaks off is taken up where it ended, and nothing is done twice', async () => {
  const { id } = await world.conversation();
  const file = await upload();
  const breaking = await macro(
    ada,
    action('add_private_note', 'first'),
    action('send_attachment', file),
    action('add_private_note', 'last'),
  );
  await ada.post(`/macros/${breaking}/execute`, { conversation_ids: [id] });
  const [job] = await jobs<Parameters<typeof runMacro>[1]>('run_macro');
  const { data } = job as NonNullable<typeof job>;
  const broken = {
    ...platform,
    storage: {
      ...platform.storage,
      get: async () => {
        throw new Error('the disk is on fire');
      },
    },
  } as unknown as Platform;
  await assert.rejects(runMacro(broken, data), /on fire/);
  const running = (await ada.get(`/macros/${breaking}/executions`)).body.payload[0];
  assert.deepEqual(
    [running.status, running.finished_at, running.steps.length],
    ['running', null, 1],
  );
  assert.deepEqual(
    (await said(id)).map(({ content }) => content),
    ['first'],
  );
  await Promise.all([runMacro(platform, data), runMacro(platform, data)]);
  await runMacro(platform, data);
  assert.deepEqual(
    (await said(id)).map(({ content }) => content),
    ['first', null, 'last'],
  );
  const finished = (await ada.get(`/macros/${breaking}/executions`)).body.payload[0];
  assert.deepEqual([finished.status, finished.steps.length], ['finished', 3]);
});

test('a macro that is deleted before it runs does nothing', async () => {
  const { id } = await world.conversation();
  const doomed = await macro(ada, action('add_label', 'never'));
  await ada.post(`/macros/${doomed}/execute`, { conversation_ids: [id] });
  await ada.delete(`/macros/${doomed}`);
  await work();
  assert.deepEqual((await shown(id)).labels, []);
});

test('somebody’s server is told of the conversation as it was then, in one request', async () => {
  const sender = sending(world);
  const { id } = await world.conversation();
  const errors = await perform(
    ada,
    id,
    action('send_webhook_event', receiver.url),
    action('add_label', 'later'),
  );
  assert.deepEqual(errors, [null, null]);
  const { headers, body } = await receiver.first();
  await sender.stop();
  assert.deepEqual([body.event, body.id, body.labels], ['macro.executed', id, []]);
  assert.equal(headers['content-type'], 'application/json');
  assert.equal(receiver.all.length, 1);
});
