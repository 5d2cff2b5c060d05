import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, mock, test } from 'node:test';
import { createWorld } from '../../test/world.ts';
import { sql } from '../../test/inside.ts';
import { transaction } from '../db/pool.ts';
import { createLog } from '../log.ts';
import { countJobs } from './counts.ts';
import { enqueue } from './enqueue.ts';
import { listFailed, retryFailed } from './failed.ts';
import { HopelessJobError, startJobs, type Jobs, type Together, type Workers } from './jobs.ts';
import type { Job } from './queues.ts';

const world = await createWorld();
const lines: string[] = [];
const log = createLog({ logLevel: 'info' }, { write: (line) => lines.push(line) });

const put = (...jobs: Job[]) => transaction(world.pool, (tx) => enqueue(tx, jobs));
const wake = (conversation_id: number, startAfter?: Date): Job => ({
  queue: 'wake_conversation',
  data: { account_id: 1, conversation_id },
  startAfter,
});
const statesOf = (queue: string) =>
  sql<{ state: string; output: { message: string } }>(
    world,
    `select state, output from jobs.job where name = $1 order by created_on, id`,
    [queue],
  );

let running: Jobs[] = [];
after(() => Promise.all(running.map((jobs) => jobs.stop())));

/** Runs the jobs of some queues for the length of a test, from an empty table. */
async function run(workers: Partial<Workers>, together: Together = {}): Promise<Jobs> {
  const all = { workers: workers as Workers, together };
  const jobs = await startJobs(world.pool, all, { log, jobSeconds: 300 });
  running.push(jobs);
  return jobs;
}

async function reset(): Promise<void> {
  await Promise.all(running.map((jobs) => jobs.stop()));
  running = [];
  lines.length = 0;
  await sql(world, 'delete from jobs.job');
}

async function eventually(
  condition: () => boolean | Promise<boolean>,
  ms: number,
): Promise<number> {
  const began = Date.now();
  while (!(await condition())) {
    assert.ok(Date.now() - began < ms, `not within ${ms} ms`);
    await sleep(20);
  }
  return Date.now() - began;
}

test('what became due while nobody was up runs right after the start', async () => {
  await reset();
  const ran: number[] = [];
  await put(wake(1, new Date(Date.now() - 10 * 24 * 3_600_000)), wake(2));
  await run({ wake_conversation: async ({ conversation_id }) => void ran.push(conversation_id) });
  await eventually(() => ran.length === 2, 2000);
});

test('a clock that is put back while a queue is looked into does not stop the looking', async () => {
  await reset();
  const ran: number[] = [];
  let hours = 0;
  const now = Date.now.bind(Date);
  // Back by an hour at each look at it.
  const clock = mock.method(Date, 'now', () => now() - (hours += 1) * 3_600_000);
  try {
    await run({ wake_conversation: async ({ conversation_id }) => void ran.push(conversation_id) });
    for (const conversation of [1, 2, 3]) {
      await put(wake(conversation));
      for (let looks = 0; !ran.includes(conversation); looks += 1) {
        assert.ok(looks < 200, `${conversation} is not taken`);
        await sleep(20);
      }
    }
  } finally {
    clock.mock.restore();
  }
});

test('jobs of one line run one after the other, the oldest first, and others beside them', async () => {
  await reset();
  const seen: string[] = [];
  let release = (): void => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  const rules = async (line: string, event_id: number): Promise<unknown> =>
    put({ queue: 'run_automation_rules', data: { account_id: 1, event_id }, line });
  await rules('a', 1);
  await rules('a', 2);
  await rules('b', 3);
  const workers: Partial<Workers> = {
    run_automation_rules: async ({ event_id }) => {
      seen.push(`begin ${event_id}`);
      if (event_id === 1) await held;
      seen.push(`end ${event_id}`);
    },
  };
  await run(workers);
  await run(workers);
  await eventually(() => seen.includes('end 3'), 5000);
  assert.ok(!seen.includes('begin 2'), seen.join());
  release();
  await eventually(() => seen.includes('end 2'), 5000);
  const first = seen.filter((each) => !each.endsWith('3'));
  assert.deepEqual(first, ['begin 1', 'end 1', 'begin 2', 'end 2']);
});

test('who has one job waits for few of an account that has hundreds', async () => {
  await reset();
  const ran: number[] = [];
  const job = (account_id: number): Job =>
    ({ ...wake(1), data: { account_id, conversation_id: 1 } }) as Job;
  await put(...Array.from({ length: 200 }, () => job(71)));
  await put(job(72));
  await run({ wake_conversation: async ({ account_id }) => void ran.push(account_id) });
  await eventually(() => ran.length === 201, 10_000);
  assert.ok(ran.indexOf(72) < 60, `${ran.indexOf(72)} before it`);
});

test('the export of one account does not wait for that of another, nor run beside its own', async () => {
  await reset();
  const seen: number[] = [];
  const held = Promise.withResolvers<void>();
  const exporting = async (account_id: number, export_id: number): Promise<unknown> =>
    put({ queue: 'export_contacts', data: { account_id, export_id }, line: String(account_id) });
  await exporting(71, 1);
  await exporting(71, 2);
  await exporting(72, 3);
  await run({
    export_contacts: async ({ export_id }) => {
      seen.push(export_id);
      if (export_id === 1) await held.promise;
    },
  });
  await eventually(() => seen.includes(3), 5000);
  assert.ok(!seen.includes(2), seen.join());
  held.resolve();
  await eventually(() => seen.includes(2), 5000);
});

test('a job waits for its instant and runs within two seconds of it', async () => {
  await reset();
  const due = Date.now() + 2500;
  let ranAt = 0;
  await run({
    wake_conversation: async () => {
      ranAt = Date.now();
    },
  });
  await put(wake(1, new Date(due)));
  await eventually(() => ranAt > 0, 6000);
  assert.ok(ranAt >= due - 50 && ranAt <= due + 2000, `${ranAt - due} ms late`);
});

test('what somebody waits for begins at once, not when the queue is looked at the next time', async () => {
  await reset();
  const ran: number[] = [];
  await run({ run_macro: async ({ execution_id }) => void ran.push(execution_id) });
  const began = Date.now();
  for (let execution_id = 1; execution_id <= 12; execution_id += 1) {
    await put({ queue: 'run_macro', data: { account_id: 1, execution_id } });
    await eventually(() => ran.includes(execution_id), 5000);
  }
  // Twelve looks, one after the other, would take half a second each.
  assert.ok(Date.now() - began < 4000, `${Date.now() - began} ms`);
});

test('a job of a transaction that is undone never existed', async () => {
  await reset();
  await assert.rejects(
    transaction(world.pool, async (tx) => {
      await enqueue(tx, [wake(1)]);
      throw new Error('no');
    }),
  );
  assert.deepEqual(await statesOf('wake_conversation'), []);
});

test('four thousand due jobs are worked off in seconds, each once, by two processes', async () => {
  await reset();
  const ran: number[] = [];
  const workers = {
    wake_conversation: async ({ conversation_id }: { conversation_id: number }) => {
      ran.push(conversation_id);
    },
  };
  await put(...Array.from({ length: 4000 }, (_, i) => wake(i)));
  await Promise.all([run(workers), run(workers)]);
  await eventually(() => ran.length >= 4000, 15_000);
  await sleep(300);
  assert.equal(ran.length, 4000);
  assert.equal(new Set(ran).size, 4000);
});

test('a job that throws is tried again under the same id, and its neighbours run once', async () => {
  await reset();
  const ran: { conversation_id: number; id: string }[] = [];
  await put(wake(1), wake(2), wake(3));
  await run({
    wake_conversation: async ({ conversation_id }, { id }) => {
      ran.push({ conversation_id, id });
      if (conversation_id === 2 && ran.filter((r) => r.conversation_id === 2).length < 3) {
        throw new Error('not yet');
      }
    },
  });
  await eventually(() => ran.filter((r) => r.conversation_id === 2).length === 3, 12_000);
  const ids = (conversation: number) =>
    ran.filter((r) => r.conversation_id === conversation).map((r) => r.id);
  assert.equal(new Set(ids(2)).size, 1);
  assert.equal(ids(1).length, 1);
  assert.equal(ids(3).length, 1);
  assert.match(lines.join(''), /job failed, it will be tried again/);
});

test('what is done in one go is done alone when one of them cannot be done', async () => {
  await reset();
  const notify = (event_id: number): Job => ({
    queue: 'notify_people',
    data: { account_id: 1, event_id },
  });
  const alone: number[] = [];
  const inOneGo: number[][] = [];
  await put(notify(1), notify(2), notify(3));
  await run(
    {
      notify_people: async ({ event_id }) => {
        alone.push(event_id);
        if (event_id === 2) throw new HopelessJobError('no');
      },
    },
    {
      notify_people: async (keys) => {
        inOneGo.push(keys.map(({ event_id }) => event_id));
        if (keys.some(({ event_id }) => event_id === 2)) throw new Error('not all');
      },
    },
  );
  const states = async () => (await statesOf('notify_people')).map(({ state }) => state);
  const areDone = async () => (await states()).every((each) => /completed|failed/.test(each));
  await eventually(areDone, 5000);
  assert.deepEqual(inOneGo, [[1, 2, 3]]);
  assert.deepEqual(
    alone.toSorted((a, b) => a - b),
    [1, 2, 3],
  );
  assert.deepEqual(await states(), ['completed', 'failed', 'completed']);

  await put(notify(4), notify(5));
  await eventually(async () => (await states()).length === 5 && (await areDone()), 5000);
  assert.deepEqual(inOneGo.at(-1), [4, 5]);
  assert.equal(alone.length, 3);
});

test('a hopeless job is set aside at once, with its reason, and the log says so', async () => {
  await reset();
  let tries = 0;
  const data = { account_id: 1, conversation_id: 1, email: 'x@y.example' };
  await put({ queue: 'send_transcript', data });
  await run({
    send_transcript: async () => {
      tries += 1;
      throw new HopelessJobError('no such user');
    },
  });
  await eventually(async () => (await statesOf('send_transcript'))[0]?.state === 'failed', 4000);
  assert.equal(tries, 1);
  assert.equal((await statesOf('send_transcript'))[0]?.output.message, 'no such user');
  assert.match(lines.join(''), /job failed for good/);
});

test('stopping waits for the job that runs, and takes no other', async () => {
  await reset();
  let finished = 0;
  await put({ queue: 'remove_files', data: { keys: ['a'] } });
  const jobs = await run({
    remove_files: async () => {
      await sleep(800);
      finished += 1;
    },
  });
  await eventually(async () => (await statesOf('remove_files'))[0]?.state === 'active', 3000);
  const stopped = jobs.stop();
  await put({ queue: 'remove_files', data: { keys: ['b'] } });
  await stopped;
  assert.equal(finished, 1);
  const states = (await statesOf('remove_files')).map(({ state }) => state);
  assert.deepEqual(states, ['completed', 'created']);
});

test('within half a minute a dead worker’s job is given to another, and failures are counted', async () => {
  await reset();
  await put(wake(1), { queue: 'remove_files', data: { keys: [] } });
  await sql(world, `update jobs.job set state = 'failed' where name = 'remove_files'`);
  // A process that took the job and was killed: it is active, and nobody says that it lives.
  await sql(
    world,
    `update jobs.job set state = 'active', started_on = now() - interval '20 seconds',
       heartbeat_on = now() - interval '20 seconds' where name = 'wake_conversation'`,
  );
  let ran = 0;
  await run({
    wake_conversation: async () => {
      ran += 1;
    },
  });
  await eventually(() => ran === 1, 30_000);
  const failed = async () =>
    (await countJobs(world.pool)).find(({ queue }) => queue === 'remove_files')?.failed;
  await eventually(async () => (await failed()) === 1, 15_000);
});

test('work goes on after every connection to the database was cut', async () => {
  await reset();
  const ran: number[] = [];
  await run({ wake_conversation: async ({ conversation_id }) => void ran.push(conversation_id) });
  await put(wake(1));
  await eventually(() => ran.includes(1), 3000);
  await sql(
    world,
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid()`,
  );
  await sleep(500);
  await put(wake(2));
  await eventually(() => ran.includes(2), 8000);
});

test('a recurring job that was missed while we were down is made good soon after the start', async () => {
  await reset();
  let swept = 0;
  const workers = {
    sweep: async () => {
      swept += 1;
    },
  };
  const first = await run(workers);
  await eventually(
    async () =>
      (await sql(world, 'select 1 from jobs.version where cron_on is not null')).length > 0,
    10_000,
  );
  await first.stop();
  await sql(world, `update jobs.version set cron_on = now() - interval '3 hours'`);
  await sql(world, `update jobs.schedule set created_on = now() - interval '1 day'`);
  await sql(world, `delete from jobs.job`);
  swept = 0;
  await run(workers);
  await eventually(() => swept === 1, 20_000);
});

test('done jobs can be looked at for two weeks, those that tell people for a day', async () => {
  await reset();
  await put(wake(1), { queue: 'notify_people', data: { account_id: 1, event_id: 1 } });
  const kept = await sql(
    world,
    `select name, deletion_seconds / 86400 as days from jobs.job
     where name in ('notify_people', 'wake_conversation') order by name`,
  );
  assert.deepEqual(kept, [
    { name: 'notify_people', days: 1 },
    { name: 'wake_conversation', days: 14 },
  ]);
});

test('what was given up is listed with its reason, and tried once more when asked', async () => {
  await reset();
  await put({ queue: 'remove_files', data: { keys: ['a'] } }, wake(1));
  let mended = false;
  let ran = 0;
  await run({
    remove_files: async () => {
      if (!mended) throw new HopelessJobError('the store is full');
      ran += 1;
    },
    wake_conversation: async () => {
      throw new HopelessJobError('no such conversation');
    },
  });
  const failed = async () => listFailed(world.pool, {}, 10);
  await eventually(async () => (await failed()).length === 2, 5000);
  const [files] = await listFailed(world.pool, { queue: 'remove_files' }, 10);
  assert.deepEqual(
    [files?.reason, files?.tries, files?.account_id],
    ['the store is full', 1, null],
  );
  mended = true;
  assert.equal(await retryFailed(world.pool, { ids: [files?.id ?? ''] }), 1);
  await eventually(() => ran === 1, 5000);
  assert.deepEqual(
    (await failed()).map(({ queue, account_id }) => [queue, account_id]),
    [['wake_conversation', 1]],
  );
});
