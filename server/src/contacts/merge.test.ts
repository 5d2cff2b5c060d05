import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventsOf, namesOf, sql } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';
import { transaction } from '../db/pool.ts';
import { createContact, type NewContact } from './contacts.ts';
import { mergeContacts } from './merge.ts';

const world = await createWorld();
const { acme, ada, ben, rex, globex, pool } = world;
const account_id = acme.id;
const NOT_FOUND = '{"error":"Resource could not be found"}';

const put = async (given: Omit<NewContact, 'account_id'> = {}): Promise<number> =>
  (await transaction(pool, async (tx) => createContact(tx, { account_id, ...given }))).id;

const merge = async (base: unknown, mergee: unknown, who = ada): Promise<Answer> =>
  who.post('/actions/contact_merge', { base_contact_id: base, mergee_contact_id: mergee });

const exists = async (id: number): Promise<boolean> =>
  (await sql(world, 'select 1 from contacts where id = $1', [id])).length === 1;

test('the base keeps what it has and takes what it lacks', async () => {
  const base = await put({
    name: 'Lia',
    phone_number: '+14155550101',
    additional_attributes: { city: '', social: { a: 1, only: 'base' } },
    custom_attributes: { plan: 'pro' },
  });
  const mergee = await put({
    name: 'Someone',
    email: 'lia@example.com',
    phone_number: '+14155550102',
    identifier: 'cus_lia',
    additional_attributes: { city: 'Lisbon', social: { a: 2, b: 3 } },
    custom_attributes: { plan: 'free', since: 2020 },
  });
  const { status, body } = await merge(base, mergee, ben);
  assert.equal(status, 200);
  assert.deepEqual(body, {
    additional_attributes: { city: '', social: { a: 1, b: 3, only: 'base' } },
    availability_status: 'offline',
    email: 'lia@example.com',
    id: base,
    name: 'Lia',
    phone_number: '+14155550101',
    blocked: false,
    identifier: 'cus_lia',
    thumbnail: '',
    custom_attributes: { plan: 'pro', since: 2020 },
    created_at: body.created_at,
  });
  assert.equal(await exists(mergee), false);
});

test('conversations, messages, inboxes, notes, ratings, labels and the latest activity go to the base', async () => {
  const [base, mergee] = [await put({ name: 'Base' }), await put({ name: 'Mergee' })];
  const message = { content: 'Hi', message_type: 'incoming' };
  const { id } = await world.conversation({ contact_id: mergee, source_id: 'm:1', message });
  await sql(
    world,
    `insert into notes (account_id, contact_id, user_id, content) values ($1, $2, $3, 'Likes tea')`,
    [account_id, mergee, ada.id],
  );
  await sql(
    world,
    `insert into csat_survey_responses (account_id, conversation_id, message_id, contact_id, rating)
     select account_id, conversation_id, id, $1, 5 from messages where sender_contact_id = $1`,
    [mergee],
  );
  await sql(world, `update contacts set labels = '{vip,Tea}' where id = $1`, [mergee]);
  await sql(world, `update contacts set labels = '{tea,new}' where id = $1`, [base]);
  const seen = (await ada.get(`/conversations/${id}`)).body.contact.last_activity_at as number;
  const { body } = await merge(base, mergee);
  assert.equal(body.last_activity_at, seen);
  const shown = (await ada.get(`/conversations/${id}`)).body;
  assert.equal(shown.contact.id, base);
  assert.equal(shown.messages[0].sender.id, base);
  const [found] = await sql(
    world,
    `select (select count(*)::int from contact_inboxes where contact_id = k.id and source_id = 'm:1') as ties,
       (select content from notes where contact_id = k.id) as note,
       (select rating from csat_survey_responses where contact_id = k.id) as rating, labels from contacts k where id = $1`,
    [base],
  );
  assert.deepEqual(found, { ties: 1, note: 'Likes tea', rating: 5, labels: ['tea', 'new', 'vip'] });
});

test('every table that refers to contacts is thought of', async () => {
  const tables = await sql<{ name: string }>(
    world,
    `select conrelid::regclass::text as name from pg_constraint
     where contype = 'f' and confrelid = 'contacts'::regclass order by 1`,
  );
  assert.deepEqual(
    tables.map(({ name }) => name),
    ['avatars', 'contact_inboxes', 'conversations', 'csat_survey_responses', 'messages', 'notes'],
  );
});

test('a base without a picture takes the one of the mergee, and one with a picture keeps its own', async () => {
  const picture = async (contact: number, key: string): Promise<void> => {
    await sql(
      world,
      `insert into avatars (account_id, contact_id, key, token, filename, url_name, content_type, byte_size, checksum)
       values ($1, $2, $3, $3, 'a.png', 'a.png', 'image/png', 1, 'x')`,
      [account_id, contact, key],
    );
    await sql(world, 'update contacts set avatar_url = $2 where id = $1', [contact, `/${key}`]);
  };
  const of = async (contact: number) =>
    sql(world, 'select key from avatars where contact_id = $1', [contact]);
  const [bare, first, second] = [await put(), await put(), await put()];
  await picture(first, 'first');
  await picture(second, 'second');
  assert.match((await merge(bare, first)).body.thumbnail, /\/first$/);
  assert.deepEqual(await of(bare), [{ key: 'first' }]);
  assert.match((await merge(bare, second)).body.thumbnail, /\/first$/);
  assert.deepEqual(await of(bare), [{ key: 'first' }]);
  const [job] = await sql<{ data: unknown }>(
    world,
    `select data from jobs.job where name = 'remove_files' order by created_on desc limit 1`,
  );
  assert.deepEqual(job?.data, { keys: ['second'] });
});

test('it is told with the base as it is afterwards, and each conversation with its new contact', async () => {
  const [base, mergee] = [await put({ name: 'Base' }), await put({ email: 'told@example.com' })];
  const { id } = await world.conversation({ contact_id: mergee });
  const events = await eventsOf(world, async () => merge(base, mergee));
  assert.deepEqual(namesOf(events), [
    'contact.updated',
    'contact.deleted',
    'contact.merged',
    'conversation.contact_changed',
  ]);
  const [updated, deleted, merged, moved] = events.map(({ payload }) => payload);
  const performer = { type: 'User', id: ada.id, name: 'Ada' };
  const data = {
    additional_attributes: {},
    custom_attributes: {},
    email: 'told@example.com',
    id: base,
    identifier: null,
    name: 'Base',
    phone_number: null,
    thumbnail: '',
    blocked: false,
    type: 'contact',
  };
  assert.deepEqual(updated.changes, { email: [null, 'told@example.com'] });
  assert.deepEqual(merged, { contact_id: base, mergee_id: mergee, data, performer });
  assert.deepEqual([deleted.contact_id, deleted.data.email], [mergee, 'told@example.com']);
  assert.deepEqual([moved.data.id, moved.data.meta.sender], [id, data]);
});

test('the audit log says who became whom, and what that changed', async () => {
  const [base, mergee] = [await put({ name: 'Base' }), await put({ identifier: 'cus_audit' })];
  await merge(base, mergee, ben);
  const lines = await sql(
    world,
    `select auditable_id::int as id, action, username, audited_changes as changes, comment from audits
     where auditable_type = 'Contact' order by id desc limit 2`,
  );
  const comment = `Merged contact ${mergee} into contact ${base}`;
  assert.deepEqual(lines[1], { id: base, action: 'update', username: 'Ben', changes: { identifier: [null, 'cus_audit'] }, comment }); // prettier-ignore
  assert.equal(lines[0]?.['action'], 'destroy');
  assert.equal(lines[0]?.['id'], mergee);
});

test('a contact with itself is left alone', async () => {
  const id = await put({ name: 'One' });
  const events = await eventsOf(world, async () => {
    const { status, body } = await merge(id, String(id));
    assert.deepEqual([status, body.id, body.name], [200, id, 'One']);
  });
  assert.deepEqual(events, []);
});

test('what is not a contact of the account is 404, and nothing happens', async () => {
  const id = await put();
  for (const other of [globex.contact.id, 987_654, 'abc', '', null, undefined]) {
    const events = await eventsOf(world, async () => {
      for (const answer of [await merge(id, other), await merge(other, id)]) {
        assert.deepEqual([answer.status, answer.text], [404, NOT_FOUND]);
      }
    });
    assert.deepEqual(events, []);
  }
  assert.ok(await exists(id));
  assert.ok(await exists(globex.contact.id));
  assert.equal((await merge(id, acme.noah.id, rex)).status, 401);
});

test('of two who merge the same two in both directions at once, one finds nobody any more', async () => {
  for (let round = 0; round < 10; round += 1) {
    const [a, b] = [await put(), await put()];
    const opened = [
      await world.conversation({ contact_id: a }),
      await world.conversation({ contact_id: b }),
    ];
    const answers = await Promise.all([merge(a, b), merge(b, a)]);
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200, 404]));
    const left = answers.find(({ status }) => status === 200)?.body.id as number;
    for (const { id } of opened) {
      assert.equal((await ada.get(`/conversations/${id}`)).body.contact.id, left);
    }
  }
});

test('whoever writes during a merge is heard, by whichever name', async () => {
  const base = await put({ name: 'Base' });
  for (let round = 0; round < 5; round += 1) {
    const mergee = await put({ name: 'Mergee' });
    const { id } = await world.conversation({ contact_id: mergee, source_id: `w:${round}` });
    const say = async (n: number): Promise<Answer> =>
      ada.post(`/conversations/${id}/messages`, { content: `${n}`, message_type: 'incoming' });
    const open = async (): Promise<Answer> =>
      ada.post('/conversations', { source_id: `w:${round}` });
    const answers = await Promise.all([
      say(1),
      open(),
      merge(base, mergee),
      say(2),
      open(),
      say(3),
    ]);
    assert.deepEqual(
      answers.map(({ status, text }) => (status === 200 ? 200 : text)),
      [200, 200, 200, 200, 200, 200],
    );
    const rest = await sql(world, 'select 1 from messages where sender_contact_id = $1', [mergee]);
    assert.deepEqual(rest, []);
    assert.equal((await ada.get(`/conversations/${id}`)).body.contact.id, base);
  }
  const [counted] = await sql<{ n: number; kept: number }>(
    world,
    `select (select count(*)::int from conversations where account_id = $1) as n,
       (select sum(total)::int from conversation_counts where account_id = $1) as kept`,
    [account_id],
  );
  assert.equal(counted?.n, counted?.kept);
});

test('a conversation that is opened by its source while a merge is under way is the base’s', async () => {
  const [base_id, mergee_id] = [await put(), await put()];
  const { id } = await world.conversation({ contact_id: mergee_id, source_id: 'under way' });
  const asked: Promise<Answer>[] = [];
  await transaction(pool, async (tx) => {
    await mergeContacts(tx, null, { account_id, base_id, mergee_id });
    asked.push(ada.post('/conversations', { source_id: 'under way' }));
    asked.push(ada.post(`/conversations/${id}/messages`, { content: 'Hi' }));
    await waitingForLocks(asked.length);
  });
  const [opened, said] = await Promise.all(asked);
  assert.equal(said?.status, 200);
  assert.deepEqual([opened?.status, opened?.body.contact?.id], [200, base_id]);
});

/** Until so many sessions wait for somebody else's lock. */
async function waitingForLocks(wanted: number): Promise<void> {
  const [found] = await sql<{ n: number }>(
    world,
    `select count(*)::int as n from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock'`,
  );
  if ((found?.n ?? 0) < wanted) await waitingForLocks(wanted);
}

test('many merges into one contact at once all arrive', async () => {
  const base = await put();
  const others = await Promise.all(Array.from({ length: 6 }, async () => put()));
  for (const contact_id of others) await world.conversation({ contact_id });
  const answers = await Promise.all(others.map(async (other) => merge(base, other)));
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
  const [found] = await sql(
    world,
    'select count(*)::int as n from conversations where contact_id = $1',
    [base],
  );
  assert.equal(found?.['n'], 6);
});

test('a merge that nobody of the account asked for leaves no name', async () => {
  const [base_id, mergee_id] = [await put(), await put({ name: 'Other' })];
  const events = await eventsOf(world, async () =>
    transaction(pool, async (tx) => mergeContacts(tx, null, { account_id, base_id, mergee_id })),
  );
  assert.equal(events.find(({ name }) => name === 'contact.merged')?.payload.performer, null);
});
