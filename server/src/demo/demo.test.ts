import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createWorld, type Answer } from '../../test/world.ts';
import { passwordMatches } from '../auth/passwords.ts';
import { transaction } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { createDemo, type DemoLogin } from './demo.ts';

const world = await createWorld();
// The cast's own Acme has the first addresses, so these are the second and the third.
let statements = 0;
const demo = await makeDemo(() => (statements += 1));
const again = await makeDemo();

interface Listed {
  id: number;
  status: string;
  priority: string | null;
  assignee: { id: number; name: string } | null;
  unread_count: number;
  created_at: number;
  last_activity_at: number;
  snoozed_until: string | null;
  muted: boolean;
  labels: string[];
  meta: { team?: { name: string }; assignee_type?: string };
}

const all = await everyConversation(demo.api_access_token);

function makeDemo(onStatement: () => void = () => undefined): Promise<DemoLogin> {
  return transaction(world.pool, (tx) => {
    const counting = new Proxy(tx, {
      get(target, name) {
        if (name === 'query') onStatement();
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    return createDemo(counting, world.platform);
  });
}

async function get(token: string, path: string): Promise<Answer> {
  const url = `/api/v1/accounts/${demo.account_id}${path}`;
  const answer = await world.app.inject({ url, headers: { api_access_token: token } });
  return {
    status: answer.statusCode,
    body: answer.json(),
    text: answer.body,
    headers: answer.headers,
  };
}

async function everyConversation(token: string): Promise<Listed[]> {
  const answer = await get(token, '/conversations?status=all&per_page=100');
  assert.equal(answer.status, 200, answer.text);
  return answer.body.data.payload;
}

async function tokenOf(name: string): Promise<string> {
  const found = await row<{ ciphertext: Buffer }>(
    world.pool,
    `select t.ciphertext from access_tokens t join users u on u.id = t.user_id
     join memberships m on m.user_id = u.id where m.account_id = $1 and u.name = $2`,
    [demo.account_id, name],
  );
  return world.platform.vault.decrypt((found as { ciphertext: Buffer }).ciphertext);
}

const ascending = (numbers: number[]): number[] => numbers.toSorted((a, b) => a - b);
const count = (matches: (each: Listed) => boolean): number => all.filter(matches).length;

test('the demo shows conversations in every status, priority and kind of assignment', () => {
  assert.ok(all.length >= 60, `${all.length} conversations`);
  const expected = { open: 20, pending: 4, resolved: 25, snoozed: 8 };
  for (const [status, least] of Object.entries(expected)) {
    assert.ok(count((each) => each.status === status) >= least, status);
  }
  for (const priority of ['low', 'medium', 'high', 'urgent', null]) {
    assert.ok(count((each) => each.priority === priority) >= 3, String(priority));
  }
  assert.ok(count(({ status, snoozed_until }) => status === 'snoozed' && snoozed_until === null));
  assert.ok(count(({ snoozed_until }) => snoozed_until !== null) >= 5);
  assert.ok(count(({ assignee }) => assignee === null) >= 8, 'unassigned');
  assert.ok(count(({ meta }) => meta.assignee_type === 'AgentBot') >= 3, 'with the bot');
  assert.ok(count(({ meta }) => meta.team !== undefined) >= 3, 'with a team');
  assert.ok(count(({ muted }) => muted) >= 1, 'muted');
  assert.ok(count(({ unread_count }) => unread_count > 0) >= 10, 'unread');
  assert.ok(count(({ labels }) => labels.length > 1) >= 10, 'labelled');
  assert.deepEqual(
    new Set(all.map(({ assignee }) => assignee?.name)),
    new Set([undefined, 'Maya', 'Ines', 'Jonas', 'Priya', 'Pip']),
  );
});

test('the counts of the demo are those of its conversations', async () => {
  const { body } = await get(demo.api_access_token, '/conversations/meta?status=all');
  assert.equal(body.meta.all_count, all.length);
  const people = all.filter(({ meta }) => meta.assignee_type === 'User').length;
  assert.equal(body.meta.assigned_count, people);
  assert.equal(body.meta.unassigned_count, all.length - people);
});

test('every conversation of the demo opens, with 2 to 15 messages in the order of time', async () => {
  const kinds = new Set<string>();
  let [notes, replies, failures] = [0, 0, 0];
  for (const { id, created_at, last_activity_at } of all) {
    const shown = await get(demo.api_access_token, `/conversations/${id}`);
    assert.equal(shown.status, 200, shown.text);
    const { body } = await get(
      demo.api_access_token,
      `/conversations/${id}/messages?after=0&before=999999999`,
    );
    const written = body.payload.filter((each: { message_type: number }) => each.message_type < 2);
    assert.ok(written.length >= 1 && body.payload.length >= 2, `#${id} is thin`);
    assert.ok(written.length <= 15, `#${id} is long`);
    const times: number[] = body.payload.map((each: { created_at: number }) => each.created_at);
    assert.deepEqual(times, ascending(times), `#${id} is out of order`);
    assert.ok(created_at <= times[0]! && last_activity_at >= times.at(-1)!, `#${id} has odd times`);
    for (const message of written) {
      notes += message.private ? 1 : 0;
      replies += message.content_attributes.in_reply_to === undefined ? 0 : 1;
      failures += message.status === 'failed' ? 1 : 0;
      for (const file of message.attachments ?? []) kinds.add(file.file_type);
    }
  }
  assert.ok(notes >= 10 && replies >= 1 && failures >= 1);
  assert.deepEqual(kinds, new Set(['image', 'file']));
});

test('the demo lies in the past, and numbers grow with time', () => {
  const now = Date.now() / 1000;
  const byNumber = all.toSorted((a, b) => a.id - b.id);
  assert.deepEqual(
    byNumber.map(({ id }) => id),
    byNumber.map((_, index) => index + 1),
  );
  for (const { id, created_at, last_activity_at } of all) {
    assert.ok(created_at <= last_activity_at && last_activity_at <= now, `#${id} is in the future`);
  }
  const starts = byNumber.map(({ created_at }) => created_at);
  assert.deepEqual(starts, ascending(starts));
  const age = (seconds: number) => (now - seconds) / 86_400;
  assert.ok(age(starts[0] as number) > 21, 'the first is weeks old');
  assert.ok(count((each) => age(each.last_activity_at) < 1) >= 20, 'today is busy');
});

test('who waits, who was answered and what was read agree with the messages of the demo', async () => {
  const wrong = await rows<{ display_id: number; what: string }>(
    world.pool,
    `select c.display_id, w.what from conversations c
     cross join lateral (
       select max(m.created_at) filter (where m.message_type = 0) as asked,
         max(m.created_at) filter (where m.message_type = 1 and not m.private) as answered,
         max(m.created_at) as last
       from messages m where m.account_id = c.account_id and m.conversation_id = c.id) m
     cross join lateral (values
       ('waits although answered', c.waiting_since < m.answered),
       ('waits since nothing happened', c.waiting_since <> c.created_at and not exists (
          select from messages q where q.account_id = c.account_id and q.conversation_id = c.id
          and q.created_at = c.waiting_since)),
       ('waits for a question that comes later', c.waiting_since > m.asked),
       ('has an odd first reply', (c.first_reply_created_at is null) <> not exists (
          select from messages r where r.account_id = c.account_id and r.conversation_id = c.id
          and r.message_type = 1 and not r.private and r.sender_user_id is not null)),
       ('has other activity than messages', c.last_activity_at <> m.last),
       ('was seen before it was there', c.agent_last_seen_at < c.created_at),
       ('was seen in the future', c.agent_last_seen_at > now())
     ) w (what, is_so)
     where c.account_id = $1 and w.is_so`,
    [demo.account_id],
  );
  assert.deepEqual(wrong, []);
});

test('the events of the demo lie where its conversations lie', async () => {
  const strays = await row<{ total: number; events: number }>(
    world.pool,
    `select count(*) as events, count(*) filter (
       where e.created_at < c.created_at - interval '1 second'
         or e.created_at > c.last_activity_at + interval '2 minutes') as total
     from events e join conversations c on c.account_id = e.account_id and c.id = e.conversation_id
     where e.account_id = $1`,
    [demo.account_id],
  );
  assert.equal(strays?.total, 0);
  assert.ok((strays?.events ?? 0) > 500);
});

test('each agent of the demo finds work of their own and nothing that they answer without seeing it', async () => {
  for (const name of ['Ines', 'Jonas', 'Priya']) {
    const token = await tokenOf(name);
    const { body } = await get(token, '/conversations?status=all&per_page=100');
    const { mine_count, unassigned_count, all_count } = body.data.meta;
    assert.ok(mine_count >= 8 && unassigned_count >= 2, `${name} has ${mine_count} of their own`);
    assert.ok(all_count < all.length, `${name} sees everything`);
    for (const { id, assignee } of all.filter((each) => each.assignee?.name === name)) {
      const shown = await get(token, `/conversations/${id}`);
      assert.equal(shown.status, 200, `${assignee?.name} cannot open #${id}`);
    }
  }
});

test('mentions, participants and drafts of the demo are there to be found', async () => {
  const mentions = await get(
    demo.api_access_token,
    '/conversations?conversation_type=mention&status=all',
  );
  assert.ok(mentions.body.data.meta.all_count >= 3);
  const joined = await get(
    demo.api_access_token,
    '/conversations?conversation_type=participating&status=all',
  );
  assert.ok(joined.body.data.meta.all_count > mentions.body.data.meta.mine_count);
  const drafts = await row<{ total: number }>(
    world.pool,
    'select count(*) as total from drafts where account_id = $1',
    [demo.account_id],
  );
  assert.ok((drafts?.total ?? 0) >= 1);
});

test('the files of the demo can be fetched, and its pictures have thumbnails', async () => {
  const files = await rows<{ filename: string; token: string; byte_size: number; key: string }>(
    world.pool,
    'select distinct on (filename) filename, token, byte_size, key from blobs where account_id = $1',
    [demo.account_id],
  );
  const names = files.map(({ filename }) => filename).toSorted();
  assert.deepEqual(names, [
    'IMG_2041.png',
    'IMG_2087.png',
    'IMG_2103.png',
    'invoice.pdf',
    'invoices-last-year.csv',
    'report.txt',
    'return-label.pdf',
    'step-by-step.txt',
  ]);
  for (const { key, byte_size } of files) {
    const file = await world.platform.storage.get(key);
    assert.equal(file?.byte_size, byte_size);
    file?.bytes.destroy();
  }
  const types = await rows<{ content_type: string; sized: boolean }>(
    world.pool,
    `select distinct content_type, metadata ? 'width' as sized from blobs where account_id = $1`,
    [demo.account_id],
  );
  assert.deepEqual(
    types.map(({ content_type, sized }) => `${content_type} ${String(sized)}`).toSorted(),
    ['application/pdf false', 'image/png true', 'text/csv false', 'text/plain false'],
  );
});

test('snoozed conversations of the demo have their wake-up', async () => {
  const jobs = await row<{ total: number }>(
    world.pool,
    `select count(*) as total from jobs.job
     where name = 'wake_conversation' and (data ->> 'account_id')::bigint = $1 and start_after > now()`,
    [demo.account_id],
  );
  assert.equal(
    jobs?.total,
    count(({ snoozed_until }) => snoozed_until !== null),
  );
});

test('the demo can be made again beside another, with people, passwords and tokens of its own', async () => {
  assert.notEqual(again.account_id, demo.account_id);
  assert.deepEqual(
    [demo.email, again.email],
    ['maya@acme-2.example.com', 'maya@acme-3.example.com'],
  );
  assert.notEqual(again.password, demo.password);
  assert.notEqual(again.api_access_token, demo.api_access_token);
  const accounts = await rows<{ name: string; total: number }>(
    world.pool,
    `select a.name, count(*) as total from accounts a join conversations c on c.account_id = a.id
     where a.id = any($1::bigint[]) group by a.id order by a.id`,
    [[demo.account_id, again.account_id]],
  );
  assert.deepEqual(accounts, [
    { name: 'Acme 2', total: all.length },
    { name: 'Acme 3', total: all.length },
  ]);
});

test('the password of the demo is strong and lets its administrator in', async () => {
  assert.match(demo.password, /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=.*[^a-zA-Z\d]).{6,128}$/);
  const user = await row<{ password_digest: string }>(
    world.pool,
    'select password_digest from users where email = $1',
    [demo.email],
  );
  assert.ok(await passwordMatches(demo.password, user?.password_digest ?? ''));
});

test('the demo costs few enough statements to be there in a moment', () => {
  // About 0.4 milliseconds each; seconds would say more about the machine and its other work.
  assert.ok(statements > 1000 && statements < 8000, `${statements} statements`);
});
