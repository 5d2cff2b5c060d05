import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'csv-parse/sync';
import { sql, statementsOf } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld();
const { acme, ada, ben, cleo } = world;
const path = '/csat_survey_responses';
const DAY = 86_400;
const NOON = 1_790_000_000;

interface Given {
  rating: number;
  inbox?: { id: number };
  contact?: { id: number };
  team?: number;
  agent?: number;
  at?: number;
  feedback?: string;
}

/** A rating of a conversation, given at an instant. */
async function give({ rating, inbox = acme.support, contact = acme.mia, team, agent, at = NOON, feedback }: Given): Promise<{ id: number; conversation: number }> {
  const made = await world.conversation({ inbox_id: inbox.id, contact_id: contact.id, ...(team === undefined ? {} : { team_id: team }) });
  const [found] = await sql<{ id: number }>(
    world,
    `with place as (
       update conversations set assignee_id = $3 where account_id = $1 and display_id = $2 returning *
     ), question as (
       insert into messages (account_id, conversation_id, inbox_id, message_type, content_type, created_at)
       select account_id, id, inbox_id, 3, 9, to_timestamp($4) from place returning *
     )
     insert into csat_survey_responses (account_id, conversation_id, message_id, contact_id, assigned_agent_id,
       rating, feedback_message, created_at)
     select q.account_id, q.conversation_id, q.id, place.contact_id, $3, $5, $6, to_timestamp($4)
     from question q, place returning id`,
    [acme.id, made.id, agent ?? null, at, rating, feedback ?? null],
  );
  return { id: found?.id ?? 0, conversation: made.id };
} // prettier-ignore

const bad = await give({ rating: 1, agent: ben.id, at: NOON, feedback: '=cmd()' });
const good = await give({ rating: 5, agent: ben.id, team: acme.billing.id, at: NOON + DAY });
const fine = await give({ rating: 4, agent: cleo.id, inbox: acme.sales, contact: acme.noah, at: NOON + 2 * DAY }); // prettier-ignore
await give({ rating: 5, at: NOON + 3 * DAY });

const ids = ({ body }: Answer): number[] => (body as { id: number }[]).map(({ id }) => id);

test('the team reads what customers thought, newest first', async () => {
  const { body } = await ada.get(path);
  assert.equal(body.length, 4);
  const [, second] = body;
  assert.deepEqual(Object.keys(second), ['id', 'rating', 'feedback_message', 'csat_review_notes', 'review_notes_updated_at', 'account_id', 'message_id', 'contact', 'conversation_id', 'assigned_agent', 'created_at']); // prettier-ignore
  assert.deepEqual([second.id, second.rating, second.conversation_id, second.created_at], [fine.id, 4, fine.conversation, NOON + 2 * DAY]); // prettier-ignore
  assert.equal(second.contact.id, acme.noah.id);
  assert.equal(second.assigned_agent.id, cleo.id);
  assert.ok(!('assigned_agent' in body[0]));
  assert.deepEqual(ids(await ada.get(`${path}?sort=created_at`)), ids({ body: body.toReversed() } as Answer)); // prettier-ignore
  assert.deepEqual(ids(await ada.get(`${path}?sort=nonsense`)), ids({ body } as Answer));
});

test('they are found by time, agent, inbox, team and number, and by several at once', async () => {
  const find = async (query: string) => ids(await ada.get(`${path}?${query}`));
  assert.deepEqual(
    await find(`since=${NOON}&until=${NOON + DAY}`),
    [bad.id],
    'the end is not in it',
  );
  assert.equal((await find(`since=${NOON + DAY}`)).length, 4, 'half a span is none');
  assert.deepEqual(await find(`user_ids[]=${ben.id}`), [good.id, bad.id]);
  assert.deepEqual(await find(`user_ids[]=${ben.id}&user_ids[]=${cleo.id}`), [fine.id, good.id, bad.id]); // prettier-ignore
  assert.deepEqual(await find(`inbox_id=${acme.sales.id}`), [fine.id]);
  assert.deepEqual(await find(`team_id=${acme.billing.id}`), [good.id]);
  assert.deepEqual(await find('rating=4'), [fine.id]);
  assert.deepEqual(await find(`user_ids[]=${ben.id}&rating=5`), [good.id]);
  assert.deepEqual(await find('rating=9'), []);
  assert.deepEqual(await find('inbox_id=abc'), []);
  assert.equal((await find('inbox_id=&team_id=&user_ids[]=&rating=')).length, 4);
  for (const query of ['since=x&until=1', 'since=1&until=-1', 'since=1e20&until=1']) {
    const answer = await ada.get(`${path}?${query}`);
    assert.equal(answer.status, 422, query);
    assert.match(answer.body.error, /since|until/);
  }
});

test('a page has 25', async () => {
  for (let n = 0; n < 23; n += 1) await give({ rating: 3, at: NOON - DAY * (n + 1) });
  const first = ids(await ada.get(path));
  const second = ids(await ada.get(`${path}?page=2`));
  assert.deepEqual([first.length, second.length], [25, 2]);
  assert.equal(new Set([...first, ...second]).size, 27);
  assert.deepEqual(ids(await ada.get(`${path}?page=3`)), []);
  const few = await statementsOf(() => ada.get(`${path}?rating=4`));
  const many = await statementsOf(() => ada.get(path));
  assert.equal(few.length, many.length);
});

test('numbers: answers by rating, and how many were asked', async () => {
  const { body } = await ada.get(`${path}/metrics?since=${NOON}&until=${NOON + 9 * DAY}`);
  assert.deepEqual(body, { total_count: 4, ratings_count: { 1: 1, 4: 1, 5: 2 }, total_sent_messages_count: 4 }); // prettier-ignore
  const sales = await ada.get(`${path}/metrics?inbox_id=${acme.sales.id}`);
  assert.deepEqual(sales.body, { total_count: 1, ratings_count: { 4: 1 }, total_sent_messages_count: 1 }); // prettier-ignore
  const none = await ada.get(`${path}/metrics?since=0&until=1`);
  assert.deepEqual(none.body, { total_count: 0, ratings_count: {}, total_sent_messages_count: 0 });
});

test('the table has the words that programs look for, and no formulas', async () => {
  const answer = await ada.get(`${path}/download?since=${NOON}&until=${NOON + 4 * DAY}`);
  assert.equal(answer.headers['content-type'], 'text/csv; charset=utf-8');
  assert.equal(answer.headers['content-disposition'], 'attachment; filename="csat_report.csv"');
  const lines = parse(answer.text, { relax_column_count: true });
  assert.deepEqual(lines[0], ['Agent Name', 'Rating', 'Feedback Comment', 'Contact Name', 'Contact Email Address', 'Contact Phone Number', 'Link to the conversation', 'Recorded date', 'Review Notes']); // prettier-ignore
  assert.equal(lines.length, 6);
  assert.deepEqual(lines[2], ['Cleo', '4', '', 'Noah', 'noah@example.com', '', `http://localhost:3000/app/accounts/${acme.id}/conversations/${fine.conversation}`, '2026-09-23 14:13:20 UTC', '']); // prettier-ignore
  assert.equal(lines[4]?.[2], "'=cmd()");
  assert.deepEqual(lines[5], ['Reporting period 2026-09-21 to 2026-09-25']);
  for (const query of ['', '?since=1', '?until=1']) {
    const refused = await ada.get(`${path}/download${query}`);
    assert.equal(refused.status, 422);
    assert.match(refused.body.error, /param is missing or the value is empty: (since|until)/);
  }
});

test('the team notes what it thinks about a rating, and who noted it', async () => {
  const one = `${path}/${bad.id}`;
  const { status, body } = await ada.patch(one, { csat_review_notes: 'Called back', rating: 5, feedback_message: 'x', account_id: 2 }); // prettier-ignore
  assert.equal(status, 200);
  assert.deepEqual([body.csat_review_notes, body.review_notes_updated_by, body.rating, body.feedback_message], ['Called back', { id: ada.id, name: 'Ada' }, 1, '=cmd()']); // prettier-ignore
  assert.equal(typeof body.review_notes_updated_at, 'number');
  const audits = await sql(world, `select action, audited_changes from audits where auditable_type = 'CsatSurveyResponse'`); // prettier-ignore
  assert.deepEqual(audits, [{ action: 'update', audited_changes: { csat_review_notes: [null, 'Called back'] } }]); // prettier-ignore
  assert.equal((await ada.patch(one, { csat_review_notes: ' ' })).body.csat_review_notes, null);
  const long = await ada.patch(one, { csat_review_notes: 'x'.repeat(20_001) });
  assert.deepEqual([long.status, long.body.attributes], [422, ['csat_review_notes']]);
  assert.equal((await ada.patch(one, {})).status, 422);
  assert.equal((await ada.patch(`${path}/999999`, { csat_review_notes: 'x' })).status, 404);
});

test('ratings are for administrators, and for agents whose role reads reports', async () => {
  const asks = [path, `${path}/metrics`, `${path}/download?since=0&until=1`];
  for (const ask of asks) assert.equal((await ben.get(ask)).status, 401, ask);
  assert.equal((await ben.patch(`${path}/${bad.id}`, { csat_review_notes: 'x' })).status, 401);
  const [role] = await sql<{ id: number }>(
    world,
    `insert into custom_roles (account_id, name, permissions) values ($1, 'Analyst', '{report_manage}') returning id`,
    [acme.id],
  );
  await sql(world, 'update memberships set custom_role_id = $2 where user_id = $1', [ben.id, role?.id]); // prettier-ignore
  for (const ask of asks) assert.equal((await ben.get(ask)).status, 200, ask);
  assert.equal((await ben.patch(`${path}/${bad.id}`, { csat_review_notes: 'x' })).status, 200);
});
