import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql, statementsOf } from '../../test/inside.ts';
import { createWorld } from '../../test/world.ts';

const world = await createWorld();
const { ben, acme } = world;

async function talkOf(messages: number): Promise<string> {
  const { id } = await world.conversation();
  await sql(
    world,
    `insert into messages (account_id, conversation_id, inbox_id, message_type, content, sender_user_id, created_at)
     select account_id, id, inbox_id, 1, 'line', $3, now() - interval '1 hour' from conversations, generate_series(1, $4)
     where account_id = $1 and display_id = $2`,
    [acme.id, id, ben.id, messages],
  );
  const path = `/conversations/${id}/messages`;
  await ben.post(path, { content: 'the first reply' });
  return path;
}

const short = await talkOf(0);
const long = await talkOf(500);

for (const [what, body, most] of [
  ['an answer', { content: 'x' }, 8],
  ['an answer with an echo_id', { content: 'x', echo_id: 'e' }, 8],
  ['a private note', { content: 'x', private: true }, 8],
  ['an answer that is rendered', { content: 'Hi {{ contact.name }}' }, 9],
  ['a note that mentions somebody', { content: '(mention://user/1/x)', private: true }, 14],
] as const) {
  test(`${what} is at most ${most} statements, however long the conversation is`, async () => {
    const counts: number[] = [];
    for (const path of [short, long]) {
      const statements = await statementsOf(async () => {
        assert.equal((await ben.post(path, body)).status, 200);
      });
      counts.push(statements.length);
    }
    assert.equal(counts[0], counts[1]);
    assert.ok(counts[0]! <= most, String(counts[0]));
  });
}

test('a page is 2 statements, however many messages it has', async () => {
  for (const query of ['', '?per_page=1', '?per_page=100', '?after=1&before=999999999']) {
    for (const path of [short, long]) {
      const statements = await statementsOf(async () => ben.get(path + query));
      assert.equal(statements.length, 2, query);
    }
  }
});

test('no index of contacts holds what each message of a customer moves', async () => {
  const indexesOn = async (columns: string[]): Promise<string[]> => {
    const found = await sql<{ name: string }>(
      world,
      `select distinct i.relname as name from pg_depend d join pg_class i on i.oid = d.objid and i.relkind = 'i'
       join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
       where d.refobjid = 'contacts'::regclass and a.attname = any($1) order by 1`,
      [columns],
    );
    return found.map(({ name }) => name);
  };
  assert.deepEqual(await indexesOn(['active_on']), ['contacts_activity', 'contacts_activity_desc']);
  assert.deepEqual(await indexesOn(['last_activity_at', 'updated_at']), []);
});
