import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configure, eventsOf, linesOf, namesOf, sql } from '../../test/inside.ts';
import { visitorAt, visitorOf } from '../../test/visitor.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld();
const { acme, ada, ben, globex, gil, rex } = world;
const NOT_FOUND = '{"status":404,"error":"Not Found"}';
const LATE = { error: 'You cannot update the CSAT survey after 14 days' };
const mia = await visitorOf(world, { source: 'mia-1' });
await configure(world, acme.support, { csat_survey_enabled: true, enable_auto_assignment: false });

interface Asked {
  id: number;
  uuid: string;
  question: number;
}

/** A conversation that the customer was asked to rate. */
async function asked(before: (id: number) => Promise<unknown> = async () => {}): Promise<Asked> {
  const { body } = await mia.post('/conversations');
  await mia.post(`/conversations/${body.id}/messages`, { content: 'Hi' });
  await before(body.id);
  await ada.post(`/conversations/${body.id}/toggle_status`, { status: 'resolved' });
  const messages = (await mia.get(`/conversations/${body.id}/messages`)).body as { id: number; content_type: string }[]; // prettier-ignore
  const question = messages.find(({ content_type }) => content_type === 'input_csat');
  return { id: body.id, uuid: body.uuid, question: question?.id ?? 0 };
}

const survey = (uuid: string) => visitorAt(world, `/public/api/v1/csat_survey/${uuid}`);
const rate = async (uuid: string, csat_survey_response: unknown): Promise<Answer> =>
  survey(uuid).put('', { message: { submitted_values: { csat_survey_response } } });
const rows = () => sql<{ rating: number; feedback_message: string | null; assigned_agent_id: number | null }>(world, 'select * from csat_survey_responses order by id'); // prettier-ignore

test('whoever has the address of a survey sees the question', async () => {
  const { uuid, question } = await asked();
  const { status, body } = await survey(uuid).get();
  assert.equal(status, 200);
  assert.deepEqual(Object.keys(body), ['id', 'csat_survey_response', 'display_type', 'content', 'inbox_avatar_url', 'inbox_name', 'locale', 'conversation_id', 'created_at']); // prettier-ignore
  const { created_at: _, conversation_id: internal, ...rest } = body;
  assert.deepEqual(rest, { id: question, csat_survey_response: null, display_type: 'emoji', content: null, inbox_avatar_url: '', inbox_name: 'Support', locale: 'en' }); // prettier-ignore
  const [found] = await sql(world, 'select id from conversations where uuid = $1', [uuid]);
  assert.equal(internal, found?.['id']);
});

test('the question is as the inbox wants it, and says so when it is of stars', async () => {
  await configure(world, acme.support, { csat_config: { message: 'Well?', display_type: 'star' } });
  const { uuid } = await asked();
  const { body } = await survey(uuid).get();
  assert.deepEqual([body.content, body.display_type], ['Well?', 'star']);
  await configure(world, acme.support, { csat_config: {} });
});

test('a rating is kept at once, with who was assigned, and changed by the next', async () => {
  const { id, uuid, question } = await asked((number) => ada.post(`/conversations/${number}/assignments`, { assignee_id: ben.id })); // prettier-ignore
  let first;
  const events = await eventsOf(world, async () => {
    first = await rate(uuid, { rating: 4, feedback_message: 'Quick <b>and</b> kind' });
    assert.equal(first.status, 200, first.text);
  });
  assert.deepEqual(namesOf(events), ['message.updated']);
  assert.deepEqual(events[0]?.payload.performer, { type: 'Contact', id: acme.mia.id, name: 'Mia' });
  const given = (await survey(uuid).get()).body.csat_survey_response;
  assert.deepEqual(Object.keys(given), ['id', 'account_id', 'conversation_id', 'message_id', 'rating', 'feedback_message', 'contact_id', 'assigned_agent_id', 'created_at', 'updated_at', 'csat_review_notes', 'review_notes_updated_at', 'review_notes_updated_by_id']); // prettier-ignore
  assert.deepEqual([given.rating, given.feedback_message, given.contact_id, given.assigned_agent_id, given.message_id], [4, 'Quick <b>and</b> kind', acme.mia.id, ben.id, question]); // prettier-ignore
  await ada.post(`/conversations/${id}/assignments`, { assignee_id: ada.id });
  const second = await survey(uuid).patch('', { submitted_values: { csat_survey_response: { rating: '2' } } }); // prettier-ignore
  const changed = second.body.csat_survey_response;
  assert.deepEqual([changed.id, changed.rating, changed.feedback_message, changed.assigned_agent_id], [given.id, 2, 'Quick <b>and</b> kind', ben.id]); // prettier-ignore
  await rate(uuid, { rating: 2, feedback_message: '' });
  assert.equal((await survey(uuid).get()).body.csat_survey_response.feedback_message, null);
  const shown = (await ada.get(`/conversations/${id}/messages`)).body.payload as Answer['body'][];
  assert.deepEqual(shown.find((each) => each.id === question).content_attributes, { display_type: 'emoji', submitted_values: { csat_survey_response: { rating: 2, feedback_message: null } } }); // prettier-ignore
});

test('the rating may also be given where the customer writes', async () => {
  const { id, question, uuid } = await asked();
  const path = `/conversations/${id}/messages/${question}`;
  const answer = await mia.patch(path, { submitted_values: { csat_survey_response: { rating: 5, feedback_message: 'Ok' } } }); // prettier-ignore
  assert.equal(answer.status, 200, answer.text);
  assert.equal((await survey(uuid).get()).body.csat_survey_response.rating, 5);
  const list = await mia.patch(path, { submitted_values: [{ value: '5' }] });
  assert.equal(list.status, 422);
});

test('an answer to another message is no rating, whatever it says', async () => {
  const { id } = await asked();
  const said = await ada.post(`/conversations/${id}/messages`, { content: 'Anything else?' });
  const before = (await rows()).length;
  const answer = await mia.patch(`/conversations/${id}/messages/${said.body.id}`, { submitted_values: { csat_survey_response: { rating: 1 } } }); // prettier-ignore
  assert.equal(answer.status, 200);
  assert.equal((await rows()).length, before);
});

test('without a rating nothing is counted, and what is none is refused', async () => {
  const { uuid } = await asked();
  const blank = await rate(uuid, { rating: '', feedback_message: 'Hm' });
  assert.equal(blank.status, 200);
  assert.equal(blank.body.csat_survey_response, null);
  const events = await eventsOf(world, async () => {
    for (const response of [{ rating: 0 }, { rating: 6 }, { rating: 2.5 }, { rating: 'x' }, 5, null, { rating: 3, feedback_message: 'x'.repeat(20_001) }]) {
      assert.equal((await rate(uuid, response)).status, 422, JSON.stringify(response)?.slice(0, 80));
    }
    for (const body of [{}, { message: {} }, { message: { submitted_values: [] } }, { message: { submitted_values: 'x' } }, { message: { content: 'x' } }]) {
      assert.equal((await survey(uuid).put('', body)).status, 422, JSON.stringify(body));
    }
  }); // prettier-ignore
  assert.deepEqual(events, []);
});

test('after fourteen days the answer stands', async () => {
  const { id, uuid, question } = await asked();
  const age = (days: number) => sql(world, `update messages set created_at = now() - make_interval(days => $2) where id = $1`, [question, days]); // prettier-ignore
  await age(14);
  assert.equal((await rate(uuid, { rating: 3 })).status, 200);
  await age(15);
  const late = await rate(uuid, { rating: 5 });
  assert.deepEqual([late.status, late.body], [422, LATE]);
  const path = `/conversations/${id}/messages/${question}`;
  const elsewhere = await mia.patch(path, { submitted_values: { csat_survey_response: { rating: 5 } } }); // prettier-ignore
  assert.deepEqual([elsewhere.status, elsewhere.body], [422, LATE]);
  assert.equal((await survey(uuid).get()).body.csat_survey_response.rating, 3);
});

test('where nobody was asked there is no survey, and nothing is told', async () => {
  const { body: quiet } = await mia.post('/conversations');
  assert.equal((await survey((await asked()).uuid).get()).status, 200);
  for (const uuid of [quiet.uuid, 'd9428888-122b-11e1-b85c-61cd3cbb3210', 'x', '1', '%00', `${quiet.uuid}x`]) {
    const answers = [await survey(uuid).get(), await rate(uuid, { rating: 5 })];
    for (const { status, text } of answers) assert.deepEqual([status, text], [404, NOT_FOUND], uuid);
  } // prettier-ignore
});

test('a suspended account takes no ratings', async () => {
  const { uuid } = await asked();
  await sql(world, `update accounts set status = 'suspended' where id = $1`, [acme.id]);
  assert.equal((await survey(uuid).get()).status, 401);
  assert.equal((await rate(uuid, { rating: 5 })).text, '{"error":"Account is suspended"}');
  await sql(world, `update accounts set status = 'active' where id = $1`, [acme.id]);
});

test('the labels of a conversation decide whether it is surveyed, when the inbox says which', async () => {
  const label = (labels: string[]) => (id: number) => ada.post(`/conversations/${id}/labels`, { labels }); // prettier-ignore
  const rules = (operator: string) => configure(world, acme.support, { csat_config: { survey_rules: { operator, values: ['vip', 'gold'] } } }); // prettier-ignore
  await rules('contains');
  assert.notEqual((await asked(label(['VIP']))).question, 0);
  assert.equal((await asked(label(['other']))).question, 0);
  await rules('does_not_contain');
  assert.equal((await asked(label(['gold']))).question, 0);
  assert.notEqual((await asked()).question, 0);
  await configure(world, acme.support, { csat_config: {} });
});

test('a customer whom nobody may write to any more is not asked, and the team learns why', async () => {
  await configure(world, acme.support, { channel: { additional_attributes: { agent_reply_time_window: 1 } } }); // prettier-ignore
  const late = (id: number) => sql(world, `update messages set created_at = now() - interval '2 hours' where conversation_id = (select id from conversations where account_id = $1 and display_id = $2)`, [acme.id, id]); // prettier-ignore
  const { id, question } = await asked(late);
  assert.equal(question, 0);
  assert.ok((await linesOf(world, id)).includes('CSAT survey not sent due to outgoing message restrictions')); // prettier-ignore
  assert.notEqual((await asked()).question, 0, 'within the hour they are');
  await configure(world, acme.support, { channel: {} });
});

test('the survey of another account is for its own customers, and its ratings for its own team', async () => {
  await sql(world, 'update inboxes set csat_survey_enabled = true where id = $1', [
    globex.inbox.id,
  ]);
  const made = await gil.post('/conversations', { inbox_id: globex.inbox.id, contact_id: globex.contact.id, message: { content: 'Hi', message_type: 'incoming' } }); // prettier-ignore
  await gil.post(`/conversations/${made.body.id}/toggle_status`, { status: 'resolved' });
  assert.equal((await rate(made.body.uuid, { rating: 1 })).status, 200);
  const [theirs] = (await gil.get('/csat_survey_responses')).body;
  assert.equal(theirs.rating, 1);
  assert.ok(!(await ada.get('/csat_survey_responses')).text.includes('Otto'));
  const notes = await ada.patch(`/csat_survey_responses/${theirs.id}`, { csat_review_notes: 'x' });
  assert.deepEqual([notes.status, notes.text], [404, '{"error":"Resource could not be found"}']);
  assert.equal((await rex.get('/csat_survey_responses')).status, 401);
});
