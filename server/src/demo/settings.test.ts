import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createWorld } from '../../test/world.ts';
import { transaction } from '../db/pool.ts';
import { createDemo } from './demo.ts';

const world = await createWorld();
const demo = await transaction(world.pool, (tx) => createDemo(tx, world.platform));

const headers = { api_access_token: demo.api_access_token };

async function get(path: string, version = 'v1') {
  const url = `/api/${version}/accounts/${demo.account_id}${path}`;
  const answer = await world.app.inject({ url, headers });
  assert.equal(answer.statusCode, 200, answer.body);
  return answer.json();
}

async function post(path: string, payload: object) {
  const url = `/api/v1/accounts/${demo.account_id}${path}`;
  const answer = await world.app.inject({ method: 'POST', url, headers, payload });
  assert.equal(answer.statusCode, 200, answer.body);
  return answer.json();
}

const WEEK = 7 * 86_400_000;
const isOld = (time: string): boolean => Date.parse(time) < Date.now() - 3 * WEEK;

test('the demo has prepared answers and macros, made before the first customer wrote', async () => {
  const answers: { content: string; created_at: string }[] = await get('/canned_responses');
  assert.ok(answers.length >= 5);
  assert.ok(answers.every(({ content, created_at }) => content !== '' && isOld(created_at)));
  const { payload: macros } = await get('/macros');
  const globals = macros.filter((each: { visibility: string }) => each.visibility === 'global');
  assert.ok(globals.length >= 3);
});

test('every macro of the demo does what it says', async () => {
  const { payload: macros } = await get('/macros');
  for (const { id, name } of macros) {
    const { status, text } = await run(`/macros/${id}/execute`, { conversation_ids: [1] });
    assert.equal(status, 200, `${name}: ${text}`);
  }
});

async function run(path: string, payload: object): Promise<{ status: number; text: string }> {
  const url = `/api/v1/accounts/${demo.account_id}${path}`;
  const answer = await world.app.inject({ method: 'POST', url, headers, payload });
  return { status: answer.statusCode, text: answer.body };
}

test('every saved view of the demo finds something, and somebody shares one', async () => {
  const views = [
    ...(await get('/custom_filters?filter_type=conversation')),
    ...(await get('/custom_filters?filter_type=contact')),
  ];
  assert.ok(views.some(({ shared }) => shared) && views.some(({ shared }) => !shared));
  for (const { name, query, filter_type } of views) {
    const found = await post(
      filter_type === 'contact' ? '/contacts/filter' : '/conversations/filter',
      query,
    );
    const count = found.meta.count ?? found.meta.all_count;
    assert.ok(count >= 2, `${name} finds ${count}`);
  }
});

test('notes on contacts of the demo lie in the past, and contacts are labelled', async () => {
  const { payload } = await get('/contacts?labels[]=vip');
  assert.ok(payload.length >= 3);
  const greta = payload.find((each: { name: string }) => each.name === 'Greta Hollmann');
  const notes: { created_at: number; user: { name: string } }[] = await get(
    `/contacts/${greta.id}/notes`,
  );
  assert.deepEqual(notes.map(({ user }) => user.name).toSorted(), ['Ines', 'Maya']);
  assert.ok(notes.every(({ created_at }) => created_at < Date.now() / 1000 - 3600));
});

test('a custom role of the demo has its holder, and its inboxes have hours', async () => {
  const [role] = await get('/custom_roles');
  const agents: { name: string; custom_role_id: number | null }[] = await get('/agents');
  const holders = agents.filter(({ custom_role_id }) => custom_role_id === role.id);
  assert.deepEqual(
    holders.map(({ name }) => name),
    ['Priya'],
  );
  const { payload: inboxes } = await get('/inboxes');
  const open = inboxes.filter((each: { working_hours_enabled: boolean }) => each.working_hours_enabled); // prettier-ignore
  assert.equal(open.length, 2);
  assert.ok(open.every(({ timezone }: { timezone: string }) => timezone === 'Europe/Berlin'));
});

test('customers of the demo have rated what was done for them, when it was done', async () => {
  const { total_count, ratings_count } = await get('/csat_survey_responses/metrics');
  assert.ok(total_count >= 15);
  assert.ok(Object.keys(ratings_count).length >= 3, 'not all think the same');
  const ratings: { created_at: number; conversation_id: number }[] = await get(
    '/csat_survey_responses?sort=created_at',
  );
  const times = ratings.map(({ created_at }) => created_at);
  assert.ok(times.every((time) => time < Date.now() / 1000));
  assert.ok((times.at(-1) as number) - (times[0] as number) > 14 * 86_400);
  for (const { conversation_id, created_at } of ratings.slice(0, 5)) {
    const { last_activity_at } = await get(`/conversations/${conversation_id}`);
    assert.ok(Math.abs(created_at - last_activity_at) < 300, `#${conversation_id}`);
  }
});

test('the reports of the demo tell of weeks of work, not of the moment it was made', async () => {
  const until = Math.ceil(Date.now() / 1000);
  const span = `type=account&since=${until - 14 * 86_400}&until=${until}`;
  for (const metric of ['conversations_count', 'resolutions_count', 'incoming_messages_count']) {
    const days: { value: number }[] = await get(`/reports?metric=${metric}&${span}`, 'v2');
    const values = days.map(({ value }) => value);
    const total = values.reduce((sum, value) => sum + value, 0);
    assert.ok(values.filter((value) => value > 0).length >= 12, `${metric}: ${values.join()}`);
    assert.ok(Math.max(...values) < total / 2, `${metric}: ${values.join()}`);
  }
  const summary = await get(`/reports/summary?${span}`, 'v2');
  assert.ok(summary.avg_first_response_time > 300 && summary.avg_first_response_time < 86_400);
  assert.ok(summary.avg_resolution_time > 3600 && summary.resolutions_count > 30);
});

test('the audit log of the demo begins when the shop did', async () => {
  const { audit_logs } = await get('/audit_logs');
  assert.ok(audit_logs.length >= 3);
  const first = audit_logs.at(-1) as { created_at: number };
  assert.ok(first.created_at * 1000 < Date.now() - 3 * WEEK);
});
