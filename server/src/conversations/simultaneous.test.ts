import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configure, connect, sql } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld();
const { acme, ada, ben, cleo, rex, gil, globex } = world;
const usual = { inbox_id: acme.support.id, contact_id: acme.mia.id };

const range = (length: number): number[] => Array.from({ length }, (_, index) => index);
const succeeded = (answers: readonly Answer[]): void => {
  for (const { status, text } of answers) assert.equal(status, 200, text);
};

test('32 creators at once get numbers that are unique and, for each of them, go up', async () => {
  const clients = [ada, ben, rex, gil];
  const theirs = { inbox_id: globex.inbox.id, contact_id: globex.contact.id };
  const series = await Promise.all(
    range(32).map(async (n) => {
      const client = clients[n % clients.length] as typeof ada;
      const ids: number[] = [];
      for (let turn = 0; turn < 5; turn += 1) {
        // Every tenth fails in the middle and takes its number with it.
        const failing = (n + turn) % 10 === 0 ? { message: { content_type: 'nonsense' } } : {};
        const input = { ...(client === gil ? theirs : usual), ...failing };
        const { status, body, text } = await client.post('/conversations', input);
        assert.equal(status, 'message' in input ? 422 : 200, text);
        if (status === 200) ids.push(body.id);
      }
      return { account: client === gil ? 'globex' : 'acme', ids };
    }),
  );
  for (const { ids } of series) {
    assert.deepEqual(
      ids,
      ids.toSorted((a, b) => a - b),
    );
  }
  for (const account of ['acme', 'globex']) {
    const ids = series.filter((each) => each.account === account).flatMap((each) => each.ids);
    assert.ok(ids.length > 20);
    assert.equal(new Set(ids).size, ids.length, 'no number twice');
  }
});

test('two first messages at once, in an inbox that keeps one conversation per contact, are one conversation', async () => {
  await configure(world, acme.sales, { lock_to_single_conversation: true });
  const pairs = await Promise.all(
    range(20).map(async (n) => {
      const create = async (content: string): Promise<Answer> =>
        ada.post('/conversations', {
          inbox_id: acme.sales.id,
          contact_id: acme.mia.id,
          source_id: `visitor-${n}`,
          message: { content, message_type: 'incoming' },
        });
      return Promise.all([create('one'), create('two')]);
    }),
  );
  succeeded(pairs.flat());
  for (const [first, second] of pairs) {
    assert.equal(first.body.id, second.body.id);
    const { body } = await ada.get(`/conversations/${first.body.id}/messages`);
    assert.deepEqual(body.payload.map(({ content }: { content: string }) => content).toSorted(), [
      'one',
      'two',
    ]);
  }
  assert.equal(new Set(pairs.map(([first]) => first.body.id)).size, 20);
  await configure(world, acme.sales, { lock_to_single_conversation: false });
});

test('two first messages by source id alone, from a visitor who is known already, are one conversation', async () => {
  await configure(world, acme.sales, { lock_to_single_conversation: true });
  for (const n of range(10)) {
    const source_id = `known-${n}`;
    const { id } = await world.conversation({ inbox_id: acme.sales.id, source_id });
    await ada.delete(`/conversations/${id}`);
    const answers = await Promise.all(
      range(3).map(async () => ada.post('/conversations', { source_id })),
    );
    succeeded(answers);
    assert.equal(new Set(answers.map(({ body }) => body.id)).size, 1);
  }
  await configure(world, acme.sales, { lock_to_single_conversation: false });
});

test('two contacts who claim one source id at once: one gets it, the other is refused', async () => {
  for (const n of range(10)) {
    const answers = await Promise.all(
      [acme.mia.id, acme.noah.id].map(async (contact_id) =>
        ada.post('/conversations', { ...usual, contact_id, source_id: `claimed-${n}` }),
      ),
    );
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200, 422]));
  }
});

test('changes of one conversation at once all succeed, and each is told once', async () => {
  const { id } = await world.conversation();
  const path = `/conversations/${id}`;
  const labels = range(10).map((n) => `label-${n}`);
  const answers = await Promise.all([
    ...labels.map(async (_, n) => ada.post(`${path}/labels`, { labels: labels.slice(0, n + 1) })),
    ...range(10).map(async (n) =>
      ada.post(`${path}/custom_attributes`, { custom_attributes: { [`k${n}`]: n }, merge: true }),
    ),
    ...range(10).map(async () => ben.post(`${path}/toggle_status`)),
    ...range(10).map(async () => ada.post(`${path}/messages`, { content: 'x' })),
  ]);
  succeeded(answers);
  const { body } = await ada.get(path);
  assert.equal(Object.keys(body.custom_attributes).length, 10, 'no merge was lost');
  const [stored] = await sql<{ said: number; opened: number; resolved: number }>(
    world,
    `select count(*) filter (where message_type = 1)::int as said,
       count(*) filter (where content = 'Conversation was reopened by Ben')::int as opened,
       count(*) filter (where content = 'Conversation was marked resolved by Ben')::int as resolved
     from messages where conversation_id = (select id from conversations where account_id = $1 and display_id = $2)`,
    [acme.id, id],
  );
  assert.deepEqual(stored, { said: 10, opened: 5, resolved: 5 });
});

test('single and bulk changes that cross each other, with agents to assign, all succeed', async () => {
  await connect(world, ben, cleo);
  const ids: number[] = [];
  for (const n of range(6)) {
    const inbox = n % 2 === 0 ? acme.support : acme.sales;
    ids.push((await world.conversation({ inbox_id: inbox.id, status: 'resolved' })).id);
  }
  const answers = await Promise.all(
    range(30).map(async (n) => {
      const id = ids[n % ids.length] as number;
      switch (n % 5) {
        case 0:
          return ada.post('/bulk_actions', {
            type: 'Conversation',
            ids: n % 2 === 0 ? ids : ids.toReversed(),
            fields: { status: n % 3 === 0 ? 'open' : 'resolved' },
          });
        case 1:
          return ada.post(`/conversations/${id}/mute`);
        case 2:
          return ada.post(`/conversations/${id}/messages`, {
            content: 'Hi',
            message_type: 'incoming',
          });
        case 3:
          return ada.post(`/conversations/${id}/unmute`);
        default:
          return ada.post(`/conversations/${id}/toggle_status`);
      }
    }),
  );
  succeeded(answers);
});

test('a conversation that is deleted while others change it: they succeed or find nothing', async () => {
  for (const _ of range(8)) {
    const { id } = await world.conversation({ message: { content: 'Hi' } });
    const path = `/conversations/${id}`;
    const [deleted, ...others] = await Promise.all([
      ada.delete(path),
      ...range(12).map(async (n) => {
        if (n % 4 === 0) return ada.post(`${path}/messages`, { content: 'x' });
        if (n % 4 === 1) return ada.patch(path, { priority: 'high' });
        if (n % 4 === 2) return ada.patch(`${path}/draft_messages`, { message: 'x' });
        return ada.post(`${path}/participants`, { user_ids: [ben.id] });
      }),
    ]);
    assert.equal(deleted.status, 200);
    for (const { status, text } of others) assert.ok([200, 404].includes(status), text);
    assert.equal((await ada.get(path)).status, 404);
  }
});

test('first drafts, and first participants, that are saved at once are one', async () => {
  const { id } = await world.conversation();
  const answers = await Promise.all(
    range(8).flatMap((n) => [
      ada.patch(`/conversations/${id}/draft_messages`, { message: `draft ${n}` }),
      ada.post(`/conversations/${id}/participants`, { user_ids: [ben.id, ada.id] }),
    ]),
  );
  succeeded(answers);
  assert.equal((await ada.get(`/conversations/${id}/participants`)).body.length, 2);
});
