import { until } from '../rig/clock.ts';
import { atLeast, atMost, exactly, none, percentile, sized, told, type Context, type Row, type Scenario } from '../scenario.ts'; // prettier-ignore
import { lost, newestEvent, notIsolated, notOnce, unfinished, unfounded, waits, wronglyGivenUp } from './check.ts'; // prettier-ignore
import { findReturns, killServers } from './kill.ts';
import { mark, type Mark } from './marks.ts';
import { enqueueAsTomorrow, keepUp, setUp, TOMORROW, type Stage } from './stage.ts';
import { writeAll, writeAtRate, writeInVain } from './write.ts';

const RATE = 200;
const CALM = { full: 2000, quick: 300 };
const BESIDE = { full: 2000, quick: 200 };
const TOLD = { full: 4000, quick: 150 };
const SCHEDULED = { full: 2000, quick: 100 };

/** Background work is never lost and never stuck (promise R17). */
export const jobs: Scenario = {
  name: 'jobs',
  promise: 'Every job is done once or given up, whatever is killed, hangs or throws beside it.',
  limit: { full: 480, quick: 180 },
  twins: [
    {
      guard: 'jobs-have-a-limit',
      fails: ['jobs neither done nor given up', 'jobs that misbehave and were not given up'],
    },
    { guard: 'jobs-fail-alone', fails: ['jobs tried again because of others'] },
  ],
  async run(context) {
    const stage = await setUp(context);
    const calm = await whileCalm(context, stage);
    const beside = await besideTrouble(context, stage);
    const killed = await whileKilled(context, stage);
    return [...calm, ...beside, ...killed];
  },
};

async function whileCalm(context: Context, stage: Stage): Promise<Row[]> {
  const { pool } = stage.postgres;
  const { account_id } = stage.desk;
  const before = await newestEvent(pool, account_id);
  const count = sized(context, CALM);
  const rate = await writeAtRate(stage, { count, rate: RATE });
  await settled(stage, 10_000);
  const latencies = (await waits(pool, account_id, before)).map(({ ms }) => ms);
  return [
    exactly('jobs of as many writes while calm', count, latencies.length, ''),
    atLeast('writes a second while calm', RATE * 0.9, rate, ''),
    told('from commit to start, p50', percentile(latencies, 0.5), 'ms'),
    atMost('from commit to start, p99', 500, percentile(latencies, 0.99), 'ms'),
  ];
}

/** Some throw and some hang: the others of the same queue do not feel it. */
async function besideTrouble(context: Context, stage: Stage): Promise<Row[]> {
  const { pool } = stage.postgres;
  const { account_id } = stage.desk;
  const count = sized(context, BESIDE);
  const before = await newestEvent(pool, account_id);
  await mark(pool, troubles(count));
  await writeAtRate(stage, { count, rate: RATE / 2 });
  await until(async () => (await waits(pool, account_id, before)).length >= count * 0.9, 2000);
  const others = await settledOthers(stage, before);
  const latencies = others.map(({ ms }) => ms);
  const again = others.filter(({ tries }) => tries > 0).map(({ tries }) => `${tries} times`);
  const bad = troubles(count).length;
  return [
    told('jobs that throw or hang', bad),
    exactly('jobs beside them', count - bad, others.length, ''),
    atMost('from commit to start beside them, p95', 500, percentile(latencies, 0.95), 'ms'),
    told('the same, worst', percentile(latencies, 1), 'ms'),
    none('jobs tried again because of others', again),
  ];
}

const troubles = (count: number): Mark[] =>
  Array.from({ length: Math.floor(count / 20) }, (_, index) => ({
    at: (index + 1) * 20,
    // Of twenty, one hangs to begin with and one in the middle.
    misbehaviour: index % 10 === 0 ? 'hangs' : 'throws',
    retries: 1,
  }));

async function settledOthers({ postgres: { pool }, desk }: Stage, after: number) {
  await until(
    async () => (await waits(pool, desk.account_id, after)).every(({ ms }) => ms < Infinity),
    10_000,
  );
  return waits(pool, desk.account_id, after);
}

async function whileKilled(context: Context, stage: Stage): Promise<Row[]> {
  const { postgres, desk } = stage;
  const { random, quick } = context;
  const { pool } = postgres;
  await enqueueAsTomorrow(stage);
  const refused = await writeInVain(stage, 20);
  await mark(pool, [{ at: 50, misbehaviour: 'kills', retries: quick ? 0 : 2 }]);
  let over = false;
  context.after(() => void (over = true));
  const keeping = keepUp(stage, () => over);
  const killing = killServers(stage, { random, times: sized(context, { full: 20, quick: 3 }) });
  const load = { told: sized(context, TOLD), scheduled: sized(context, SCHEDULED) };
  const wanted = await writeAll(stage, { ...load, span: quick ? 4 : 30, random });
  const kills = await killing;
  await settled(stage, quick ? 60_000 : 150_000);
  over = true;
  await keeping;
  const returns = await findReturns(pool, kills);
  const { missing, doubled } = await notOnce(pool, desk.account_id, wanted);
  return [
    ...(await countAll(stage)),
    told('servers killed', kills.length),
    atLeast('jobs that a kill cut short', 1, returns.length, ''),
    atMost('begun again after the kill, worst', 30, percentile(returns, 1), 's'),
    none('jobs neither done nor given up', await unfinished(pool)),
    none('jobs given up that nothing was wrong with', await wronglyGivenUp(pool)),
    none('jobs that misbehave and were not given up', await notIsolated(pool)),
    none('writes without their job or its effect', await lost(pool, desk.account_id)),
    none('messages for later that were not sent', missing),
    none('messages for later that were sent twice', doubled),
    exactly('writes refused at their commit', 20, refused, ''),
    none('jobs of refused writes', await unfounded(pool)),
  ];
}

/** What there was, and that what only newer code understands is still there for it. */
async function countAll({ postgres: { pool } }: Stage): Promise<Row[]> {
  const { rows } = await pool.query<{ all: number; tomorrow: number }>(
    `select count(*) filter (where name in ('notify_people', 'send_scheduled_message'))::int as all,
       count(*) filter (where name = $1 and state = 'created')::int as tomorrow from jobs.job`,
    [TOMORROW],
  );
  const [{ all, tomorrow } = { all: 0, tomorrow: 0 }] = rows;
  return [
    told('jobs', all),
    exactly('jobs in a queue of newer code, still waiting for it', 10, tomorrow, ''),
  ];
}

const settled = async ({ postgres: { pool } }: Stage, patience: number): Promise<boolean> =>
  until(async () => (await unfinished(pool)).length === 0, patience);
