import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '../../test/inside.ts';
import { createWorld } from '../../test/world.ts';
import type { Caller } from '../../test/world.ts';

const world = await createWorld();
const { acme, ada, ben, gil, globex } = world;

interface Column {
  name: string;
  type: string;
}

/** Every column that any table has, with a value of its type that would do harm. */
const columns = await sql<Column>(
  world,
  `select distinct on (column_name) column_name as name, data_type as type
   from information_schema.columns where table_schema = 'public' order by column_name`,
);

const harm = ({ name, type }: Column): unknown => {
  if (name === 'account_id') return globex.id;
  if (name === 'inbox_id') return globex.inbox.id;
  if (name === 'contact_id') return globex.contact.id;
  if (name === 'team_id') return globex.team.id;
  if (name.endsWith('user_id') || name === 'assignee_id') return gil.id;
  if (type === 'boolean') return true;
  if (type.startsWith('timestamp')) return '2001-01-01T00:00:00Z';
  if (type === 'jsonb') return { harm: true };
  if (type === 'uuid') return '00000000-0000-4000-8000-000000000000';
  return type === 'text' ? 'harm' : 999_999;
};

/** The extra keys of a request: all columns but those that the endpoint documents. */
const extras = (documented: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(
    columns
      .filter(({ name }) => !documented.includes(name))
      .map((column) => [column.name, harm(column)]),
  );

const wrapped = (body: Record<string, unknown>, keys: Record<string, unknown>) => ({
  ...keys,
  conversation: keys,
  message: undefined,
  ...body,
});

type Row = Record<string, unknown>;

const rowOf = async (id: number): Promise<Row> => {
  const [row] = await sql<Row>(
    world,
    'select * from conversations where account_id = $1 and display_id = $2',
    [acme.id, id],
  );
  return row ?? {};
};

/** The names of the columns that differ. */
const differing = (before: Row, after: Row): string[] =>
  Object.keys(before).filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));

const create = [
  'inbox_id',
  'contact_id',
  'source_id',
  'hmac_verified',
  'status',
  'snoozed_until',
  'assignee_id',
  'team_id',
  'additional_attributes',
  'custom_attributes',
];

test('creating takes nothing but what is documented, whatever else stands in the request', async () => {
  const body = { inbox_id: acme.support.id, contact_id: acme.mia.id };
  const plain = await ada.post('/conversations', body);
  const loaded = await ada.post('/conversations', wrapped(body, extras(create)));
  assert.equal(loaded.status, 200, loaded.text);
  const [expected, row] = [await rowOf(plain.body.id), await rowOf(loaded.body.id)];
  assert.deepEqual(differing(expected, row).toSorted(), [
    'contact_inbox_id',
    'created_at',
    'display_id',
    'id',
    'last_activity_at',
    'updated_at',
    'uuid',
    'waiting_since',
  ]);
  assert.equal(row['display_id'], Number(expected['display_id']) + 1);
  assert.notEqual(row['uuid'], '00000000-0000-4000-8000-000000000000');
  assert.ok((row['created_at'] as Date).getTime() > Date.now() - 60_000);
});

interface Write {
  method?: 'post' | 'patch' | 'put' | 'delete';
  path: string;
  body: Record<string, unknown>;
  /** Keys that the endpoint reads, in the request and, of those, the columns that may change. */
  reads: string[];
  changes: string[];
}

const touched = ['updated_at', 'last_activity_at'];

const writes: Write[] = [
  {
    method: 'patch',
    path: '',
    body: { priority: 'high' },
    reads: ['priority'],
    changes: ['priority'],
  },
  {
    method: 'put',
    path: '',
    body: { priority: 'low' },
    reads: ['priority'],
    changes: ['priority'],
  },
  {
    path: '/toggle_status',
    body: { status: 'pending' },
    reads: ['status', 'snoozed_until'],
    changes: ['status', 'awaits_agent'],
  },
  {
    path: '/toggle_priority',
    body: { priority: 'high' },
    reads: ['priority'],
    changes: ['priority'],
  },
  { path: '/toggle_typing_status', body: { typing_status: 'on' }, reads: [], changes: [] },
  { path: '/mute', body: {}, reads: [], changes: ['status', 'waiting_since', 'awaits_agent'] },
  { path: '/unmute', body: {}, reads: [], changes: [] },
  { path: '/unread', body: {}, reads: [], changes: [] },
  { path: '/update_last_seen', body: {}, reads: [], changes: ['agent_last_seen_at'] },
  {
    path: '/custom_attributes',
    body: { custom_attributes: { a: 1 } },
    reads: ['custom_attributes'],
    changes: ['custom_attributes'],
  },
  { path: '/labels', body: { labels: ['a'] }, reads: ['labels'], changes: ['labels'] },
  {
    path: '/assignments',
    body: { assignee_id: ben.id },
    reads: ['assignee_id', 'assignee_type', 'team_id'],
    changes: ['assignee_id', 'awaits_agent'],
  },
  { path: '/participants', body: { user_ids: [ben.id] }, reads: [], changes: [] },
  {
    method: 'patch',
    path: '/draft_messages',
    body: { message: 'x' },
    reads: ['message'],
    changes: [],
  },
];

for (const { method = 'post', path, body, reads, changes } of writes) {
  test(`${method.toUpperCase()} /conversations/1${path} changes what it is for, and no other column`, async () => {
    const { id } = await world.conversation();
    const before = await rowOf(id);
    const others = async (): Promise<unknown> =>
      sql(
        world,
        'select * from conversations where not (account_id = $1 and display_id = $2) order by account_id, id',
        [acme.id, id],
      );
    const untouched = await others();
    const who: Caller = ada;
    const answer = await who[method](`/conversations/${id}${path}`, wrapped(body, extras(reads)));
    assert.equal(answer.status, 200, answer.text);
    const changed = differing(before, await rowOf(id)).filter((key) => !touched.includes(key));
    assert.deepEqual(changed.toSorted(), changes.toSorted());
    assert.deepEqual(await others(), untouched);
    await ada.post(`/conversations/${id}/unmute`);
  });
}

test('nothing of the other account was made or moved by all this', async () => {
  const [found] = await sql(
    world,
    `select (select count(*)::int from conversations where account_id = $1) as conversations,
       (select count(*)::int from contacts where account_id = $1) as contacts,
       (select count(*)::int from messages where account_id = $1) as messages`,
    [globex.id],
  );
  assert.deepEqual(found, { conversations: 0, contacts: 1, messages: 0 });
});
