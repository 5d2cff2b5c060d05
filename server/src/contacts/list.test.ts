import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql, statementsOf } from '../../test/inside.ts';
import { createWorld, type Answer, type Caller } from '../../test/world.ts';

const world = await createWorld();
const { acme, globex, ada, ben, rex } = world;

// Besides Mia and Noah: everything that one can sort and search by, some of it missing.
const people = [
  { name: 'zoe Álvarez', email: 'zoe@example.com', labels: ['vip', 'Tea'], attributes: { company_name: 'Acorn', city: 'Porto', country: 'Portugal' }, active: '2024-05-01T00:00:00Z' },
  { name: 'Adam', phone: '+14155550100', labels: ['tea'], attributes: { company_name: '100%_off', city: 'Athens', country: 'Greece' }, active: '2024-05-03T00:00:00Z' },
  { name: 'adam', identifier: 'CUS_9', labels: [], attributes: {}, active: null },
  { name: 'Nobody can tell', labels: ['vip'], attributes: { company_name: 'Acorn' }, active: '2024-05-02T00:00:00Z' },
]; // prettier-ignore

const ids: number[] = [];
for (const { name, email, phone, identifier, labels, attributes, active } of people) {
  const [made] = await sql<{ id: number }>(
    world,
    `insert into contacts (account_id, name, email, phone_number, identifier, labels, additional_attributes, last_activity_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning id`,
    [acme.id, name, email, phone, identifier, labels, attributes, active],
  );
  ids.push(made?.id ?? 0);
}
const [zoe, adam, other, untold] = ids as [number, number, number, number];
const [mia, noah] = [acme.mia.id, acme.noah.id];

const idsIn = ({ body }: Answer): number[] =>
  (body.payload as { id: number }[]).map(({ id }) => id);
const list = async (query = '', who: Caller = ada): Promise<number[]> =>
  idsIn(await who.get(`/contacts?${query}`));
const search = async (q: string): Promise<number[]> =>
  idsIn(await ada.get(`/contacts/search?q=${encodeURIComponent(q)}`));

test('the list shows whoever can be told from others, the oldest first, with their inboxes', async () => {
  const answer = await ben.get('/contacts');
  assert.equal(answer.status, 200);
  const { cursor, ...meta } = answer.body.meta;
  assert.deepEqual(meta, { count: 5, current_page: 1 });
  assert.match(cursor, /^[\w-]+$/);
  assert.deepEqual(idsIn(answer), [mia, noah, zoe, adam, other]);
  assert.deepEqual(answer.body.payload[0].contact_inboxes, []);
  const bare = await ben.get('/contacts?include_contact_inboxes=false');
  assert.equal('contact_inboxes' in bare.body.payload[0], false);
  assert.equal((await rex.get('/contacts')).status, 401);
});

test('the page comes back as it was sent, and beyond the end there is nothing', async () => {
  for (const [query, current_page, length] of [
    ['page=1', '1', 5],
    ['page=2', '2', 0],
    ['page=abc', 'abc', 5],
    ['page=0', '0', 5],
  ] as const) {
    const { body } = await ada.get(`/contacts?${query}`);
    const { count, current_page: shown } = body.meta;
    assert.deepEqual([count, shown, body.payload.length], [5, current_page, length]);
  }
});

test('each page has fifteen', async () => {
  await sql(
    world,
    `insert into contacts (account_id, name, email) select $1, 'P' || n, 'p' || n || '@pages.example.com' from generate_series(1, 20) n`,
    [acme.id],
  );
  const pages = await Promise.all(
    [1, 2].map(async (page) => ada.get(`/contacts/search?q=pages.example&page=${page}`)),
  );
  assert.deepEqual(
    pages.map(({ body }) => body.payload.length as number),
    [15, 5],
  );
  assert.equal(new Set(pages.flatMap(idsIn)).size, 20);
  assert.equal(pages[0]?.body.meta.count, 20);
  await sql(world, `delete from contacts where email like '%@pages.example.com'`);
});

test('every order, and both its directions', async () => {
  const orders: Record<string, number[]> = {
    name: [adam, other, mia, noah, zoe],
    '-name': [zoe, noah, mia, other, adam],
    email: [mia, noah, zoe, adam, other],
    '-email': [other, adam, zoe, noah, mia],
    phone_number: [adam, mia, noah, zoe, other],
    '-phone_number': [other, zoe, noah, mia, adam],
    last_activity_at: [zoe, adam, mia, noah, other],
    '-last_activity_at': [adam, zoe, other, noah, mia],
    'last_activity_at,-created_at': [zoe, adam, other, noah, mia],
    '-last_activity_at,created_at': [adam, zoe, mia, noah, other],
    '-created_at': [other, adam, zoe, noah, mia],
    company: [adam, zoe, mia, noah, other],
    '-company': [zoe, adam, other, noah, mia],
    city: [adam, zoe, mia, noah, other],
    country: [adam, zoe, mia, noah, other],
    '-country,name': [adam, other, mia, noah, zoe],
    'nonsense; drop table': [mia, noah, zoe, adam, other],
    'nonsense,-name': [zoe, noah, mia, other, adam],
  };
  await sql(world, `update contacts set created_at = '2024-01-01'::timestamptz + id * interval '1 day'`); // prettier-ignore
  for (const [sort, expected] of Object.entries(orders)) {
    assert.deepEqual(await list(`sort=${encodeURIComponent(sort)}`), expected, sort);
  }
});

test('those who wrote on one day are sorted by the time of day', async () => {
  const wrote = async (id: number, at: string): Promise<unknown> =>
    sql(world, 'update contacts set last_activity_at = $2 where id = $1', [id, at]);
  await wrote(mia, '2024-06-01T09:00:00Z');
  await wrote(zoe, '2024-06-01T08:00:00Z');
  await wrote(adam, '2024-06-01T10:00:00Z');
  assert.deepEqual(await list('sort=last_activity_at'), [zoe, mia, adam, noah, other]);
  assert.deepEqual(await list('sort=-last_activity_at'), [adam, mia, zoe, other, noah]);
  await sql(world, 'update contacts set last_activity_at = null where id = $1', [mia]);
});

test('labels narrow the list and the search to contacts with any of them', async () => {
  assert.deepEqual(await list('labels[]=TEA'), [zoe, adam]);
  assert.deepEqual(await list('labels[]=vip&labels[]=none'), [zoe]);
  assert.deepEqual(await list('labels=tea'), [zoe, adam]);
  assert.deepEqual(await list('labels[]=none'), []);
  assert.deepEqual(idsIn(await ada.get('/contacts/search?q=adam&labels[]=tea')), [adam]);
});

test('search finds a part of name, address, number, identifier or company, and takes % and _ as they are', async () => {
  const found: [string, number[]][] = [
    ['ALVAREZ', [zoe]],
    ['  zoe@ ', [zoe]],
    ['5550100', [adam]],
    ['cus_9', [other]],
    ['acorn', [zoe]],
    ['100%_off', [adam]],
    ['%', [adam]],
    ['_', [adam, other]],
    ['adam', [adam, other]],
    ['Porto', []],
    ['otto@example.com', []],
  ];
  for (const [q, expected] of found) assert.deepEqual(await search(q), expected, q);
});

test('a search for nothing finds nobody and does not say how many', async () => {
  for (const path of ['/contacts/search', '/contacts/search?q=', '/contacts/search?q=%20&page=2']) {
    const { status, text } = await ada.get(path);
    assert.equal(status, 200);
    assert.equal(text, '{"meta":{"count":null,"current_page":1},"payload":[]}');
  }
});

test('with crm_v2 the list is about leads', async () => {
  await sql(world, `update accounts set features = '{"crm_v2":true}' where id = $1`, [acme.id]);
  await sql(world, `update contacts set contact_type = 'lead' where id = any($1)`, [[zoe, untold]]);
  assert.deepEqual(await list(), [mia, noah, zoe, untold]);
  await sql(world, `update accounts set features = '{}' where id = $1`, [acme.id]);
});

test('active are those who have the chat open, also when nobody can tell them', async () => {
  await sql(
    world,
    `insert into presence (account_id, kind, id, seen_at)
     values ($1, 'Contact', $2, now()), ($1, 'Contact', $3, now() - interval '21 seconds'),
       ($1, 'User', $4, now()), ($5, 'Contact', $6, now())`,
    [acme.id, untold, zoe, mia, globex.id, globex.contact.id],
  );
  const answer = await ben.get('/contacts/active?sort=name');
  const { count, current_page } = answer.body.meta;
  assert.deepEqual([count, current_page], [1, 1]);
  assert.deepEqual(idsIn(answer), [untold]);
  assert.equal(answer.body.payload[0].availability_status, 'online');
  await sql(world, 'delete from presence');
});

test('a long page takes as many statements as a short one', async () => {
  const count = async (query: string): Promise<number> =>
    (await statementsOf(async () => list(query))).length;
  await list();
  const short = await count('labels[]=vip');
  await sql(
    world,
    `insert into contacts (account_id, name, email, labels) select $1, 'S' || n, 's' || n || '@example.com', '{many}' from generate_series(1, 15) n`,
    [acme.id],
  );
  assert.equal(await count('labels[]=many'), short);
  await sql(world, `delete from contacts where labels = '{many}'`);
});

test('an account searches its contacts so many times a minute, however the address is spelled', async () => {
  const limited = await createWorld({ RATE_LIMIT: '1000', RATE_LIMIT_CONTACT_SEARCH: '6' });
  const root = `/api/v1/accounts/${limited.acme.id}`;
  const spellings = ['/contacts/search', '/contacts/search/', '//contacts//search', '/contacts/search.json', '/contacts/%73earch', '/contacts/search?q=mia']; // prettier-ignore
  for (const each of spellings) {
    const { status, text } = await limited.ada.get(`${root}${each}`);
    assert.equal(status, 200, `${each} ${text}`);
  }
  for (const each of spellings) {
    const { status, text } = await limited.ben.get(`${root}${each}`);
    assert.deepEqual([status, text], [429, 'Retry later\n'], each);
  }
  assert.equal((await limited.gil.get(`/contacts/search`)).status, 200, 'others go on');
  assert.equal((await limited.ada.get('/contacts')).status, 200);
});
