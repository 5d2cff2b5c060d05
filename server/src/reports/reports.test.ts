import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '../../test/inside.ts';
import { createWorld, type Answer, type Caller } from '../../test/world.ts';
import { removeInbox } from '../inboxes/delete.ts';

const world = await createWorld();
const { acme, globex, ada, ben, cleo, gil } = world;

const ROOT = `/api/v2/accounts/${acme.id}`;
const DAY = 86_400;
const NOW = Math.floor(Date.now() / 1000);
const span = `since=${NOW - 2 * DAY}&until=${NOW + DAY}`;

const ok = (answer: Answer): Answer['body'] => {
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
};
const get = async (path: string, by: Caller = ada): Promise<Answer['body']> =>
  ok(await by.get(ROOT + path));

/** A conversation of Ben’s in which he answered the customer and that he resolved. */
const done = await world.conversation({
  assignee_id: ben.id,
  team_id: acme.billing.id,
  message: { content: 'Where is it?', message_type: 'incoming' },
});
ok(await ben.post(`/conversations/${done.id}/messages`, { content: 'Here' }));
ok(await ben.post(`/conversations/${done.id}/messages`, { content: 'a note', private: true }));
ok(await ben.post(`/conversations/${done.id}/toggle_status`, { status: 'resolved' }));
ok(await ada.post(`/conversations/${done.id}/labels`, { labels: ['Billing'] }));
const waiting = await world.conversation({ inbox_id: acme.sales.id });
const [label] = await sql<{ id: number }>(
  world,
  `insert into labels (account_id, title) values ($1, 'billing') returning id`,
  [acme.id],
);

const seven = [
  'conversations_count',
  'incoming_messages_count',
  'outgoing_messages_count',
  'avg_first_response_time',
  'avg_resolution_time',
  'resolutions_count',
  'reply_time',
];

test('a count over time has a value and a timestamp for each day, and zeros', async () => {
  const series = await get(`/reports?metric=conversations_count&${span}`);
  assert.equal(series.length, 4, 'two days and what is left of the first and the last');
  for (const entry of series) assert.deepEqual(Object.keys(entry), ['value', 'timestamp']);
  assert.deepEqual(series.map(({ value }: { value: number }) => value).toSorted(), [0, 0, 0, 2]);
});

test('an average over time says what it is of', async () => {
  const series = await get(`/reports?metric=avg_first_response_time&${span}&group_by=year`);
  for (const entry of series) assert.deepEqual(Object.keys(entry), ['value', 'timestamp', 'count']);
  assert.equal(series.at(-1).count, 1);
});

test('a metric that does not exist is an empty object', async () => {
  for (const metric of ['', 'constructor', 'cpu']) {
    assert.deepEqual(await get(`/reports?metric=${metric}&${span}`), {});
  }
});

test('an unknown grouping is by day', async () => {
  const odd = await get(`/reports?metric=conversations_count&${span}&group_by=decade`);
  assert.deepEqual(odd, await get(`/reports?metric=conversations_count&${span}&group_by=day`));
});

test('a span that ends before it begins has nothing in it', async () => {
  assert.deepEqual(await get(`/reports?metric=reply_time&since=${NOW}&until=${NOW - DAY}`), []);
});

test('a summary has seven numbers and those of the span before', async () => {
  const summary = await get(`/reports/summary?${span}`);
  assert.deepEqual(Object.keys(summary), [...seven, 'previous']);
  assert.deepEqual(Object.keys(summary.previous), seven);
  const { conversations_count, incoming_messages_count, outgoing_messages_count } = summary;
  assert.deepEqual(
    [conversations_count, incoming_messages_count, outgoing_messages_count],
    [2, 1, 1],
    'a note is no message',
  );
  assert.equal(summary.resolutions_count, 1);
  assert.equal(typeof summary.avg_first_response_time, 'number');
  assert.equal(summary.reply_time, null);
  assert.deepEqual(summary.previous.conversations_count, 0);
});

for (const [type, id] of [
  ['agent', ben.id],
  ['inbox', acme.support.id],
  ['team', acme.billing.id],
  ['label', label?.id],
] as const) {
  test(`a summary of one ${type} has only what is theirs`, async () => {
    const summary = await get(`/reports/summary?${span}&type=${type}&id=${id}`);
    assert.deepEqual(
      seven.filter((name) => name.endsWith('_count')).map((name) => summary[name]),
      [1, 1, 1, 1],
    );
  });

  test(`a report of an unknown ${type} is 404`, async () => {
    for (const unknown of ['', '999999', 'x']) {
      const answer = await ada.get(
        `${ROOT}/reports?metric=reply_time&${span}&type=${type}&id=${unknown}`,
      );
      assert.deepEqual(
        [answer.status, answer.text],
        [404, '{"error":"Resource could not be found"}'],
      );
    }
  });
}

test('the two numbers about bots stand in a summary of their own', async () => {
  const two = ['bot_resolutions_count', 'bot_handoffs_count'];
  const summary = await get(`/reports/bot_summary?${span}`);
  assert.deepEqual(Object.keys(summary), [...two, 'previous']);
  assert.deepEqual(Object.keys(summary.previous), two);
});

test('bot metrics are whole numbers', async () => {
  assert.deepEqual(await get(`/reports/bot_metrics?${span}`), {
    conversation_count: 0,
    message_count: 0,
    resolution_rate: 0,
    handoff_rate: 0,
  });
});

test('what there is to do is counted for the account', async () => {
  const counts = { open: 1, unattended: 1, unassigned: 1, pending: 0 };
  assert.deepEqual(await get('/reports/conversations?type=account'), counts);
  assert.deepEqual(await get('/live_reports/conversation_metrics'), counts);
});

test('what there is to do is counted for each agent, the busiest first', async () => {
  const own = await world.conversation({ assignee_id: cleo.id, inbox_id: acme.sales.id });
  const agents = await get('/reports/conversations?type=agent');
  assert.deepEqual(Object.keys(agents[0]), [
    'id',
    'name',
    'email',
    'thumbnail',
    'availability',
    'metric',
  ]);
  assert.deepEqual([agents[0].id, agents[0].metric], [cleo.id, { open: 1, unattended: 1 }]);
  assert.equal(agents.length, 4);
  assert.deepEqual(await get('/reports/conversations?type=agent&page=2'), []);
  ok(await ada.delete(`/conversations/${own.id}`));
});

test('what there is to do needs to know for whom', async () => {
  const answer = await ada.get(`${ROOT}/reports/conversations`);
  assert.deepEqual([answer.status, answer.text], [422, '']);
  const odd = await ada.get(`${ROOT}/reports/conversations?type=team`);
  assert.deepEqual([odd.status, odd.body], [422, { error: 'type must be account or agent' }]);
});

test('live counts can be of one team, and by team or agent', async () => {
  const own = await world.conversation({ team_id: acme.escalations.id });
  const path = '/live_reports/conversation_metrics';
  assert.equal((await get(`${path}?team_id=${acme.escalations.id}`)).open, 1);
  assert.equal((await get(`${path}?team_id=999999`)).open, 0);
  const grouped = '/live_reports/grouped_conversation_metrics';
  assert.deepEqual(await get(`${grouped}?group_by=team_id`), [
    { open: 1, unattended: 1, unassigned: 1, team_id: acme.escalations.id },
    { open: 1, unattended: 1, unassigned: 1, team_id: null },
  ]);
  assert.deepEqual(await get(`${grouped}?group_by=assignee_id`), [
    { open: 2, unattended: 2, unassigned: 2, assignee_id: null },
  ]);
  for (const group_by of ['', 'inbox_id', 'constructor']) {
    const answer = await ada.get(`${ROOT}${grouped}?group_by=${group_by}`);
    assert.deepEqual([answer.status, answer.body], [422, { error: 'invalid group_by' }]);
  }
  ok(await ada.delete(`/conversations/${own.id}`));
});

test('what a deleted inbox held is nothing to do, before the job has emptied it', async () => {
  const { id } = ok(await ada.post('/inboxes', { name: 'Closing', channel: { type: 'email', email: 'closing@example.com' } })); // prettier-ignore
  ok(await ada.post('/inbox_members', { inbox_id: id, user_ids: [cleo.id] }));
  await world.conversation({ inbox_id: id, assignee_id: cleo.id });
  const seen = async () => ({
    account: (await get('/reports/conversations?type=account')).open as number,
    live: (await get('/live_reports/conversation_metrics')).open as number,
    busiest: (await get('/reports/conversations?type=agent'))[0].metric.open as number,
    groups: (await get('/live_reports/grouped_conversation_metrics?group_by=assignee_id')).length as number,
    channels: Object.keys(await get(`/summary_reports/channel?${span}`)).length,
  }); // prettier-ignore
  const before = await seen();
  assert.deepEqual(before, { account: 2, live: 2, busiest: 1, groups: 2, channels: 2 });
  ok(await ada.delete(`/inboxes/${id}`));
  assert.deepEqual(await seen(), { account: 1, live: 1, busiest: 0, groups: 1, channels: 1 });
  await removeInbox(world.pool, { account_id: acme.id, inbox_id: id });
});

const shareKeys = [
  'id',
  'conversations_count',
  'resolved_conversations_count',
  'avg_resolution_time',
  'avg_first_response_time',
  'avg_reply_time',
];

for (const [kind, id, others] of [
  ['agent', ben.id, 3],
  ['team', acme.billing.id, 1],
  ['inbox', acme.support.id, 3],
] as const) {
  test(`every ${kind} has a line in the comparison`, async () => {
    const list = await get(`/summary_reports/${kind}?since=${NOW - DAY}&until=${NOW + 60}`);
    assert.equal(list.length, others + 1);
    for (const share of list) assert.deepEqual(Object.keys(share), shareKeys);
    const own = list.find((share: { id: number }) => share.id === id);
    assert.equal(own.resolved_conversations_count, 1);
    assert.equal(own.avg_reply_time, null);
  });
}

test('a label’s averages are 0 when there is nothing to average', async () => {
  const list = await get(`/summary_reports/label?${span}`);
  assert.equal(list.length, 1);
  const { name, avg_reply_time, conversations_count, resolved_conversations_count } = list[0];
  assert.deepEqual(Object.keys(list[0]), ['id', 'name', ...shareKeys.slice(1)]);
  assert.deepEqual([name, avg_reply_time, conversations_count], ['billing', 0, 1]);
  assert.equal(resolved_conversations_count, 1);
  const elsewhere = await gil.get(`/api/v2/accounts/${globex.id}/summary_reports/label?${span}`);
  assert.deepEqual(ok(elsewhere), [], 'an account without labels');
});

test('channels are compared by the status of their conversations', async () => {
  assert.deepEqual(await get(`/summary_reports/channel?${span}`), {
    'Channel::Api': { open: 1, resolved: 1, pending: 0, snoozed: 0, total: 2 },
  });
  const answer = await ada.get(
    `${ROOT}/summary_reports/channel?since=${NOW - 200 * DAY}&until=${NOW}`,
  );
  assert.deepEqual(
    [answer.status, answer.body],
    [422, { error: 'Date range cannot exceed 6 months' }],
  );
  assert.deepEqual(
    await get(`/summary_reports/channel?since=${NOW - 180 * DAY}&until=${NOW - 170 * DAY}`),
    {},
  );
});

test('a year in review is everybody’s own', async () => {
  const year = new Date().getUTCFullYear();
  const review = await get(`/year_in_review?year=${year}`, ben);
  assert.equal(review.total_conversations, 1);
  assert.match(review.busiest_day.date, /^[A-Z][a-z]{2} \d\d$/);
  assert.equal(review.busiest_day.count, 1);
  assert.deepEqual(await get('/year_in_review', ben), review);
  assert.deepEqual(await get('/year_in_review?year=1999', ben), {
    year: 1999,
    total_conversations: 0,
    busiest_day: null,
    support_personality: { avg_response_time_seconds: 0 },
  });
});

test('reporting events are listed for administrators, the newest first', async () => {
  const { payload, meta } = ok(await ada.get('/reporting_events'));
  assert.deepEqual(meta, { count: 2, current_page: 1, total_pages: 1 });
  assert.deepEqual(
    payload.map(({ name }: { name: string }) => name),
    ['conversation_resolved', 'first_response'],
  );
  for (const [query, names] of [
    ['name=first_response', ['first_response']],
    [`user_id=${ada.id}`, []],
    [
      `inbox_id=${acme.support.id}&user_id=${ben.id}&name=conversation_resolved`,
      ['conversation_resolved'],
    ],
    [`until=${NOW - DAY}`, []],
    ['page=2', []],
  ] as const) {
    const found = ok(await ada.get(`/reporting_events?${query}`));
    assert.deepEqual(
      found.payload.map(({ name }: { name: string }) => name),
      names,
      query,
    );
  }
  const odd = await ada.get('/reporting_events?name=nothing');
  assert.match(odd.body.error, /^name must be one of first_response, /);
  assert.equal((await ben.get('/reporting_events')).status, 401);
});

test('the reporting events of a conversation are for who sees it, the oldest first', async () => {
  const list = ok(await ben.get(`/conversations/${done.id}/reporting_events`));
  assert.deepEqual(
    list.map(({ name }: { name: string }) => name),
    ['first_response', 'conversation_resolved'],
  );
  assert.equal((await cleo.get(`/conversations/${done.id}/reporting_events`)).status, 404);
  assert.equal((await ada.get(`/conversations/${waiting.id}/reporting_events`)).text, '[]');
});

for (const [what, query, error] of [
  ['no beginning', `until=${NOW}`, 'param is missing or the value is empty: since'],
  ['no end', `since=${NOW}`, 'param is missing or the value is empty: until'],
  ['a beginning that is no number', `since=x&until=${NOW}`, 'since must be an integer'],
  ['an end beyond all years', 'since=0&until=999999999999', 'until is out of range'],
  ['a beginning before all years', `since=-1&until=${NOW}`, 'since is out of range'],
  [
    'a zone that nobody knows',
    `${span}&timezone=Mars/Olympus`,
    'timezone is not a known time zone',
  ],
  ['an offset without a name', `${span}&timezone=%2B05:00`, 'timezone is not a known time zone'],
  ['an offset further than any', `${span}&timezone_offset=15`, 'timezone_offset is out of range'],
  [
    'a type that is none',
    `${span}&type=planet`,
    'type must be one of account, agent, inbox, label, team',
  ],
  [
    'hours of a century',
    `since=0&until=${NOW}&group_by=hour`,
    'since and until are too far apart to group by hour',
  ],
] as const) {
  test(`a report with ${what} is refused with the reason`, async () => {
    const answer = await ada.get(`${ROOT}/reports?metric=conversations_count&${query}`);
    assert.deepEqual([answer.status, answer.body], [422, { error }]);
  });
}

test('reports are for administrators and for those whose custom role has them', async () => {
  const path = `${ROOT}/reports/summary?${span}`;
  assert.equal((await ada.get(path)).status, 200);
  assert.equal((await ben.get(path)).status, 401);
  await sql(
    world,
    `with role as (insert into custom_roles (account_id, name, permissions) values ($1, 'Analyst', '{report_manage}') returning id)
     update memberships set custom_role_id = role.id from role where account_id = $1 and user_id = $2`,
    [acme.id, cleo.id],
  );
  assert.equal((await cleo.get(path)).status, 200);
  assert.equal((await gil.get(path)).status, 401);
});

test('the numbers of another account are its own', async () => {
  const theirs = ok(await gil.get(`/api/v2/accounts/${globex.id}/reports/summary?${span}`));
  assert.equal(theirs.conversations_count, 0);
});
