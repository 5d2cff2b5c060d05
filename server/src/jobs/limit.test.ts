import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, test } from 'node:test';
import { sql } from '../../test/inside.ts';
import { createWorld } from '../../test/world.ts';
import { transaction } from '../db/pool.ts';
import { createLog } from '../log.ts';
import { enqueue } from './enqueue.ts';
import { startJobs, type Jobs, type Workers } from './jobs.ts';
import type { Job } from './queues.ts';

const world = await createWorld();
const lines: string[] = [];
const log = createLog({ logLevel: 'info' }, { write: (line) => lines.push(line) });

const running: Jobs[] = [];
after(() => Promise.all(running.map((jobs) => jobs.stop())));
const run = async (workers: Partial<Workers>, jobSeconds: number): Promise<unknown> =>
  running.push(await startJobs(world.pool, { workers: workers as Workers }, { log, jobSeconds }));

const put = (...jobs: Job[]) => transaction(world.pool, (tx) => enqueue(tx, jobs));
const remove = (key: string): Job => ({ queue: 'remove_files', data: { keys: [key] } });
const wake = (conversation_id: number): Job => ({
  queue: 'wake_conversation',
  data: { account_id: 1, conversation_id },
});

/** Says when something that was waited for is done. */
const bell = () => {
  const target = new EventTarget();
  return {
    ring: (what: string | number): unknown => target.dispatchEvent(new Event(String(what))),
    heard: async (what: string | number): Promise<unknown> => once(target, String(what)),
  };
};

test('a job that never returns has failed after its time, and is tried again', async () => {
  const { ring, heard } = bell();
  let tries = 0;
  await put(remove('a'));
  const done = heard('again');
  const remove_files = async (): Promise<void> => {
    tries += 1;
    if (tries === 1) await new Promise(() => {});
    ring('again');
  };
  await run({ remove_files }, 1);
  // The second try comes after ten seconds and more; it need not be waited for.
  for (let tried = ''; !tried.includes('not done');) {
    const [row] = await sql<{ output: { message: string } | null }>(
      world,
      `update jobs.job set start_after = now() where name = 'remove_files' and state = 'retry' returning output`,
    );
    tried = row?.output?.message ?? '';
  }
  await done;
  assert.match(lines.join(''), /it was not done after 1 seconds/);
});

test('jobs that hang hold up neither those taken together with them nor those that come later', async () => {
  const { ring, heard } = bell();
  const wake_conversation = async ({ conversation_id }: { conversation_id: number }) => {
    if (conversation_id <= 4) await new Promise(() => {});
    ring(conversation_id);
  };
  const [together, later, latest] = [heard(5), heard(6), heard(7)];
  await put(wake(1), wake(2), wake(3), wake(4), wake(5));
  // Nothing that hangs ends in this test.
  await run({ wake_conversation }, 300);
  await together;
  await put(wake(6));
  await later;
  await put(wake(7));
  await latest;
  const states = await sql<{ state: string; n: number }>(
    world,
    `select state::text, count(*)::int as n from jobs.job where name = 'wake_conversation'
       and data ->> 'conversation_id' <= '4' group by state`,
  );
  assert.deepEqual(states, [{ state: 'active', n: 4 }]);
});
