import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'csv-parse/sync';
import { sql } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';
import { humanDuration } from './human-duration.ts';

const world = await createWorld();
const { acme, ada, ben } = world;
const ROOT = `/api/v2/accounts/${acme.id}/reports`;
const span = 'since=1795000000&until=1795600000';

await sql(world, `update users set name = '=1+1' where id = $1`, [ben.id]);
await sql(world, `insert into labels (account_id, title) values ($1, 'Größe, "L"')`, [acme.id]);
const made = await world.conversation({ assignee_id: ben.id, team_id: acme.billing.id });
await sql(
  world,
  `update conversations set created_at = to_timestamp(1795000000 + 100) where account_id = $1 and display_id = $2`,
  [acme.id, made.id],
);
await sql(
  world,
  `insert into reporting_events (account_id, name, value, value_in_business_hours, inbox_id, user_id, team_id,
     conversation_id, event_start_time, event_end_time, created_at)
   select $1, name, value, 0, $2, $3, $4, 1, now(), now(), to_timestamp(1795000500)
   from (values ('first_response', 65), ('conversation_resolved', 3900), ('conversation_resolved', 3900), ('reply_time', 90061)) f (name, value)`,
  [acme.id, acme.support.id, ben.id, acme.billing.id],
);

const download = async (name: string, query = span): Promise<Answer> => {
  const answer = await ada.get(`${ROOT}/${name}?${query}`);
  assert.equal(answer.status, 200, answer.text);
  return answer;
};
const linesOf = ({ text }: Answer): string[][] => parse(text, { relax_column_count: true });

for (const [name, file, header, line] of [
  [
    'agents',
    'agents_report',
    [
      'Agent name',
      'Assigned conversations',
      'Avg first response time',
      'Avg resolution time',
      'Avg customer waiting time',
      'Resolution Count',
    ],
    ["'=1+1", '1', '1 minute 5 seconds', '1 hour 5 minutes', '1 day 1 hour', '2'],
  ],
  [
    'inboxes',
    'inboxes_report',
    [
      'Inbox name',
      'Inbox type',
      'No. of conversations',
      'Avg first response time',
      'Avg resolution time',
    ],
    ['Support', 'API', '1', '1 minute 5 seconds', '1 hour 5 minutes'],
  ],
  [
    'labels',
    'labels_report',
    [
      'Label',
      'No. of conversations',
      'Avg first response time',
      'Avg resolution time',
      'Avg reply time',
      'Resolution Count',
    ],
    ['Größe, "L"', '0', 'N/A', 'N/A', 'N/A', '0'],
  ],
  [
    'teams',
    'teams_report',
    [
      'Team name',
      'Conversations count',
      'Avg first response time',
      'Avg resolution time',
      'Avg customer waiting time',
      'Resolution Count',
    ],
    ['billing', '1', '1 minute 5 seconds', '1 hour 5 minutes', '1 day 1 hour', '2'],
  ],
  [
    'conversations_summary',
    'conversations_summary_report',
    [
      'Conversations',
      'Messages received',
      'Messages sent',
      'Avg first response time',
      'Avg resolution time',
      'Resolution count',
      'Avg customer waiting time',
    ],
    ['1', '0', '0', '1 minute 5 seconds', '1 hour 5 minutes', '2', '1 day 1 hour'],
  ],
] as const) {
  test(`${name} are downloaded as ${file}.csv`, async () => {
    const answer = await download(name);
    assert.equal(answer.headers['content-type'], 'text/csv; charset=utf-8');
    assert.equal(answer.headers['content-disposition'], `attachment; filename=${file}.csv`);
    const [period, head, ...rest] = linesOf(answer);
    assert.deepEqual(period, ['Reporting period 2026-11-18 to 2026-11-25']);
    assert.deepEqual(head, header);
    assert.ok(
      rest.some((each) => JSON.stringify(each) === JSON.stringify(line)),
      answer.text,
    );
    for (const each of rest) assert.equal(each.length, header.length, 'as many cells as headings');
    assert.equal((await download(`${name}.csv`)).text, answer.text, 'also with a suffix');
  });
}

test('the period is on the clock that was asked for', async () => {
  const answer = await download('agents', `${span}&timezone_offset=13`);
  assert.match(answer.text, /^Reporting period 2026-11-19 to 2026-11-25\n/);
});

test('a download needs its span', async () => {
  const answer = await ada.get(`${ROOT}/agents.csv`);
  assert.deepEqual(
    [answer.status, answer.body],
    [422, { error: 'param is missing or the value is empty: since' }],
  );
});

test('only downloads have the suffix', async () => {
  assert.equal((await ada.get(`${ROOT}/summary.csv?${span}`)).status, 404);
});

test('traffic has an hour on each line and a day in each column', async () => {
  await world.conversation();
  const answer = await download('conversation_traffic.csv', 'timezone_offset=-3.5&days_before=2');
  assert.equal(
    answer.headers['content-disposition'],
    'attachment; filename=conversation_traffic_reports.csv',
  );
  const [zone, head = [], ...hours] = linesOf(answer);
  assert.deepEqual(zone, ['Timezone', 'UTC-03:30']);
  const local = new Date(Date.now() - 3.5 * 3_600_000);
  const days = [2, 1, 0].map((ago) =>
    new Date(local.getTime() - ago * 86_400_000).toISOString().slice(0, 10),
  );
  assert.deepEqual(head, ['Start of the hour', ...days]);
  assert.equal(hours.length, 24);
  const now = hours[local.getUTCHours()];
  assert.deepEqual(now, [`${local.toISOString().slice(11, 13)}:00`, '0', '0', '1']);
});

test('traffic is a week in UTC unless something else is asked for', async () => {
  const [zone, head = []] = linesOf(await download('conversation_traffic', ''));
  assert.deepEqual([zone, head.length], [['Timezone', 'UTC'], 8]);
  for (const days_before of ['-1', '367', 'x']) {
    const answer = await ada.get(`${ROOT}/conversation_traffic?days_before=${days_before}`);
    assert.equal(answer.status, 422);
    assert.match(answer.body.error, /^days_before /);
  }
});

for (const [seconds, text] of [
  [null, 'N/A'],
  [0, '0 seconds'],
  [0.6, '0 seconds'],
  [1, '1 second'],
  [61, '1 minute 1 second'],
  [3600, '1 hour'],
  [3601, '1 hour 1 second'],
  [90_061, '1 day 1 hour'],
  [400 * 86_400, '400 days'],
] as const) {
  test(`${seconds} seconds are said as ${text}`, () => {
    assert.equal(humanDuration(seconds), text);
  });
}
