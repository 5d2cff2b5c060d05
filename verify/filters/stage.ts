import type { Pool } from '../../server/src/db/pool.ts';
import { createCaller, type Caller } from '../rig/calls.ts';
import { createDesk, type Desk } from '../rig/desk.ts';
import { createPostgres, type Postgres } from '../rig/postgres.ts';
import { createServer, type ServerProcess } from '../rig/server.ts';
import type { Context } from '../scenario.ts';
import { attributes } from './generate.ts';

/** Somebody who filters, with the ids that are theirs to see. */
export interface Person {
  name: string;
  caller: Caller;
  conversations: Set<number>;
  contacts: Set<number>;
}

export interface Stage {
  postgres: Postgres;
  server: ServerProcess;
  desk: Desk;
  admin: Caller;
  /** The administrator, two agents of one inbox each, and the administrator of another company. */
  people: Person[];
}

/** Where the database complains, in the run's directory. */
export const LOG = 'database/postgres.log';

const PER_INBOX = 25;

/** Two companies on one server; the database tells of every statement that it could not read. */
export async function setUp(context: Context): Promise<Stage> {
  const postgres = await createPostgres(context, { log_min_messages: 'error' });
  const server = await createServer(context, { databaseUrl: postgres.url, args: ['--empty'] });
  await server.start();
  const desk = await createDesk(postgres.pool, { agents: 2, inboxes: 2 });
  const other = await createDesk(postgres.pool, { name: 'other' });
  await createAttributes(postgres.pool, [desk.account_id, other.account_id]);
  const at = ({ account_id }: Desk, token: string): Caller => createCaller(server.url, account_id, token); // prettier-ignore
  const admin = at(desk, desk.admin.token);
  for (const [index, { id }] of desk.agents.entries()) {
    await admin.insist('inbox_members', { inbox_id: desk.inboxes[index], user_ids: [id] });
  }
  for (const each of [desk, other]) await openAll(at(each, each.admin.token), each);
  const callers: [string, Caller][] = [
    ['the administrator', admin],
    ...desk.agents.map(({ token }, index): [string, Caller] => [`agent ${index}`, at(desk, token)]),
    ['another company', at(other, other.admin.token)],
  ];
  const people: Person[] = [];
  for (const [name, caller] of callers) people.push(await whatIsTheirs(postgres, name, caller));
  return { postgres, server, desk, admin, people };
}

/** Straight in the table: whatever way such a key once came in, nothing may come of it. */
async function createAttributes(pool: Pool, accounts: number[]): Promise<void> {
  for (const model of ['conversation_attribute', 'contact_attribute']) {
    await pool.query(
      `insert into custom_attribute_definitions
         (account_id, attribute_model, attribute_key, attribute_display_name, attribute_display_type)
       select account, $2, key, key, kind from unnest($1::bigint[]) account, unnest($3::text[], $4::text[]) d (key, kind)`,
      [accounts, model, attributes.map(([key]) => key), attributes.map(([, type]) => type)],
    );
  }
}

const VALUES = ['gold', 5, '2024-05-01', true, 'x', null];

async function openAll(admin: Caller, { inboxes, contact_id }: Desk): Promise<void> {
  const valued = (value: unknown): object => Object.fromEntries(attributes.map(([key]) => [key, value])); // prettier-ignore
  for (let index = 0; index < PER_INBOX; index += 1) {
    const custom_attributes = valued(VALUES[index % VALUES.length]);
    for (const inbox_id of inboxes) {
      await admin.insist('conversations', { contact_id, inbox_id, custom_attributes });
    }
    const email = `gold${index}@example.com`;
    await admin.insist('contacts', { name: `gold ${index}`, email, custom_attributes });
  }
}

/** Asked of the rows, not of the product. */
async function whatIsTheirs({ pool }: Postgres, name: string, caller: Caller): Promise<Person> {
  const account = Number((await caller.call('GET', '/api/v1/profile')).body['account_id']);
  const ids = async (statement: string, values: unknown[]): Promise<Set<number>> =>
    new Set((await pool.query<{ id: number }>(statement, values)).rows.map(({ id }) => id));
  const user = Number((await caller.call('GET', '/api/v1/profile')).body['id']);
  return {
    name,
    caller,
    conversations: await ids(
      `select c.display_id::int as id from conversations c
       join memberships m on m.account_id = c.account_id and m.user_id = $2
       where c.account_id = $1 and (m.role = 'administrator' or c.inbox_id in
         (select inbox_id from inbox_members i where i.account_id = $1 and i.user_id = $2))`,
      [account, user],
    ),
    contacts: await ids('select id::int from contacts where account_id = $1', [account]),
  };
}
