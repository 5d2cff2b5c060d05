import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { connect, sql } from '../../test/inside.ts';
import { createWorld, type Answer, type Caller } from '../../test/world.ts';
import { foldConversationCounts } from './fold-counts.ts';

const world = await createWorld();
const { acme, ada, ben, cleo, dora, rex } = world;
const people = [ada, ben, cleo, dora];
const inboxes = [acme.support, acme.sales, acme.website];
const statuses = ['open', 'resolved', 'pending', 'snoozed'];

/** A step of the walk: somebody does something to one of the conversations there are. */
interface Step {
  who: number;
  target: number;
  act: string;
  pick: number;
}

const acts: Record<string, (step: Step, path: string) => Promise<Answer>> = {
  create: async ({ who, pick }) =>
    callerOf(who).post('/conversations', {
      inbox_id: inboxes[pick % inboxes.length]?.id,
      contact_id: pick % 2 === 0 ? acme.mia.id : acme.noah.id,
      status: statuses[pick % 5] ?? 'open',
      ...(pick % 3 === 0 ? { assignee_id: people[pick % 4]?.id } : {}),
    }),
  status: async ({ who, pick }, path) =>
    callerOf(who).post(`${path}/toggle_status`, { status: statuses[pick % 5] }),
  assign: async ({ who, pick }, path) =>
    callerOf(who).post(`${path}/assignments`, { assignee_id: people[pick % 5]?.id ?? null }),
  bot: async ({ who }, path) =>
    callerOf(who).post(`${path}/assignments`, { assignee_id: rex.id, assignee_type: 'AgentBot' }),
  team: async ({ who, pick }, path) =>
    callerOf(who).post(`${path}/assignments`, {
      team_id: [acme.billing.id, acme.escalations.id, null][pick % 3],
    }),
  incoming: async ({ who }, path) =>
    callerOf(who).post(`${path}/messages`, { content: 'Hi', message_type: 'incoming' }),
  mute: async ({ who, pick }, path) =>
    callerOf(who).post(`${path}/${pick % 2 === 0 ? 'mute' : 'unmute'}`),
  bulk: async ({ who, target, pick }) =>
    callerOf(who).post('/bulk_actions', {
      type: 'Conversation',
      ids: [target, target + 1, target + 2],
      fields: { status: statuses[pick % 4], assignee_id: people[pick % 5]?.id ?? null },
    }),
  remove: async ({ who }, path) => callerOf(who).delete(path),
};

const callers: Caller[] = [ada, ben, cleo, dora, rex];
const callerOf = (who: number): Caller => callers[who % callers.length] as Caller;

const step = fc.record({
  who: fc.nat({ max: 4 }),
  target: fc.integer({ min: 1, max: 40 }),
  act: fc.constantFrom(...Object.keys(acts), 'create', 'create', 'status', 'assign'),
  pick: fc.nat({ max: 59 }),
});

/** Counts of one person's list, as conversations themselves say; nothing of ours is asked. */
async function recounted(who: Caller, status: number | null, inbox: number | null) {
  const [found] = await sql(
    world,
    `select count(*)::int as all_count, count(*) filter (where assignee_id = $2)::int as mine_count,
       count(*) filter (where assignee_id is null)::int as unassigned_count,
       count(assignee_id)::int as assigned_count
     from conversations where account_id = $1 and ($3::int is null or status = $3)
       and ($4::int is null or inbox_id = $4)
       and ($5 or inbox_id in (select inbox_id from inbox_members where user_id = $2))`,
    [acme.id, who.id, status, inbox, who === ada],
  );
  return found;
}

async function compare(): Promise<void> {
  for (const who of people) {
    for (const [status, name] of [...statuses.entries(), [null, 'all'] as const]) {
      for (const inbox of [null, acme.support.id, acme.sales.id]) {
        const query = `status=${name}${inbox === null ? '' : `&inbox_id=${inbox}`}`;
        const { meta } = (await who.get(`/conversations/meta?${query}`)).body;
        const { count: _, ...counts } = meta;
        assert.deepEqual(counts, await recounted(who, status, inbox), `${who.name} ${query}`);
      }
    }
  }
  const negative = await sql(
    world,
    `select inbox_id, status, assignee_id, sum(total) from conversation_counts
     group by inbox_id, status, assignee_id having sum(total) < 0`,
  );
  assert.deepEqual(negative, []);
}

test('after any walk of changes by five at once, every count is that of the rows, folded or not', async () => {
  await connect(world, ben, cleo);
  let done = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 50, maxLength: 80 }), async (steps) => {
      // Eight are under way at any time, and counts are folded in the middle of it.
      const waiting = [...steps];
      const lane = async (): Promise<void> => {
        for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
          const act = acts[next.act] as (typeof acts)['create'];
          const { status, text } = await act(next, `/conversations/${next.target}`);
          // 422: customers cannot write to a website through the API.
          const expected = next.act === 'incoming' ? [200, 404, 422] : [200, 401, 404];
          assert.ok(expected.includes(status), `${next.act}: ${text}`);
          done += 1;
        }
      };
      await Promise.all([...Array.from({ length: 8 }, lane), foldConversationCounts(world.pool)]);
      await compare();
      await foldConversationCounts(world.pool);
      await compare();
    }),
    { numRuns: 6, endOnFailure: true },
  );
  assert.ok(done >= 200, `${done} steps`);
  const [{ rows } = { rows: 0 }] = await sql<{ rows: number }>(
    world,
    'select count(*)::int as rows from conversations',
  );
  assert.ok(rows > 10, 'there was something to count');
});

test('deleting an account leaves no counts behind', async () => {
  await sql(world, 'delete from accounts where id = $1', [acme.id]);
  assert.deepEqual(
    await sql(world, 'select * from conversation_counts where account_id = $1', [acme.id]),
    [],
  );
});
