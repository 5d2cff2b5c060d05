import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { statementsOf as textsOf } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld();
const { acme, ada, ben, rex } = world;
const TOTAL = 110;

before(async () => {
  const { id } = await world.conversation({ message: { content: 'Hi', message_type: 'incoming' } });
  for (let n = 0; n < 101; n += 1) {
    await ada.post(`/conversations/${id}/messages`, { content: 'x', private: n % 2 === 0 });
  }
  // Every kind that a page can hold: with and without messages, agents, bots, teams, labels.
  for (let n = 1; n < TOTAL; n += 1) {
    const made = await world.conversation({
      contact_id: n % 2 === 0 ? acme.mia.id : acme.noah.id,
      ...(n % 3 === 0 ? { assignee_id: ben.id } : {}),
      ...(n % 4 === 0 ? { team_id: acme.billing.id } : {}),
      ...(n % 5 === 0 ? {} : { message: { content: 'Hi', message_type: 'incoming' } }),
    });
    const path = `/conversations/${made.id}`;
    if (n % 7 === 0) {
      await ada.post(`${path}/assignments`, { assignee_id: rex.id, assignee_type: 'AgentBot' });
    }
  }
});

/** How many statements the server sends to the database while `ask` runs. */
async function statementsOf(ask: () => Promise<Answer>): Promise<number> {
  const texts = await textsOf(async () => {
    const answer = await ask();
    assert.equal(answer.status, 200, answer.text);
  });
  return texts.length;
}

for (const [who, query, expected] of [
  ['an administrator', '', 100],
  ['an administrator', '&status=all&sort_by=priority_desc', 100],
  ['an agent', '', 100],
  ['an agent', '&labels=x&conversation_type=unattended', 0],
  ['an agent', '&q=Hi', 80],
] as const) {
  test(`a list is the same number of statements for ${who} with 1, 25 and 100 rows: ?${query}`, async () => {
    const caller = who === 'an agent' ? ben : ada;
    const counts: number[] = [];
    for (const size of [1, 25, 100]) {
      counts.push(
        await statementsOf(async () => {
          const answer = await caller.get(`/conversations?per_page=${size}${query}`);
          assert.ok(answer.body.data.payload.length >= Math.min(size, expected), 'full pages');
          return answer;
        }),
      );
    }
    assert.equal(new Set(counts).size, 1, counts.join());
    assert.ok((counts[0] ?? 0) > 0 && (counts[0] ?? 0) <= 12, counts.join());
  });
}

test('a conversation is the same number of statements, however much is in it', async () => {
  const busy = await statementsOf(async () => ada.get('/conversations/1'));
  const empty = await statementsOf(async () => ada.get('/conversations/6'));
  assert.equal(busy, empty);
  assert.ok(busy > 0 && busy <= 4, String(busy));
});

test('a page of messages is the same number of statements with 1, 20 and 100 of them', async () => {
  const counts: number[] = [];
  for (const size of [1, 20, 100]) {
    counts.push(
      await statementsOf(async () => {
        const answer = await ada.get(`/conversations/1/messages?per_page=${size}`);
        assert.equal(answer.body.payload.length, size);
        return answer;
      }),
    );
  }
  assert.equal(new Set(counts).size, 1, counts.join());
  assert.ok((counts[0] ?? 0) > 0 && (counts[0] ?? 0) <= 5, counts.join());
});

test('counting alone is fewer statements than a list', async () => {
  const meta = await statementsOf(async () => ada.get('/conversations/meta'));
  const list = await statementsOf(async () => ada.get('/conversations'));
  assert.ok(meta < list, `${meta} and ${list}`);
});
