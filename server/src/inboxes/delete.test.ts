import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventsOf, namesOf, sql } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';
import { findForgottenInboxes, removeInbox } from './delete.ts';

const world = await createWorld();
const { ada, ben, acme, pool } = world;

const make = async (): Promise<Answer['body']> => {
  const { body } = await ada.post('/inboxes', { name: 'Short-lived', channel: { type: 'api' } });
  await ada.post('/inbox_members', { inbox_id: body.id, user_ids: [ben.id] });
  return body;
};
const open = async (inbox_id: number): Promise<Answer['body']> => world.conversation({ inbox_id });
const left = async (inbox: number): Promise<Record<string, number>> => {
  const [found] = await sql<Record<string, number>>(
    world,
    `select (select count(*) from inboxes where id = $1)::int as inboxes,
       (select count(*) from conversations where inbox_id = $1)::int as conversations,
       (select count(*) from messages where inbox_id = $1)::int as messages,
       (select count(*) from contact_inboxes where inbox_id = $1)::int as contact_inboxes,
       (select count(*) from inbox_members where inbox_id = $1)::int as members`,
    [inbox],
  );
  return found!;
};
const nothing = { inboxes: 0, conversations: 0, messages: 0, contact_inboxes: 0, members: 0 };
const place = (inbox_id: number) => ({ account_id: acme.id, inbox_id });
const jobs = async (inbox: number): Promise<number> =>
  (
    await sql(
      world,
      `select from jobs.job where name = 'delete_inbox' and (data ->> 'inbox_id')::bigint = $1 and state = 'created'`,
      [inbox],
    )
  ).length;

test('a deleted inbox is gone at once, with its conversations, and others stay', async () => {
  const inbox = await make();
  const conversation = await open(inbox.id);
  const other = await open(acme.support.id);
  assert.equal((await ben.get(`/conversations/${conversation.id}`)).status, 200);

  const answer = await ada.delete(`/inboxes/${inbox.id}`);
  assert.equal(answer.status, 200);
  assert.deepEqual(answer.body, {
    message: 'Your inbox deletion request will be processed in some time.',
  });
  for (const who of [ada, ben]) {
    assert.equal((await who.get(`/inboxes/${inbox.id}`)).status, 404);
    const { body } = await who.get('/inboxes');
    assert.ok(!body.payload.some(({ id }: { id: number }) => id === inbox.id));
    assert.equal((await who.get(`/conversations/${conversation.id}`)).status, 404);
    const list = await who.get('/conversations?status=all');
    assert.ok(!list.body.data.payload.some(({ id }: { id: number }) => id === conversation.id));
  }
  assert.equal((await ada.get(`/conversations/${other.id}`)).status, 200);
  assert.equal((await ada.delete(`/inboxes/${inbox.id}`)).status, 404);
  const again = { inbox_id: inbox.id, contact_id: acme.mia.id };
  assert.equal((await ada.post('/conversations', again)).status, 404, 'nothing new comes in');
});

test('the job removes everything that the inbox held, and its files', async () => {
  const inbox = await make();
  const { id } = await open(inbox.id);
  const form = `--b\r\ncontent-disposition: form-data; name="attachments[]"; filename="a.txt"\r\n\r\nhello\r\n--b--\r\n`;
  const headers = { 'content-type': 'multipart/form-data; boundary=b' };
  await ada.post(`/conversations/${id}/messages`, form, headers);
  const [file] = await sql<{ key: string }>(
    world,
    'select key from blobs order by id desc limit 1',
  );
  await ada.delete(`/inboxes/${inbox.id}`);
  assert.equal(await jobs(inbox.id), 1);
  await removeInbox(pool, place(inbox.id));
  assert.deepEqual(await left(inbox.id), nothing);
  const removal = await sql(
    world,
    `select from jobs.job where name = 'remove_files' and data -> 'keys' ? $1`,
    [file?.key],
  );
  assert.equal(removal.length, 1);
  await removeInbox(pool, place(inbox.id));
});

test('a job that does not come to the end is followed by another', async () => {
  const inbox = await make();
  await open(inbox.id);
  await open(inbox.id);
  await ada.delete(`/inboxes/${inbox.id}`);
  const before = await jobs(inbox.id);
  await removeInbox(pool, place(inbox.id), 1);
  assert.equal((await left(inbox.id))['conversations'], 0);
  assert.equal((await left(inbox.id))['inboxes'], 1);
  assert.equal(await jobs(inbox.id), before + 1);
  await removeInbox(pool, place(inbox.id), 1);
  await removeInbox(pool, place(inbox.id), 1);
  assert.deepEqual(await left(inbox.id), nothing);
});

test('an inbox that lives is not touched by a job', async () => {
  const inbox = await make();
  await open(inbox.id);
  const before = await left(inbox.id);
  await removeInbox(pool, place(inbox.id));
  assert.deepEqual(await left(inbox.id), before);
});

test('an inbox whose job got lost is found again', async () => {
  const inbox = await make();
  await ada.delete(`/inboxes/${inbox.id}`);
  const forgotten = async () =>
    (await findForgottenInboxes(pool)).some(({ inbox_id }) => inbox_id === inbox.id);
  assert.equal(await forgotten(), false);
  await sql(world, `update inboxes set deleted_at = now() - interval '2 hours' where id = $1`, [
    inbox.id,
  ]);
  assert.equal(await forgotten(), true);
});

test('a deletion is noted and makes copies stale', async () => {
  const inbox = await make();
  const events = await eventsOf(world, () => ada.delete(`/inboxes/${inbox.id}`));
  assert.deepEqual(namesOf(events), ['account.cache_invalidated']);
  const audits = await sql(
    world,
    `select from audits where auditable_type = 'Inbox' and auditable_id = $1 and action = 'destroy'`,
    [inbox.id],
  );
  assert.equal(audits.length, 1);
});
