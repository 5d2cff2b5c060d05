import assert from 'node:assert/strict';
import { test } from 'node:test';
import { captureStatements } from '../../../bench/explain.ts';
import { sql } from '../../test/inside.ts';
import { createWorld, type Answer, type Caller } from '../../test/world.ts';

const world = await createWorld();
const { acme, ada, ben, cleo, dora, gil, rex } = world;

const search = async (who: Caller, query: string): Promise<Answer['body']> => {
  const answer = await who.get(`/conversations/search?${query}`);
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
};

const find = (who: Caller, q: string, rest = ''): Promise<Answer['body']> =>
  search(who, `q=${encodeURIComponent(q)}${rest}`);

const idsOf = ({ payload }: Answer['body']): number[] =>
  payload.map(({ id }: { id: number }) => id);

/** A conversation with these messages: of the customer, unless they are objects that say otherwise. */
async function talk(
  messages: (string | Record<string, unknown>)[],
  input: Record<string, unknown> = {},
): Promise<number> {
  const { id } = await world.conversation(input);
  for (const message of messages) {
    const body =
      typeof message === 'string' ? { content: message, message_type: 'incoming' } : message;
    const { status, text } = await ada.post(`/conversations/${id}/messages`, body);
    assert.equal(status, 200, text);
  }
  return id;
}

test('a search finds the conversation and, of its messages, those that match', async () => {
  const id = await talk([
    'Where is my parcel?',
    { content: 'Let me look.' },
    { content: 'The parcel is at the depot.', private: true },
  ]);
  await talk(['A letter']);
  const { body, text } = await ada.get('/conversations/search?q=parcel');
  assert.deepEqual(Object.keys(body), ['meta', 'payload']);
  assert.deepEqual(Object.entries(body.meta), [
    ['mine_count', 0],
    ['unassigned_count', 1],
    ['all_count', 1],
    ['count', 1],
    ['current_page', 1],
    ['total_pages', 1],
    ['has_more', false],
    ['next_cursor', null],
    ['cursor', body.meta.cursor],
  ]);
  const [found] = body.payload;
  assert.deepEqual(Object.keys(found), [
    'id',
    'uuid',
    'created_at',
    'contact',
    'inbox',
    'messages',
    'account_id',
    'display_id',
  ]);
  assert.equal(found.id, id);
  assert.equal(found.display_id, id);
  assert.equal(found.account_id, acme.id);
  assert.deepEqual(found.contact, { id: acme.mia.id, name: 'Mia' });
  assert.deepEqual(found.inbox, {
    id: acme.support.id,
    name: 'Support',
    channel_type: 'Channel::Api',
  });
  const [asked, noted] = found.messages;
  assert.equal(found.messages.length, 2);
  assert.deepEqual(Object.keys(asked), [
    'content',
    'id',
    'sender_name',
    'message_type',
    'created_at',
  ]);
  assert.deepEqual(
    [asked.content, asked.sender_name, asked.message_type],
    ['Where is my parcel?', 'Mia', 0],
  );
  assert.deepEqual(
    [noted.content, noted.sender_name, noted.message_type],
    ['The parcel is at the depot.', 'Ada', 1],
  );
  assert.doesNotMatch(text, /[\n\r]|": |, "/, 'compact');
});

test('case and accents make no difference, on either side', async () => {
  const id = await talk(['Le CAFÉ de Zoë']);
  for (const q of ['café', 'cafe', 'CAFÉ', 'DE ZOE', 'zoë', 'e c', 'é']) {
    assert.ok(idsOf(await find(ada, q)).includes(id), q);
  }
});

test('a percent sign, an underscore and a backslash stand for themselves', async () => {
  const id = await talk([String.raw`100% of snake_case and C:\temp`]);
  const other = await talk(['1000 of snakeXcase and C:/temp']);
  for (const q of ['100%', 'e_c', String.raw`:\t`, '%', '_', '\\']) {
    const found = idsOf(await find(ada, q));
    assert.ok(found.includes(id), q);
    assert.ok(!found.includes(other), q);
  }
});

test('one or two characters are enough, anywhere in a word', async () => {
  const id = await talk(['xylophone']);
  for (const q of ['x', 'xy', 'yl', 'ph', 'ne', 'hon']) {
    assert.ok(idsOf(await find(ada, q)).includes(id), q);
  }
  assert.deepEqual(idsOf(await find(ada, 'yx')), []);
});

test('a search looks in conversations of every status, also when one is asked for', async () => {
  const open = await talk(['walrus']);
  const resolved = await talk(['walrus']);
  await ada.post(`/conversations/${resolved}/toggle_status`, { status: 'resolved' });
  assert.deepEqual(idsOf(await find(ada, 'walrus')), [resolved, open]);
  assert.deepEqual(idsOf(await find(ada, 'walrus', '&status=open')), [resolved, open]);
});

test('what a colleague or a machine wrote about it is not searched: activities and templates', async () => {
  const id = await talk([{ content: 'an ostrich template', message_type: 'template' }, 'zebra']);
  await ada.post(`/conversations/${id}/toggle_status`, { status: 'resolved' });
  assert.deepEqual(idsOf(await find(ada, 'ostrich')), []);
  assert.ok(!idsOf(await find(ada, 'was marked resolved')).includes(id));
  const [found] = (await find(ada, 'zebra')).payload;
  assert.deepEqual(
    found.messages.map(({ content }: { content: string }) => content),
    ['zebra'],
  );
});

test('a message that was deleted is not found any more', async () => {
  const id = await talk(['a secret platypus']);
  const [found] = (await find(ada, 'platypus')).payload;
  await ada.delete(`/conversations/${id}/messages/${found.messages[0].id}`);
  assert.deepEqual(idsOf(await find(ada, 'platypus')), []);
});

test('an agent finds what is in their inboxes, and nobody another account', async () => {
  const id = await talk(['armadillo'], { inbox_id: acme.support.id });
  const sold = await talk(['armadillo'], { inbox_id: acme.sales.id, team_id: acme.escalations.id });
  assert.deepEqual(idsOf(await find(ada, 'armadillo')), [sold, id]);
  assert.deepEqual(idsOf(await find(ben, 'armadillo')), [id]);
  assert.deepEqual(idsOf(await find(ben, 'armadillo', `&inbox_id=${acme.sales.id}`)), []);
  assert.deepEqual(idsOf(await find(cleo, 'armadillo')), [sold]);
  assert.deepEqual(idsOf(await find(dora, 'armadillo')), []);
  assert.deepEqual(idsOf(await find(gil, 'armadillo')), []);
});

test('bots may not search', async () => {
  const { status, body } = await rex.get('/conversations/search?q=order');
  assert.equal(status, 401);
  assert.deepEqual(body, { error: 'Access to this endpoint is not authorized for bots' });
});

test('an empty text finds every conversation with a written message', async () => {
  const silent = await talk([]);
  const speaking = await talk(['hello']);
  const found = idsOf(await search(ada, 'q=&per_page=100'));
  assert.ok(found.includes(speaking));
  assert.ok(!found.includes(silent));
});

test('without a text it finds what the list finds, with all of the messages', async () => {
  const id = await talk(['first', { content: 'second' }, { content: 'third', private: true }]);
  await ada.post(`/conversations/${id}/toggle_priority`, { priority: 'high' });
  const pending = await talk(['later'], { status: 'pending' });
  const body = await search(ada, 'per_page=100');
  const list = await ada.get('/conversations?per_page=100');
  assert.deepEqual(idsOf(body), idsOf(list.body.data));
  assert.equal(body.meta.all_count, list.body.data.meta.all_count);
  assert.ok(!idsOf(body).includes(pending));
  const found = body.payload.find((each: { id: number }) => each.id === id);
  assert.deepEqual(
    found.messages.map((each: { content: string; sender_name?: string }) => [
      each.content,
      each.sender_name,
    ]),
    [
      ['first', 'Mia'],
      ['second', 'Ada'],
      ['third', 'Ada'],
      ['Ada set the priority to high', undefined],
    ],
  );
  assert.ok(!Object.hasOwn(found.messages[3], 'sender_name'), 'left out, not null');
});

test('the counts are of all that is found, not of the page', async () => {
  for (let n = 0; n < 30; n += 1)
    await talk([`pangolin ${n}`], n < 4 ? { assignee_id: ben.id } : {});
  const first = await find(ben, 'pangolin');
  assert.equal(first.payload.length, 25);
  assert.deepEqual(
    [
      first.meta.mine_count,
      first.meta.unassigned_count,
      first.meta.all_count,
      first.meta.total_pages,
    ],
    [4, 26, 30, 2],
  );
  const second = await find(ben, 'pangolin', '&page=2');
  assert.equal(second.payload.length, 5);
  assert.deepEqual(second.meta.all_count, 30);
  assert.equal(new Set([...idsOf(first), ...idsOf(second)]).size, 30);
  const mine = await find(ben, 'pangolin', '&assignee_type=me');
  assert.deepEqual([mine.payload.length, mine.meta.count, mine.meta.all_count], [4, 4, 30]);
});

test('the cursor of a page leads to the next, in every order', async () => {
  for (const sort of [
    'last_activity_at_desc',
    'created_at_asc',
    'priority_desc',
    'waiting_since_asc',
  ]) {
    const query = `/conversations/search?q=pangolin&per_page=8&sort_by=${sort}`;
    const found: number[] = [];
    let path: string | undefined = query;
    while (path !== undefined) {
      const { body, headers }: Answer = await ada.get(path);
      found.push(...idsOf(body));
      path = /<http:\/\/[^/]+(?<path>[^>]+)>; rel="next"/.exec(String(headers['link']))?.groups?.[
        'path'
      ];
    }
    assert.equal(found.length, 30, sort);
    assert.equal(new Set(found).size, 30, sort);
  }
});

test('list and counts find the same text as search, in every order', async () => {
  const sorts = ['last_activity_at', 'created_at', 'priority', 'waiting_since'];
  const orders = sorts.flatMap((sort) => [`${sort}_asc`, `${sort}_desc`]);
  for (const order of [...orders, 'latest', 'sort_on_priority']) {
    const query = `q=pangolin&per_page=100&sort_by=${order}`;
    const [list, meta] = [
      await ada.get(`/conversations?${query}`),
      await ada.get(`/conversations/meta?${query}`),
    ];
    assert.deepEqual(idsOf(list.body.data), idsOf(await search(ada, query)), order);
    assert.equal(list.body.data.payload.length, 30, order);
    assert.equal(meta.body.meta.all_count, 30, order);
  }
});

test('the newest activity comes first, unless another order is asked for', async () => {
  const [early, late] = [await talk(['quokka']), await talk(['quokka'])];
  assert.deepEqual(idsOf(await find(ada, 'quokka')), [late, early]);
  await ada.post(`/conversations/${early}/messages`, { content: 'again' });
  assert.deepEqual(idsOf(await find(ada, 'quokka')), [early, late]);
  assert.deepEqual(idsOf(await find(ada, 'quokka', '&sort_by=created_at_desc')), [late, early]);
});

test('the other parameters of the list narrow a search', async () => {
  const id = await talk(['capybara'], { inbox_id: acme.sales.id });
  await ada.post(`/conversations/${id}/labels`, { labels: ['Rodent'] });
  await talk(['capybara']);
  assert.equal(idsOf(await find(ada, 'capybara')).length, 2);
  for (const rest of [`&inbox_id=${acme.sales.id}`, '&labels[]=rodent']) {
    assert.deepEqual(idsOf(await find(ada, 'capybara', rest)), [id], rest);
  }
  assert.equal((await ada.get('/conversations/search?q=capybara&team_id=999999')).status, 404);
});

test('of a long conversation a search shows the newest hundred messages, oldest first', async () => {
  const id = await talk([]);
  await sql(
    world,
    `insert into messages (account_id, conversation_id, inbox_id, message_type, content)
     select c.account_id, c.id, c.inbox_id, 0, 'needle ' || n
     from conversations c, generate_series(1, 250) n where c.account_id = $1 and c.display_id = $2`,
    [acme.id, id],
  );
  for (const query of ['q=needle', 'status=all']) {
    const body = await search(ada, query);
    const found = body.payload.find((each: { id: number }) => each.id === id);
    const texts = found.messages.map(({ content }: { content: string }) => content);
    assert.deepEqual([texts.length, texts[0], texts[99]], [100, 'needle 151', 'needle 250'], query);
  }
  const [narrow] = (await find(ada, 'needle 25')).payload;
  assert.deepEqual(
    narrow.messages.map(({ content }: { content: string }) => content),
    ['needle 25', 'needle 250'],
  );
});

test('of huge messages a search shows no more than fit', async () => {
  const id = await talk([]);
  await sql(
    world,
    `insert into messages (account_id, conversation_id, inbox_id, message_type, content)
     select c.account_id, c.id, c.inbox_id, 0, 'haystack ' || n || repeat(' x', 70000)
     from conversations c, generate_series(1, 5) n where c.account_id = $1 and c.display_id = $2`,
    [acme.id, id],
  );
  const [found] = (await find(ada, 'haystack')).payload;
  const starts = found.messages.map(({ content }: { content: string }) => content.slice(0, 10));
  assert.deepEqual(starts, ['haystack 4', 'haystack 5']);
});

test('a search takes the same number of statements whatever it finds', async () => {
  const counted = async (q: string): Promise<number> =>
    (await captureStatements(() => find(ben, q, '&per_page=100'))).length;
  const none = await counted('no such animal');
  assert.ok(none > 3);
  assert.equal(await counted('quokka'), none);
  assert.equal(await counted('pangolin'), none);
});

test('a search for nonsense is answered, and one for too much refused', async () => {
  for (const q of [
    "'; select pg_sleep(2); --",
    '$1',
    '\u{1F600}',
    '%00',
    'a'.repeat(1000),
    '   ',
  ]) {
    assert.deepEqual(Object.keys(await find(ada, q)), ['meta', 'payload'], q);
  }
  for (const query of [`q=${'a'.repeat(1001)}`, 'q[]=a&q[]=b', 'q[a]=b', 'q=%00']) {
    assert.equal((await ada.get(`/conversations/search?${query}`)).status, 422, query.slice(0, 20));
  }
});
