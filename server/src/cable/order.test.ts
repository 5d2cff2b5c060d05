import assert from 'node:assert/strict';
import { test } from 'node:test';
import { earOfPerson, gone } from '../../test/ear.ts';
import { sql, statementsOf } from '../../test/inside.ts';
import { createWorld } from '../../test/world.ts';

const world = await createWorld();
const { ada, ben, acme } = world;

const record = `insert into events (account_id, name, payload)
  values ($1, 'contact.created', jsonb_build_object('data', jsonb_build_object('name', $2::text)))`;

test('an event that is committed late delays nobody, and is heard once', async () => {
  const ear = await earOfPerson(world, ada);
  const late = await world.pool.connect();
  await late.query('begin');
  await late.query(record, [acme.id, 'late']);
  await sql(world, record, [acme.id, 'early']);
  await ear.hears(({ data }) => data.name === 'early');
  await late.query('commit');
  late.release();
  await sql(world, record, [acme.id, 'end']);
  const heard = await ear.until(({ data }) => data.name === 'end');
  assert.deepEqual(
    heard.map(({ data }) => data.name),
    ['late', 'end'],
  );
});

test('what is rolled back is never heard', async () => {
  const ear = await earOfPerson(world, ada);
  const doomed = await world.pool.connect();
  await doomed.query('begin');
  await doomed.query(record, [acme.id, 'doomed']);
  await doomed.query('rollback');
  doomed.release();
  await sql(world, record, [acme.id, 'rest']);
  const heard = await ear.until(({ data }) => data.name === 'rest');
  assert.deepEqual(
    heard.map(({ data }) => data.name),
    ['rest'],
  );
});

test('many writers at once: each message once, and of each conversation in the order it was written', async () => {
  const conversations = await Promise.all([1, 2, 3].map(async () => world.conversation()));
  const ears = [await earOfPerson(world, ada), await earOfPerson(world, ben)];
  const writers = conversations.flatMap(({ id }) =>
    [ada, ben].map(async (author) => {
      for (let each = 0; each < 10; each += 1)
        await author.post(`/conversations/${id}/messages`, { content: `${author.name} ${each}` });
    }),
  );
  await Promise.all(writers);
  await ada.post('/contacts', { name: 'The end' });
  for (const ear of ears) {
    const heard = await ear.until(({ data }) => data.name === 'The end');
    const ids = heard.filter(({ event }) => event === 'message.created').map(({ data }) => data.id);
    const stored = await sql<{ id: number; conversation_id: number }>(
      world,
      `select id, conversation_id from messages where content ~ '^(Ada|Ben) \\d$' order by id`,
    );
    assert.equal(stored.length, 60);
    assert.deepEqual(
      ids.toSorted((a, b) => a - b),
      stored.map(({ id }) => id),
    );
    for (const own of Map.groupBy(stored, ({ conversation_id }) => conversation_id).values()) {
      const expected = own.map(({ id }) => id);
      assert.deepEqual(
        ids.filter((id) => expected.includes(id)),
        expected,
      );
    }
  }
});

test('a batch costs the same statements, whoever listens and whatever happened', async () => {
  const heardWith = async (events: number): Promise<number> => {
    const ears = [await earOfPerson(world, ada), await earOfPerson(world, ben)];
    const texts = await statementsOf(async () => {
      const names = Array.from({ length: events }, (_, each) => `n${each}`);
      await sql(
        world,
        `insert into events (account_id, name, payload)
         select $1, 'contact.created', jsonb_build_object('data', jsonb_build_object('name', name))
         from unnest($2::text[]) name`,
        [acme.id, names],
      );
      for (const ear of ears) await ear.hears(({ data }) => data.name === names.at(-1));
    });
    for (const ear of ears) ear.socket.close();
    // The watch on rights asks by the clock: only what deals with events is counted.
    return texts.filter((text) => text.includes('who (account_id, type, id)')).length;
  };
  assert.equal(await heardWith(1), 1);
  assert.equal(await heardWith(50), 1);
});

test('a client that does not read is cut off, and the others hear everything', async () => {
  const slow = await earOfPerson(world, ada);
  const quick = await earOfPerson(world, ben);
  slow.socket.pause();
  const large = 'x'.repeat(100_000);
  for (let each = 0; each < 120; each += 1) await sql(world, record, [acme.id, `${each} ${large}`]);
  await sql(world, record, [acme.id, 'enough']);
  const heard = await quick.until(({ data }) => data.name === 'enough');
  assert.equal(heard.length, 121);
  slow.socket.resume();
  // It is told why, if it reads on within a second.
  assert.ok([1006, 1013].includes(await gone(slow)));
});

test('who comes after everybody had gone hears what happens from then on', async () => {
  const first = await earOfPerson(world, ben);
  first.socket.close();
  await gone(first);
  const ear = await earOfPerson(world, ben);
  await ada.post('/contacts', { name: 'After' });
  await ear.hears(({ event, data }) => event === 'contact.created' && data.name === 'After');
});
