import type { Pool } from '../../server/src/db/pool.ts';
import { createCaller, type Caller } from '../rig/calls.ts';
import { createDesk, type Desk, type Person } from '../rig/desk.ts';
import { createPostgres, type Postgres } from '../rig/postgres.ts';
import { createReceiver, healthy, type Receiver } from '../rig/receiver.ts';
import { createServer } from '../rig/server.ts';
import type { Context } from '../scenario.ts';
import type { Placed, Standing } from './rights.ts';

const AGENTS = 6;
const INBOXES = 3;
/** So many fit into a page of everything that has pages. */
const CONVERSATIONS = 15;
/** In the first message of each conversation, and nowhere else. */
export const WORD = 'needle';

/** Somebody of the team, with the rights that they should have now. */
export interface Member extends Person {
  name: string;
  caller: Caller;
  standing: Standing;
}

export interface Stage {
  postgres: Postgres;
  desk: Desk;
  admin: Caller;
  agents: Member[];
  /** A program that works in the first inbox only. */
  key: Member;
  teams: number[];
  roles: Map<number, readonly string[]>;
  /** Is told of messages in the first inbox. */
  receiver: Receiver;
  /** Host and port of each server. */
  addresses: string[];
}

/** Two servers: what one of them does holds at the other at once. */
export async function setUp(context: Context): Promise<Stage> {
  const postgres = await createPostgres(context);
  const env = { OUTBOUND_ALLOW: '127.0.0.1' };
  const options = { databaseUrl: postgres.url, args: ['--empty'], env };
  const servers = [await createServer(context, options), await createServer(context, options)];
  for (const server of servers) await server.start();
  const desk = await createDesk(postgres.pool, { agents: AGENTS, inboxes: INBOXES });
  const urlOf = (index: number): string => servers[index % 2]?.url ?? '';
  const admin = createCaller(urlOf(0), desk.account_id, desk.admin.token);
  const agents = desk.agents.map((person, index): Member => {
    const caller = createCaller(urlOf(index), desk.account_id, person.token);
    return { ...person, name: `agent ${index}`, caller, standing: newcomer(person.id) };
  });
  const receiver = await createReceiver(healthy, context.random);
  context.after(async () => receiver.close());
  const channel = { webhook_url: receiver.url };
  await admin.call('PATCH', `inboxes/${desk.inboxes[0]}`, { channel });
  const stage: Stage = {
    postgres,
    desk,
    admin,
    agents,
    key: await keyOf(admin, desk, urlOf(1)),
    teams: await teamsOf(admin),
    roles: await rolesOf(admin),
    receiver,
    addresses: servers.map(({ port }) => `127.0.0.1:${port}`),
  };
  await openConversations(stage);
  await takeOut(postgres, context.broken);
  return stage;
}

const newcomer = (id: number): Standing => ({
  id,
  isMember: true,
  role: 'agent',
  custom_role_id: null,
  inboxes: new Set(),
  teams: new Set(),
});

async function keyOf(admin: Caller, { account_id, inboxes }: Desk, url: string): Promise<Member> {
  const inbox_ids = inboxes.slice(0, 1);
  const made = await admin.insist('service_keys', { name: 'Reader', scopes: ['read'], inbox_ids });
  const token = String(made['token']);
  const standing = { ...newcomer(-1), inboxes: new Set(inbox_ids) };
  return { id: -1, token, name: 'the key', caller: createCaller(url, account_id, token), standing };
}

async function teamsOf(admin: Caller): Promise<number[]> {
  const ids: number[] = [];
  for (const name of ['first', 'second']) {
    ids.push((await admin.insist('teams', { name, allow_auto_assign: false }))['id'] as number);
  }
  return ids;
}

const allowing = [
  ['conversation_manage'],
  ['conversation_unassigned_manage', 'report_manage'],
  ['conversation_participating_manage'],
  ['conversation_unassigned_manage', 'conversation_participating_manage'],
  ['report_manage', 'contact_manage'],
];

async function rolesOf(admin: Caller): Promise<Stage['roles']> {
  const roles: Stage['roles'] = new Map();
  for (const [index, permissions] of allowing.entries()) {
    const made = await admin.insist('custom_roles', { name: `role ${index}`, permissions });
    roles.set(made['id'] as number, permissions);
  }
  return roles;
}

async function openConversations({ admin, desk, teams }: Stage): Promise<void> {
  for (let index = 0; index < CONVERSATIONS; index += 1) {
    await admin.insist('conversations', {
      contact_id: desk.contact_id,
      inbox_id: desk.inboxes[index % INBOXES],
      ...(index % 4 === 0 ? {} : { team_id: teams[index % 2] }),
      message: { content: `a ${WORD} in the hay`, message_type: 'incoming' },
    });
  }
}

const find = `
  select c.display_id::int as id, c.inbox_id::int as inbox, c.team_id::int as team, c.assignee_id::int as assignee,
    array(select p.user_id from conversation_participants p
      where p.account_id = c.account_id and p.conversation_id = c.id order by 1)::int[] as participants
  from conversations c where c.account_id = $1 order by c.display_id`;

/** Where the conversations are now. */
export const findPlaces = async (pool: Pool, account_id: number): Promise<Placed[]> =>
  (await pool.query<Placed>(find, [account_id])).rows;

/** What the database does in a run without one of these guards. */
const withoutGuard: Record<string, string> = {
  'rights-end': `
    create function take_out() returns trigger language plpgsql as $$ begin return null; end $$;
    create trigger take_out before delete on inbox_members for each row execute function take_out()`,
};

async function takeOut({ pool }: Postgres, guard = ''): Promise<void> {
  const change = withoutGuard[guard];
  if (change !== undefined) await pool.query(change);
}
