import { createAccount } from '../../server/src/accounts/accounts.ts';
import { createUser } from '../../server/src/agents/agents.ts';
import { openVault } from '../../server/src/auth/vault.ts';
import { createContact } from '../../server/src/contacts/contacts.ts';
import { transaction, type Pool } from '../../server/src/db/pool.ts';
import { createInbox } from '../../server/src/inboxes/inboxes.ts';
import { SECRET } from './server.ts';

export interface Person {
  id: number;
  token: string;
}

/** An account with an administrator, agents and API inboxes, and one customer who writes in all of them. */
export interface Desk {
  account_id: number;
  admin: Person;
  agents: Person[];
  inboxes: number[];
  contact_id: number;
}

export async function createDesk(
  pool: Pool,
  { inboxes = 1, agents = 0, name = 'desk' }: { inboxes?: number; agents?: number; name?: string },
): Promise<Desk> {
  const vault = openVault(SECRET);
  return transaction(pool, async (tx) => {
    const { id: account_id } = await createAccount(tx, { name });
    const person = async (role: 'agent' | 'administrator', index: number): Promise<Person> => {
      const email = `${role}${index}@${name}.example.com`;
      const password = 'Password1!';
      const known = { account_id, name: `${role} ${index}`, email, password, role };
      const { id, access_token: token } = await createUser(tx, vault, known);
      return { id, token };
    };
    const desk: Desk = {
      account_id,
      admin: await person('administrator', 0),
      agents: [],
      inboxes: [],
      contact_id: (await createContact(tx, { account_id, name: 'Customer' })).id,
    };
    for (let index = 0; index < agents; index += 1) desk.agents.push(await person('agent', index));
    for (let index = 0; index < inboxes; index += 1) {
      const channel = { name: `Inbox ${index}`, channel_type: 'Channel::Api' } as const;
      desk.inboxes.push((await createInbox(tx, { account_id, ...channel })).id);
    }
    return desk;
  });
}

/** So many customers more: who write at the same time wait for nobody else. */
export async function addContacts(
  pool: Pool,
  { account_id }: Pick<Desk, 'account_id'>,
  count: number,
): Promise<number[]> {
  return transaction(pool, async (tx) => {
    const ids: number[] = [];
    for (let index = 1; index <= count; index += 1) {
      ids.push((await createContact(tx, { account_id, name: `Customer ${index}` })).id);
    }
    return ids;
  });
}
