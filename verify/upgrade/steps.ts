import { sideBySide } from '../../server/src/jobs/side-by-side.ts';
import type { Pool } from '../../server/src/db/pool.ts';
import { until } from '../rig/clock.ts';
import type { Postgres } from '../rig/postgres.ts';
import { none, told, type Context, type Row } from '../scenario.ts';
import { differences, readCatalog, readRows } from './catalog.ts';
import { readPast, type Database, type Step } from './past.ts';
import { migrateWith, original, type Migrating } from './tree.ts';

const STEPS = { quick: 3 };
const WIDTH = 3;

/** What a database looks like that nobody was killed over. */
export interface Reference {
  schema: string[];
  rows: string[];
}

interface Found {
  kills: string[];
  halves: string[];
  failures: string[];
  schemas: string[];
  rows: string[];
}

/** `confab migrate` is killed inside each migration, again and again, and then left in peace. */
export async function killInSteps(
  context: Context,
  postgres: Postgres,
): Promise<{ reference: Reference; rows: Row[] }> {
  const { steps, last } = await readPast(postgres);
  const found: Found = { kills: [], halves: [], failures: [], schemas: [], rows: [] };
  await finish(context, found, last);
  const reference = await look(last);
  const chosen = context.quick ? some(context, steps) : steps;
  await sideBySide(chosen, WIDTH, async (step) => {
    const stage = { context, postgres, found, reference };
    await killInStep(stage, step);
    context.say(`${step.migration}: killed ${found.kills.filter((each) => each.startsWith(step.migration)).length} times`); // prettier-ignore
  });
  const rows = [
    told('migrations, kills inside them', `${chosen.length}, ${found.kills.length}`),
    none('migrations that no kill met', missed(chosen, found)),
    none('half a migration after a kill', found.halves),
    none('runs after a kill that fail', found.failures),
    none('schemas that differ in the end', found.schemas),
    none('rows lost or doubled', found.rows),
  ];
  return { reference, rows };
}

const missed = (chosen: readonly Step[], { kills }: Found): string[] =>
  chosen
    .map(({ migration }) => migration)
    .filter((name) => !kills.some((kill) => kill.startsWith(name)));

/** The newest of all, and others by chance. */
function some({ random }: Context, steps: readonly Step[]): Step[] {
  const rest = steps.slice(0, -1);
  const picked = Array.from({ length: STEPS.quick - 1 }, () => random.pick(rest));
  return [...new Set([...picked, ...steps.slice(-1)])];
}

interface Stage {
  context: Context;
  postgres: Postgres;
  found: Found;
  reference: Reference;
}

async function killInStep(stage: Stage, step: Step): Promise<void> {
  const { context, found, reference } = stage;
  const { migration, sql, before } = step;
  const statements = sql.match(/^(create|alter|drop)\b/gim)?.length ?? 1;
  const first = await look(before);
  const instants = [1, 'commit', context.random.between(2, Math.max(2, statements))] as const;
  for (const instant of context.quick ? instants.slice(0, 2) : instants) {
    const was = await look(before);
    await before.use(async (pool) => pool.query(trap(migration, instant)));
    const running = migrateWith(context, original, before.url);
    // It may have fewer statements than it looks.
    if (await isCaught(stage.postgres, before, running)) {
      found.kills.push(`${migration} ${instant}`);
      await running.kill();
      await untilUndone(stage.postgres, before);
    }
    await before.use(async (pool) => pool.query(release));
    const is = await look(before);
    const isDone = differences(is.schema, reference.schema).length === 0;
    const changed = [...differences(is.schema, was.schema), ...differences(is.rows, was.rows)];
    if (!isDone) found.halves.push(...changed.map((each) => `${migration} ${instant}: ${each}`));
  }
  await finish(context, found, before);
  const end = await look(before);
  found.schemas.push(...differences(end.schema, reference.schema).map((each) => `${migration}: ${each}`)); // prettier-ignore
  found.rows.push(...lostRows(first, end, reference).map((each) => `${migration}: ${each}`)); // prettier-ignore
}

/**
 * What was written by then is there, and nothing twice: each table has as many rows as without kills. The
 * first stages have not everything yet, and are asked for what they had.
 */
function lostRows(first: Reference, end: Reference, { rows }: Reference): string[] {
  const texts = (lines: readonly string[]): string[] =>
    lines.filter((each) => !each.endsWith(' rows'));
  if (texts(first.rows).length === texts(rows).length) return differences(end.rows, rows);
  return texts(first.rows).filter((each) => !end.rows.includes(each));
}

async function finish(context: Context, found: Found, database: Database): Promise<void> {
  const { code, said } = await migrateWith(context, original, database.url).ended;
  if (code !== 0) found.failures.push(`${database.name}: ${said.trim().slice(0, 300)}`);
}

const look = async (database: Database): Promise<Reference> =>
  database.use(async (pool: Pool) => ({
    schema: await readCatalog(pool),
    rows: await readRows(pool),
  }));

/** Holds the migration at its n-th statement that changes the schema, or in its commit. */
function trap(migration: string, instant: number | 'commit'): string {
  const where =
    instant === 'commit'
      ? `create function trap.hold() returns trigger language plpgsql as $$ begin
           if new.name = '${migration}' then perform pg_sleep(60); end if;
           return null;
         end $$;
         create constraint trigger trap after insert on schema_migrations
           deferrable initially deferred for each row execute function trap.hold();`
      : `create function trap.hold() returns event_trigger language plpgsql as $$
         declare seen int := coalesce(nullif(current_setting('trap.seen', true), ''), '0')::int + 1;
         begin
           if not exists (select from pg_event_trigger_ddl_commands()) then return; end if;
           perform set_config('trap.seen', seen::text, true);
           if seen = ${instant} then perform pg_sleep(60); end if;
         end $$;
         create event trigger trap on ddl_command_end execute function trap.hold();`;
  return `create schema trap; ${where}`;
}

const release = `
  drop event trigger if exists trap;
  drop trigger if exists trap on schema_migrations;
  drop schema trap cascade`;

/** Whether it is held; when not, it has come to its end. */
async function isCaught(
  { pool }: Postgres,
  { name }: Database,
  { ended }: Migrating,
): Promise<boolean> {
  let isOver = false;
  void ended.then(() => (isOver = true));
  const sleeping = `select from pg_stat_activity where datname = $1 and wait_event = 'PgSleep'`;
  await until(async () => isOver || (await pool.query(sleeping, [name])).rows.length > 0, 60_000);
  return !isOver;
}

async function untilUndone({ pool }: Postgres, { name }: Database): Promise<void> {
  const there = 'select from pg_stat_activity where datname = $1';
  const isGone = async (): Promise<boolean> => (await pool.query(there, [name])).rows.length === 0;
  if (!(await until(isGone, 20_000))) throw new Error(`somebody goes on in ${name}`);
}
