import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql, statementsOf } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld();
const { acme, ada, ben, cleo } = world;

const NOW = Math.floor(Date.now() / 1000);
const span = `since=${NOW - 86_400}&until=${NOW + 86_400}`;
const path = `/api/v2/accounts/${acme.id}/reports/drilldown?${span}`;

const ok = (answer: Answer): Answer['body'] => {
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
};

const first = await world.conversation({ assignee_id: ben.id });
const second = await world.conversation({ inbox_id: acme.sales.id });
const third = await world.conversation();
ok(await ben.post(`/conversations/${first.id}/messages`, { content: 'Hello' }));

const numbers = (body: Answer['body']): number[] =>
  body.payload.map(({ conversation_id }: { conversation_id: number }) => conversation_id);

test('a number is the list of what it is made of, as lists show conversations', async () => {
  const body = ok(await ada.get(`${path}&metric=conversations_count`));
  assert.deepEqual(Object.keys(body.meta), [
    'metric',
    'bucket',
    'count',
    'value',
    'has_more',
    'next_cursor',
  ]);
  assert.deepEqual([body.meta.count, body.meta.value], [3, 3]);
  assert.deepEqual(numbers(body), [third.id, second.id, first.id], 'the newest first');
  const [entry] = body.payload;
  assert.deepEqual(Object.keys(entry), [
    'id',
    'value',
    'timestamp',
    'user_id',
    'conversation_id',
    'conversation',
  ]);
  const shown = ok(await ada.get(`/conversations/${third.id}`));
  assert.deepEqual(entry.conversation, shown);
});

test('an average is the average of the values in the list', async () => {
  const body = ok(await ada.get(`${path}&metric=avg_first_response_time&type=agent&id=${ben.id}`));
  assert.equal(body.meta.count, 1);
  assert.equal(body.meta.value, body.payload[0].value);
  assert.deepEqual([body.payload[0].user_id, numbers(body)], [ben.id, [first.id]]);
  const none = ok(await ada.get(`${path}&metric=reply_time`));
  assert.deepEqual([none.meta.count, none.meta.value, none.payload], [0, null, []]);
});

test('pages follow each other by their cursor, and announce the next in a Link', async () => {
  const seen: number[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const answer: Answer = await ada.get(
      `${path}&metric=conversations_count&per_page=1${cursor === '' ? '' : `&cursor=${cursor}`}`,
    );
    const body = ok(answer);
    seen.push(...numbers(body));
    assert.equal(answer.headers['link'] !== undefined, body.meta.has_more);
    cursor = body.meta.next_cursor;
  }
  assert.deepEqual(seen, [third.id, second.id, first.id]);
});

test('a cursor that is none is refused', async () => {
  for (const cursor of ['x', 'W10', 'WyJhIiwxXQ', '%00']) {
    const answer = await ada.get(`${path}&metric=conversations_count&cursor=${cursor}`);
    assert.equal(answer.status, 422, cursor);
    assert.match(answer.body.error, /^cursor /);
  }
});

test('a metric that is none is refused', async () => {
  const answer = await ada.get(`${path}&metric=toString`);
  assert.deepEqual([answer.status, answer.body], [422, { error: 'metric is not one of a report' }]);
});

test('a bucket has what happened from its beginning to the next', async () => {
  const series = ok(
    await ada.get(
      `/api/v2/accounts/${acme.id}/reports?metric=conversations_count&group_by=hour&${span}`,
    ),
  ) as { value: number; timestamp: number }[];
  let total = 0;
  for (const { value, timestamp } of series.filter((each) => each.value > 0)) {
    const body = ok(
      await ada.get(
        `${path}&metric=conversations_count&group_by=hour&bucket_timestamp=${timestamp}`,
      ),
    );
    assert.deepEqual([body.meta.value, body.payload.length], [value, value]);
    assert.deepEqual(body.meta.bucket, { since: timestamp, until: timestamp + 3600 });
    total += value;
  }
  assert.equal(total, 3);
});

test('who sees reports but not a conversation sees that there is one, and nothing of it', async () => {
  await sql(
    world,
    `with role as (insert into custom_roles (account_id, name, permissions)
       values ($1, 'Analyst', '{report_manage,conversation_manage}') returning id)
     update memberships set custom_role_id = role.id from role where account_id = $1 and user_id = $2`,
    [acme.id, cleo.id],
  );
  const body = ok(await cleo.get(`${path}&metric=conversations_count`));
  assert.equal(body.meta.value, 3);
  assert.deepEqual(
    body.payload.map(
      ({ conversation }: { conversation: { id: number } | null }) => conversation?.id,
    ),
    [undefined, second.id, undefined],
  );
});

test('a list is the same number of statements, however long it is', async () => {
  const counts: number[] = [];
  for (const size of [1, 3]) {
    const texts = await statementsOf(async () =>
      ada.get(`${path}&metric=conversations_count&per_page=${size}`),
    );
    counts.push(texts.length);
  }
  assert.equal(counts[0], counts[1]);
});

test('what is deleted goes on counting, as something that cannot be shown', async () => {
  const summary = `/api/v2/accounts/${acme.id}/reports/summary?${span}`;
  const before = ok(await ada.get(summary));
  assert.equal(before.outgoing_messages_count, 1);
  ok(await ada.delete(`/conversations/${first.id}`));
  assert.deepEqual(ok(await ada.get(summary)), before);
  const body = ok(await ada.get(`${path}&metric=outgoing_messages_count`));
  assert.deepEqual([numbers(body), body.payload[0].conversation], [[first.id], null]);
});

test('an account is deleted with all that it counted', async () => {
  await sql(world, 'delete from accounts where id = $1', [acme.id]);
  for (const table of ['reporting_events', 'report_conversations', 'report_messages']) {
    const left = await sql(world, `select 1 from ${table} where account_id = $1`, [acme.id]);
    assert.equal(left.length, 0, table);
  }
});
