import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { filesOnDisk, picture } from '../../test/files.ts';
import { eventsOf, sql } from '../../test/inside.ts';
import { createWorld } from '../../test/world.ts';
import { transaction } from '../db/pool.ts';
import { identifyContact } from './identify.ts';
import { fetchContactAvatar } from './picture.ts';

const png = await picture('png');
const asked: string[] = [];
const server = createServer((request, response) => {
  asked.push(request.url ?? '');
  if (request.url?.startsWith('/none') === true) response.writeHead(404).end();
  else if (request.url?.startsWith('/text') === true) response.end('no picture');
  else response.end(png);
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
after(() => server.close());
const { port } = server.address() as AddressInfo;
const base = `http://127.0.0.1:${port}`;

const world = await createWorld({ OUTBOUND_ALLOW: `127.0.0.1:${port}` });
const { acme, ada, platform } = world;
const account_id = acme.id;

const add = async (): Promise<number> =>
  (await ada.post('/contacts', { name: 'Pic' })).body.payload.contact.id as number;
const show = async (id: number) => (await ada.get(`/contacts/${id}`)).body.payload;
const fetchFor = async (contact_id: number, url: string): Promise<void> =>
  fetchContactAvatar(platform, { account_id, contact_id, url });
const forgetTime = async (id: number) =>
  sql(
    world,
    `update contacts set additional_attributes = additional_attributes - 'last_avatar_sync_at' where id = $1`,
    [id],
  );

test('the picture at an address becomes theirs, and is told', async () => {
  const id = await add();
  const events = await eventsOf(world, async () => fetchFor(id, `${base}/a.png`));
  const contact = await show(id);
  assert.match(contact.thumbnail, /^http.*a\.png$/);
  assert.match(contact.additional_attributes.avatar_url_hash, /^[\da-f]{64}$/);
  assert.equal(events.at(-1)?.payload.data.thumbnail, contact.thumbnail);
});

test('the same address is fetched once, and another one at most once a minute', async () => {
  const id = await add();
  const before = asked.length;
  await fetchFor(id, `${base}/b.png`);
  await forgetTime(id);
  await fetchFor(id, `${base}/b.png`);
  assert.equal(asked.length, before + 1);
  await fetchFor(id, `${base}/c.png`);
  assert.equal(asked.length, before + 2);
  await fetchFor(id, `${base}/d.png`);
  assert.equal(asked.length, before + 2);
});

test('another address is fetched although the one before was by a clock that was put back since', async () => {
  const id = await add();
  await fetchFor(id, `${base}/e.png`);
  await sql(
    world,
    `update contacts set additional_attributes = jsonb_set(additional_attributes, '{last_avatar_sync_at}',
       to_jsonb(now() + interval '10 days')) where id = $1`,
    [id],
  );
  const before = asked.length;
  await fetchFor(id, `${base}/f.png`);
  assert.equal(asked.length, before + 1);
});

test('what is no picture, is not there or may not be called leaves none, and no file', async () => {
  for (const [url, reason] of [
    [`${base}/text`, 'not_a_picture'],
    [`${base}/none.png`, '404'],
    ['http://127.0.0.1:1/x', 'forbidden'],
    ['http://[::1]/y', 'forbidden'],
  ] as const) {
    const id = await add();
    const files = await filesOnDisk(world);
    await fetchFor(id, url);
    const { thumbnail, additional_attributes } = await show(id);
    assert.equal(thumbnail, '');
    assert.equal(additional_attributes.avatar_error, reason, 'and who misses it sees why');
    assert.deepEqual((await filesOnDisk(world)).toSorted(compare), files.toSorted(compare));
  }
});

test('why there was none is forgotten once there is one', async () => {
  const id = await add();
  await fetchFor(id, `${base}/none.png`);
  assert.equal((await show(id)).additional_attributes.avatar_error, '404');
  await forgetTime(id);
  await fetchFor(id, `${base}/better.png`);
  assert.equal('avatar_error' in (await show(id)).additional_attributes, false);
});

const compare = (a: string, b: string): number => a.localeCompare(b);

test('a contact that is gone by then is nobody', async () => {
  const before = asked.length;
  await fetchFor(987_654, `${base}/e.png`);
  assert.equal(asked.length, before);
});

test('who says where their picture is gets it, unless they have one', async () => {
  const jobs = async () => sql(world, `select 1 from jobs.job where name = 'fetch_contact_avatar'`);
  const input = { avatar_url: `${base}/f.png` };
  const contact_id = await add();
  const identify = async () =>
    transaction(world.pool, async (tx) => identifyContact(tx, { account_id, contact_id, input }));
  await identify();
  assert.equal((await jobs()).length, 1);
  await fetchFor(contact_id, input.avatar_url);
  await identify();
  assert.equal((await jobs()).length, 1);
});
