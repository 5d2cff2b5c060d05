import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '../../test/inside.ts';
import { createWorld } from '../../test/world.ts';
import { foldConversationCounts } from './fold-counts.ts';

const world = await createWorld();
const { ada, ben, acme, pool } = world;

/** What the kept numbers add up to, and what is really there, in one snapshot. */
async function bothCounts() {
  const [found] = await sql<{ kept: unknown; real: unknown }>(
    world,
    `select
       (select json_agg(k order by inbox_id, status, assignee_id) from (
          select inbox_id, status, assignee_id, sum(total)::int as total from conversation_counts
          where account_id = $1 group by 1, 2, 3 having sum(total) <> 0) k) as kept,
       (select json_agg(r order by inbox_id, status, assignee_id) from (
          select inbox_id, status, assignee_id, count(*)::int as total from conversations
          where account_id = $1 group by 1, 2, 3) r) as real`,
    [acme.id],
  );
  return found!;
}

async function rowsKept(): Promise<number> {
  const [{ n } = { n: '0' }] = await sql<{ n: string }>(
    world,
    'select count(*) as n from conversation_counts',
  );
  return Number(n);
}

async function churn(times: number): Promise<void> {
  for (let i = 0; i < times; i += 1) {
    const { id } = await world.conversation({ assignee_id: i % 2 ? ben.id : undefined });
    if (i % 3 === 0) await ada.post(`/conversations/${id}/toggle_status`, { status: 'resolved' });
    if (i % 4 === 0) await ada.post(`/conversations/${id}/assignments`, { assignee_id: ada.id });
    if (i % 10 === 9) await ada.delete(`/conversations/${id}`);
  }
}

test('folding leaves one row per inbox, status and assignee, and none of zero', async () => {
  await churn(20);
  const before = await bothCounts();
  assert.ok((await rowsKept()) > 20);
  await foldConversationCounts(pool);
  const after = await bothCounts();
  assert.deepEqual(after.kept, before.kept);
  assert.deepEqual(after.kept, after.real);
  assert.equal(await rowsKept(), (after.kept as unknown[]).length);
});

test('what adds up to nothing leaves no row at all', async () => {
  const rows = await rowsKept();
  const { id } = await world.conversation({ inbox_id: acme.website.id });
  await ada.delete(`/conversations/${id}`);
  await foldConversationCounts(pool);
  assert.equal(await rowsKept(), rows);
});

test('while others write and count, every count that is read is exact', async () => {
  let writing = true;
  const wrong: unknown[] = [];
  const read = async (): Promise<void> => {
    while (writing) {
      const { kept, real } = await bothCounts();
      if (JSON.stringify(kept) !== JSON.stringify(real)) wrong.push([kept, real]);
    }
  };
  const fold = async (): Promise<void> => {
    while (writing) await foldConversationCounts(pool);
  };
  const helpers = [read(), read(), fold(), fold()];
  await Promise.all([churn(40), churn(40)]);
  writing = false;
  await Promise.all(helpers);
  assert.deepEqual(wrong, []);
  await foldConversationCounts(pool);
  const { kept, real } = await bothCounts();
  assert.deepEqual(kept, real);
});

test('a backlog of many thousand rows is folded in short transactions', async () => {
  await sql(
    world,
    `insert into conversation_counts (account_id, inbox_id, status, assignee_id, total)
     select $1, $2, n % 2, null, case when n <= 11000 then 1 else -1 end from generate_series(1, 22000) n`,
    [acme.id, acme.support.id],
  );
  const before = (await bothCounts()).kept;
  let longest = 0;
  let watching = true;
  const watch = (async () => {
    while (watching) {
      const [{ ms } = { ms: null }] = await sql<{ ms: string | null }>(
        world,
        `select max(extract(epoch from clock_timestamp() - xact_start)) * 1000 as ms from pg_stat_activity
         where datname = current_database() and pid <> pg_backend_pid()`,
      );
      longest = Math.max(longest, Number(ms ?? 0));
    }
  })();
  await foldConversationCounts(pool);
  watching = false;
  await watch;
  assert.ok((await rowsKept()) < 20);
  assert.deepEqual((await bothCounts()).kept, before);
  assert.ok(longest < 1000, `${longest} ms`);
});

test('the totals of the list stay those of the conversations', async () => {
  const count = async () => (await ada.get('/conversations/meta?status=all')).body.meta.all_count;
  const before = await count();
  await foldConversationCounts(pool);
  const [{ n } = { n: '' }] = await sql<{ n: string }>(
    world,
    'select count(*) as n from conversations where account_id = $1',
    [acme.id],
  );
  assert.deepEqual([await count(), Number(n)], [before, before]);
});
