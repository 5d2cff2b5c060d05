import { createCaller, type Answer, type Caller } from '../rig/calls.ts';
import { createDesk, type Desk } from '../rig/desk.ts';
import { createPostgres, type Postgres } from '../rig/postgres.ts';
import { createServer } from '../rig/server.ts';
import { sized, type Context } from '../scenario.ts';

const ACCOUNTS = { full: 20, quick: 4 };

/** One of the two processes. */
export type Side = 0 | 1;

export interface Stage {
  postgres: Postgres;
  desks: Desk[];
  /** Asks as the administrator of a desk, or as nobody for paths that begin with `/public`. */
  ask(side: Side, desk: Desk, path: string, body: object): Promise<Answer>;
  /** Where customers of the first desk's inboxes come in: the first is open, the second keeps one conversation. */
  doors: [open: string, locked: string];
  /** What nobody may be answered: a failure of ours, or nothing. */
  failures: string[];
  /** How often anything was asked. */
  asked(): number;
}

/** Two processes on one database with many accounts. */
export async function setUp(context: Context): Promise<Stage> {
  const postgres = await createPostgres(context);
  const options = { databaseUrl: postgres.url, args: ['--empty'] };
  const servers = [await createServer(context, options), await createServer(context, options)];
  for (const server of servers) await server.start();
  const desks: Desk[] = [];
  for (let index = 0; index < sized(context, ACCOUNTS); index += 1) {
    desks.push(await createDesk(postgres.pool, { name: `desk${index}`, inboxes: 2 }));
  }
  const callers = new Map(
    desks.map((desk) => [
      desk,
      servers.map(({ url }) => createCaller(url, desk.account_id, desk.admin.token)),
    ]),
  );
  const callerOf = (desk: Desk, side: Side): Caller => callers.get(desk)?.[side] as Caller;
  const failures: string[] = [];
  let asked = 0;
  const ask: Stage['ask'] = async (side, desk, path, body) => {
    asked += 1;
    try {
      const answer = await callerOf(desk, side).call('POST', path, body);
      if (answer.status >= 500) failures.push(`${path}: ${answer.status}`);
      return answer;
    } catch (error) {
      failures.push(`${path}: ${String(error)}`);
      return { status: 0, body: {} };
    }
  };
  const [first] = desks as [Desk];
  const doors = await openDoors(callerOf(first, 0), first);
  await takeOut(postgres, context.broken);
  return { postgres, desks, ask, doors, failures, asked: () => asked };
}

async function openDoors(admin: Caller, { inboxes }: Desk): Promise<Stage['doors']> {
  const [, locked] = inboxes;
  await admin.call('PATCH', `inboxes/${locked}`, { lock_to_single_conversation: true });
  const doors = inboxes.map(async (id) => {
    const { body } = await admin.call('GET', `inboxes/${id}`);
    return `/public/api/v1/inboxes/${String(body['inbox_identifier'])}/contacts`;
  });
  return (await Promise.all(doors)) as Stage['doors'];
}

/** What the database does in a run without one of these guards. */
const withoutGuard: Record<string, string> = {
  // As it is done by hand: look for the highest, and add one.
  'one-sequence': `
    alter table conversations drop constraint conversations_account_id_display_id_key;
    create or replace function confab_set_display_id() returns trigger language plpgsql as $$ begin
      select coalesce(max(display_id), 0) + 1 into new.display_id from conversations where account_id = new.account_id;
      return new;
    end $$`,
  // Each connection takes twenty numbers ahead.
  'in-order': `
    do $$ declare each record; begin
      for each in select sequencename as name from pg_sequences where sequencename like 'display_ids_%' loop
        execute format('alter sequence %I cache 20', each.name);
      end loop;
    end $$`,
  'source-ids': `
    create function take_out() returns trigger language plpgsql as $$ begin
      new.source_id := gen_random_uuid(); return new;
    end $$;
    create trigger take_out before insert on messages for each row
      when (new.source_id is not null) execute function take_out()`,
};

async function takeOut({ pool }: Postgres, guard = ''): Promise<void> {
  const change = withoutGuard[guard];
  if (change !== undefined) await pool.query(change);
}
