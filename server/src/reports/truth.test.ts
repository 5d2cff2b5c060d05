import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configure, employRex, sql } from '../../test/inside.ts';
import { bucketStarts, createOracle, type Hours, type Oracle } from '../../test/report-oracle.ts';
import { createWorld, type Answer } from '../../test/world.ts';
import { metrics, type MetricName } from './metrics.ts';

// Random histories, played through the API while time passes in jumps; then every report is compared
// with the oracle, and every number with the list of what it is made of.

const STEPS = 75;
const QUESTIONS = 45;
const DAY = 86_400_000;

type Random = (limit: number) => number;

/** The same numbers for the same seed. */
function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

const world = await createWorld();
const { acme, ada, ben, cleo, dora, rex } = world;
const { support, sales } = acme;

const week = [0, 1, 2, 3, 4, 5, 6].map((day_of_week) => ({
  day_of_week,
  closed_all_day: day_of_week === 0,
  open_all_day: day_of_week === 3,
  open_hour: 8,
  open_minutes: 30,
  close_hour: 18,
  close_minutes: 15,
}));
const hours: Hours = { timezone: 'America/New_York', week };

await sql(world, 'delete from working_hours where account_id = $1', [acme.id]);
await configure(world, support, { working_hours_enabled: true, timezone: hours.timezone });
await sql(
  world,
  `insert into working_hours select $1, $2, h.* from jsonb_to_recordset($3::jsonb)
     h (day_of_week int, closed_all_day bool, open_all_day bool, open_hour int, open_minutes int, close_hour int, close_minutes int)`,
  [acme.id, support.id, JSON.stringify(week)],
);
const labels = await sql<{ id: number; title: string }>(
  world,
  `insert into labels (account_id, title) select $1, unnest(array['billing', 'Vip', 'never']) returning id, title`,
  [acme.id],
);

const times: Record<string, string[]> = {
  conversations: [
    'created_at',
    'waiting_since',
    'first_reply_created_at',
    'updated_at',
    'last_activity_at',
  ],
  messages: ['created_at', 'updated_at'],
  events: ['created_at'],
  report_messages: ['created_at'],
  reporting_events: ['created_at', 'event_start_time', 'event_end_time'],
};

/** Time passes: everything that has happened so far lies so much further back. */
async function pass(oracle: Oracle, milliseconds: number): Promise<void> {
  for (const [table, columns] of Object.entries(times)) {
    const sets = columns.map(
      (column) => `${column} = ${column} - make_interval(secs => $2 / 1000.0)`,
    );
    await sql(world, `update ${table} set ${sets.join(', ')} where account_id = $1`, [
      acme.id,
      milliseconds,
    ]);
  }
  // Those of conversations that are there move with them.
  await sql(
    world,
    `update report_conversations r set created_at = created_at - make_interval(secs => $2 / 1000.0)
     where account_id = $1 and not exists (select from conversations c
       where c.account_id = r.account_id and c.id = r.conversation_id)`,
    [acme.id, milliseconds],
  );
  oracle.age(milliseconds);
}

interface Play {
  oracle: Oracle;
  random: Random;
  open: number[];
}

const pick = <T>(random: Random, list: readonly T[]): T => list[random(list.length)] as T;

async function step({ oracle, random, open }: Play): Promise<void> {
  const id = open.length === 0 ? 0 : pick(random, open);
  const at = `/conversations/${id}`;
  const kind = id === 0 ? 0 : random(20);
  const done: Answer[] = [];
  if (kind <= 1) {
    const made = await ada.post('/conversations', {
      inbox_id: pick(random, [support.id, sales.id]),
      contact_id: acme.mia.id,
      ...pick(random, [{}, { assignee_id: ben.id }, { team_id: acme.billing.id }]),
    });
    done.push(made);
    open.push(made.body.id);
  } else if (kind <= 6) {
    done.push(
      await ada.post(`${at}/messages`, { content: `in ${random(1e9)}`, message_type: 'incoming' }),
    );
  } else if (kind <= 10) {
    const bot = { sender_type: 'AgentBot', sender_id: rex.id };
    const rule = { content_attributes: { automation_rule_id: 1 } };
    const extra = pick(random, [{}, {}, {}, { private: true }, bot, rule]);
    const content = `out ${random(1e9)}`;
    done.push(
      await pick(random, [ada, ada, ben])
        .post(`${at}/messages`, { content, ...extra })
        .then(allow404),
    );
  } else if (kind <= 14) {
    const status = pick(random, ['resolved', 'resolved', 'open', 'pending', 'snoozed']);
    done.push(await pick(random, [ada, rex]).post(`${at}/toggle_status`, { status }));
  } else if (kind === 15) {
    const assignee_id = pick(random, [ada.id, ben.id, cleo.id, 0]);
    done.push(await ada.post(`${at}/assignments`, { assignee_id }));
  } else if (kind === 16) {
    const team_id = pick(random, [acme.billing.id, acme.escalations.id, 0]);
    done.push(await ada.post(`${at}/assignments`, { team_id }));
  } else if (kind === 17) {
    const list = pick(random, [['billing'], ['VIP', 'billing'], ['vip'], []]);
    done.push(await ada.post(`${at}/labels`, { labels: list }));
  } else if (kind === 18) {
    const active = random(2) === 0;
    await employRex(world, sales, active ? 'active' : 'inactive');
    oracle.bots[active ? 'add' : 'delete'](sales.id);
  } else if (random(3) === 0) {
    await oracle.observe();
    done.push(await ada.delete(at));
    open.splice(open.indexOf(id), 1);
  }
  for (const { status, text } of done) assert.equal(status, 200, text);
  await oracle.observe();
}

// Ben does not see the conversations of `sales`.
const allow404 = (answer: Answer): Answer =>
  answer.status === 404 ? { ...answer, status: 200 } : answer;

interface Question {
  metric: MetricName;
  type: string;
  id: number | string;
  since: number;
  until: number;
  group_by: string;
  zone: Record<string, string>;
  zoneName: string;
  business_hours: boolean;
}

function ask(random: Random): Question {
  const [type, id] = pick<[string, number | string]>(random, [
    ['account', ''],
    ['account', ''],
    ...[ada, ben, cleo, dora].map((each) => ['agent', each.id] as [string, number]),
    ...[support, sales].map((each) => ['inbox', each.id] as [string, number]),
    ...[acme.billing, acme.escalations].map((each) => ['team', each.id] as [string, number]),
    ...labels.map((each) => ['label', each.id] as [string, number]),
  ]);
  const now = Math.ceil(Date.now() / 1000) + 60;
  const until = now - random(3) * random(20 * 86_400);
  const group_by = pick(random, ['hour', 'day', 'day', 'week', 'month', 'year']);
  const span = group_by === 'hour' ? random(6 * 86_400) : random(190 * 86_400);
  const [zone, zoneName] = pick<[Record<string, string>, string]>(random, [
    [{}, 'UTC'],
    [{ timezone_offset: '5.5' }, '+05:30'],
    [{ timezone_offset: '-3.5' }, '-03:30'],
    [{ timezone: 'Europe/Berlin' }, 'Europe/Berlin'],
    [{ timezone: 'America/New_York' }, 'America/New_York'],
    [{ timezone: 'Asia/Kathmandu' }, 'Asia/Kathmandu'],
  ]);
  const metric = pick(random, Object.keys(metrics) as MetricName[]);
  const business_hours = random(2) === 0;
  return { metric, type, id, since: until - span, until, group_by, zone, zoneName, business_hours };
}

interface Behind {
  at: number;
  value: number;
}

/** What the oracle knows to be behind a question's metric. */
function behind(oracle: Oracle, question: Question): Behind[] {
  const { metric, type, id, since, until, business_hours } = question;
  const title = labels.find((label) => label.id === id)?.title.toLowerCase() ?? '';
  const isTheirs = (each: {
    conversation: number;
    inbox: number;
    user: number | null;
    team: number | null;
  }) =>
    type === 'account' ||
    (type === 'agent' && each.user === id) ||
    (type === 'team' && each.team === id) ||
    (type === 'inbox' && each.inbox === id) ||
    (type === 'label' && oracle.talks.get(each.conversation)?.labels.includes(title));
  const isWithin = ({ at }: { at: number }): boolean => at >= since * 1000 && at < until * 1000;
  const about = metrics[metric];
  if (about.of === 'conversations') {
    return [...oracle.talks.values()]
      .filter(isTheirs)
      .filter(isWithin)
      .map(({ at }) => ({ at, value: 1 }));
  }
  if (about.of === 'messages') {
    return oracle.told
      .filter(({ incoming }) => incoming === (about.message_type === 0))
      .filter(isTheirs)
      .filter(isWithin)
      .map(({ at }) => ({ at, value: 1 }));
  }
  return oracle.facts
    .filter(({ name }) => name === about.name)
    .filter(isTheirs)
    .filter(isWithin)
    .map(({ at, value, business }) => ({ at, value: business_hours ? business : value }));
}

const average = (list: readonly Behind[]): number | null =>
  list.length === 0 ? null : list.reduce((sum, { value }) => sum + value, 0) / list.length;

/** Averages are of whole seconds, each of which may have begun while the step was under way. */
function assertClose(actual: number | null, expected: number | null, shown: string): void {
  if (actual === null || expected === null) assert.equal(actual, expected, shown);
  else assert.ok(Math.abs(actual - expected) <= 2, `${actual} is not ${expected}: ${shown}`);
}

const queryOf = ({ zone, zoneName: _name, ...rest }: Question): string =>
  new URLSearchParams({
    ...Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, String(value)])),
    ...zone,
  }).toString();

async function reports(path: string, query: string): Promise<Answer['body']> {
  const answer = await ada.get(`/api/v2/accounts/${acme.id}/reports${path}?${query}`);
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
}

/** All pages of what a number is made of. */
async function listed(
  query: string,
): Promise<{ value: number; count: number | null; values: number[] }> {
  const values: number[] = [];
  for (let cursor = ''; ;) {
    const page = await reports('/drilldown', `${query}&per_page=7${cursor}`);
    values.push(...page.payload.map(({ value }: Behind) => value));
    if (page.meta.next_cursor === null) return { ...page.meta, values };
    cursor = `&cursor=${page.meta.next_cursor}`;
  }
}

async function compare(oracle: Oracle, question: Question): Promise<number> {
  const query = queryOf(question);
  const expected = behind(oracle, question);
  const starts = bucketStarts(question, question.group_by, question.zoneName);
  const series = (await reports('', query)) as {
    value: number;
    timestamp: number;
    count?: number;
  }[];
  assert.deepEqual(
    series.map(({ timestamp }) => timestamp),
    starts,
    query,
  );
  const counts = metrics[question.metric].kind === 'count';
  for (const [index, bucket] of series.entries()) {
    const end = starts[index + 1] ?? question.until;
    const own = expected.filter(({ at }) => at >= bucket.timestamp * 1000 && at < end * 1000);
    const shown = `${query} at ${bucket.timestamp}`;
    assert.equal(counts ? bucket.value : bucket.count, own.length, shown);
    if (!counts) assertClose(bucket.value, average(own) ?? 0, shown);
    if (own.length === 0) continue;
    const list = await listed(`${query}&bucket_timestamp=${bucket.timestamp}`);
    const sum = list.values.reduce((total, value) => total + value, 0);
    assert.equal(list.values.length, own.length, shown);
    assert.equal(counts ? sum : sum / list.values.length, bucket.value, shown);
    assert.equal(list.value, bucket.value, shown);
  }
  const summary = await reports('/summary', query);
  const bots = await reports('/bot_summary', query);
  const total = { ...summary, ...bots }[question.metric];
  if (counts) assert.equal(total, expected.length, query);
  else assertClose(total, average(expected), query);
  const length = question.until - question.since;
  const before = { ...question, since: question.since - length, until: question.since };
  const past = { ...summary.previous, ...bots.previous }[question.metric];
  const earlier = behind(oracle, before);
  if (counts) assert.equal(past, earlier.length, `before ${query}`);
  else assertClose(past, average(earlier), `before ${query}`);
  return expected.length;
}

test('an account in which nothing has happened has nothing in any report', async () => {
  const oracle = createOracle(world, new Map([[support.id, hours]]));
  const random = randomFrom(1);
  for (let n = 0; n < 20; n += 1) assert.equal(await compare(oracle, ask(random)), 0);
});

const oracle = createOracle(world, new Map([[support.id, hours]]));

for (const seed of [20_240_117, 424_242]) {
  test(`every report tells the truth about a random history, number ${seed}`, async () => {
    const random = randomFrom(seed);
    const play = { oracle, random, open: [] as number[] };
    for (let n = 0; n < STEPS; n += 1) {
      await step(play);
      await pass(oracle, pick(random, [random(90_000), random(7_200_000), random(DAY)]));
    }
    let found = 0;
    for (let n = 0; n < QUESTIONS; n += 1) found += await compare(oracle, ask(random));
    assert.ok(found > QUESTIONS / 2, `only ${found} facts were asked for`);
  });
}

test('after people have left, reports say what they said before', async () => {
  const { id } = await world.conversation({ assignee_id: dora.id });
  await ada.post(`/conversations/${id}/toggle_status`, { status: 'resolved' });
  await oracle.observe();
  const random = randomFrom(99);
  const question = {
    ...ask(random),
    metric: 'conversations_count',
    type: 'agent',
    id: dora.id,
  } as const;
  const until = Math.ceil(Date.now() / 1000) + 60;
  const whole = { ...question, since: until - 86_400, until, group_by: 'day' };
  assert.equal(await compare(oracle, whole), 1);
  await sql(
    world,
    'update memberships set removed_at = now() where account_id = $1 and user_id = $2',
    [acme.id, dora.id],
  );
  await sql(
    world,
    'update conversations set assignee_id = null where account_id = $1 and assignee_id = $2',
    [acme.id, dora.id],
  );
  assert.equal(await compare(oracle, whole), 1);
  await ada.post(`/conversations/${id}/labels`, { labels: ['vip'] });
  assert.equal(await compare(oracle, whole), 1, 'whatever happens to the conversation later');
  for (let n = 0; n < 40; n += 1) await compare(oracle, ask(random));
});
