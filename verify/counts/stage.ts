import { createCaller, type Caller } from '../rig/calls.ts';
import { createDesk, type Desk, type Person } from '../rig/desk.ts';
import { createPostgres, type Postgres } from '../rig/postgres.ts';
import { createServer } from '../rig/server.ts';
import type { Context } from '../scenario.ts';

const AGENTS = 5;
const CUSTOMERS = 2;

/** Somebody of the team, at one of the two servers. */
export interface Member extends Person {
  caller: Caller;
  isAdmin: boolean;
}

/** Somebody who writes from outside. */
export interface Customer {
  caller: Caller;
  /** Of their conversations. */
  place: string;
}

export interface Stage {
  postgres: Postgres;
  desk: Desk;
  members: Member[];
  customers: Customer[];
}

/** Two servers, an administrator, agents of whom each is in some of the inboxes, and customers of the first inbox. */
export async function setUp(context: Context): Promise<Stage> {
  const postgres = await createPostgres(context);
  const options = { databaseUrl: postgres.url, args: ['--empty'] };
  const servers = [await createServer(context, options), await createServer(context, options)];
  for (const server of servers) await server.start();
  const desk = await createDesk(postgres.pool, { agents: AGENTS, inboxes: 3 });
  const urlOf = (index: number): string => servers[index % 2]?.url ?? '';
  const members = [desk.admin, ...desk.agents].map((person, index): Member => ({
    ...person,
    caller: createCaller(urlOf(index), desk.account_id, person.token),
    isAdmin: index === 0,
  }));
  const [admin] = members as [Member];
  for (const [index, inbox_id] of desk.inboxes.entries()) {
    const user_ids = desk.agents.filter((_, n) => n % 3 !== index).map(({ id }) => id);
    await admin.caller.insist('inbox_members', { inbox_id, user_ids });
  }
  const { body } = await admin.caller.call('GET', `inboxes/${desk.inboxes[0]}`);
  const door = `/public/api/v1/inboxes/${String(body['inbox_identifier'])}/contacts`;
  const customers: Customer[] = [];
  for (let index = 0; index < CUSTOMERS; index += 1) {
    const caller = createCaller(urlOf(index), desk.account_id, '');
    const source_id = `customer-${index}`;
    await caller.insist(door, { source_id, name: source_id });
    customers.push({ caller, place: `${door}/${source_id}/conversations` });
  }
  await takeOut(postgres, context.broken);
  return { postgres, desk, members, customers };
}

/** What the database does in a run without one of these guards. */
const withoutGuard: Record<string, string> = {
  'counts-follow': `alter table conversations disable trigger conversations_count_moved`,
  'messages-touch': `
    create function take_out() returns trigger language plpgsql as $$ begin
      new.last_activity_at := old.last_activity_at; return new;
    end $$;
    create trigger take_out before update on conversations for each row execute function take_out()`,
  'seen-is-kept': `
    create function take_out() returns trigger language plpgsql as $$ begin
      new.agent_last_seen_at := old.agent_last_seen_at; return new;
    end $$;
    create trigger take_out before update on conversations for each row execute function take_out()`,
};

async function takeOut({ pool }: Postgres, guard = ''): Promise<void> {
  const change = withoutGuard[guard];
  if (change !== undefined) await pool.query(change);
}
