import { pauseUntil, until } from '../rig/clock.ts';
import { atMost, none, percentile, sized, told, type Context, type Row, type Scenario } from '../scenario.ts'; // prettier-ignore
import { asleep, findFates, misled, notOnce, type Fate, type Snooze } from './check.ts';
import { makeConversations, setUp, snooze, type Stage } from './stage.ts';

const COUNT = { full: 5000, quick: 300 };

/** Every snooze ends once, and only if nobody has decided otherwise (promise R8). */
export const snoozes: Scenario = {
  name: 'snoozes',
  promise: 'Every snooze ends once: in time while up, right after the start when due while down.',
  limit: { full: 500, quick: 120 },
  twins: [
    { guard: 'wake-looks-again', fails: ['opened against what was decided meanwhile'] },
    { guard: 'wake-jobs', fails: ['late while up, p99'] },
  ],
  async run(context) {
    const stage = await setUp(context);
    const up = await whileUp(context, stage);
    const down = await afterAStop(context, stage);
    const fates = [...up.fates, ...down.fates];
    return [
      ...up.rows,
      ...down.rows,
      none('never opened', asleep(fates)),
      none('not opened once and whole', notOnce(fates)),
      none('opened against what was decided meanwhile', misled(fates)),
    ];
  },
};

interface Part {
  rows: Row[];
  fates: Fate[];
}

async function whileUp(context: Context, stage: Stage): Promise<Part> {
  const span = sized(context, { full: 60_000, quick: 6000 });
  const ready = await makeConversations(stage, sized(context, COUNT));
  const made = await snooze(stage, ready, span);
  // Nothing but the sweep of each minute is left to wake them then.
  if (context.broken === 'wake-jobs') {
    await stage.postgres.pool.query(`delete from jobs.job where name = 'wake_conversation'`);
  }
  const last = made.at(-1)?.due ?? 0;
  await pauseUntil(last + 3000);
  const fates = await findFates(stage.postgres.pool, stage.desk.account_id, made);
  const late = fates
    .filter(({ meanwhile }) => meanwhile === 'nothing')
    .map(({ due, opened: [at = Date.now()] }) => at - due);
  return {
    fates,
    rows: [
      told('snoozes, spread over', `${made.length}, ${span / 1000}`, 's'),
      told('late while up, p50', percentile(late, 0.5), 'ms'),
      atMost('late while up, p99', 2000, percentile(late, 0.99), 'ms'),
      none('early while up', late.filter((ms) => ms < 0).map(String)),
    ],
  };
}

async function afterAStop(context: Context, stage: Stage): Promise<Part> {
  const { postgres, servers } = stage;
  const down = sized(context, { full: 20_000, quick: 5000 });
  const ready = await makeConversations(stage, sized(context, COUNT));
  const made = await snooze(stage, ready, down);
  const sabotaged = await sabotage(stage, made);
  await Promise.all(servers.map(async (server) => server.kill('SIGKILL')));
  await postgres.stop();
  const stopped = Date.now();
  await pauseUntil(Math.max(made.at(-1)?.due ?? 0, stopped + down));
  await postgres.start();
  const boot = Date.now();
  await Promise.all(servers.map(async (server) => server.start()));
  const answering = Date.now();
  const fates = await untilAwake(stage, made, 60_000);
  const last = Math.max(...fates.flatMap(({ opened }) => opened));
  const named = servers.flatMap(({ lines }) => lines).filter((line) => isAbout(line, sabotaged));
  return {
    fates,
    rows: [
      told('down for', (boot - stopped) / 1000, 's'),
      atMost('all open after the start', 30, (last - boot) / 1000, 's'),
      told('the same from the first answer on', (last - answering) / 1000, 's'),
      {
        id: 'a row that cannot be opened',
        goal: 'in the log',
        actual: `${named.length} lines`,
        unit: '',
        pass: named.length > 0,
      },
    ],
  };
}

/** Makes one of them impossible to open, for the database itself. Returns its primary key. */
async function sabotage({ postgres: { pool }, desk }: Stage, made: Snooze[]): Promise<number> {
  const victim = made.find(({ meanwhile }) => meanwhile === 'nothing') as Snooze;
  victim.meanwhile = 'sabotaged';
  const { rows } = await pool.query<{ id: number }>(
    'select id from conversations where account_id = $1 and display_id = $2',
    [desk.account_id, victim.display_id],
  );
  const { id } = rows[0] as { id: number };
  await pool.query(`
    create function sabotage() returns trigger language plpgsql as $$ begin raise 'sabotaged'; end $$;
    create trigger sabotage before update on conversations for each row
      when (new.id = ${id} and new.status = 0) execute function sabotage()`);
  return id;
}

/** Whether a line of the log is about this conversation, or about a job that could not open it. */
const isAbout = (line: string, id: number): boolean =>
  line.includes('sabotaged') && (line.includes(`"conversation_id":${id}`) || line.includes('wake'));

async function untilAwake(
  { postgres, desk }: Stage,
  made: readonly Snooze[],
  patience: number,
): Promise<Fate[]> {
  let fates: Fate[] = [];
  await until(async () => {
    fates = await findFates(postgres.pool, desk.account_id, made);
    return asleep(fates).length === 0;
  }, patience);
  return fates;
}
