import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import type { Logger } from 'pino';
import { createAccount } from '../src/accounts/accounts.ts';
import { createUser } from '../src/agents/agents.ts';
import { openVault } from '../src/auth/vault.ts';
import { loadConfig, type Config } from '../src/config.ts';
import { openPool, transaction, type Connection, type Pool } from '../src/db/pool.ts';
import { createInbox } from '../src/inboxes/inboxes.ts';
import { createContact } from '../src/contacts/contacts.ts';
import { createLog } from '../src/log.ts';
import { startServer, type Server } from '../src/server.ts';
import { createTestDatabase } from './database.ts';

export interface RunningServer extends Server {
  pool: Pool;
  config: Config;
  /** An administrator's. */
  token: string;
  account_id: number;
  inbox_id: number;
  contact_id: number;
  /** What it has logged so far. */
  lines: string[];
}

export const SECRET = 'a secret key that only tests use, 32+ characters';

/** The whole server, listening on a free port; stopped after the file's tests, unless it is already. */
export async function runServer(
  overrides: NodeJS.ProcessEnv = {},
  reach: (connection: Exclude<Connection, string>) => Connection = (connection) => connection,
): Promise<RunningServer> {
  const database = await createTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'confab-test-'));
  const config = loadConfig({
    DATA_DIR: dataDir,
    HOST: '127.0.0.1',
    PORT: '0',
    SECRET_KEY: SECRET,
    RATE_LIMIT: '0',
    ...overrides,
  });
  const direct = openPool(database.connection, { max: 2 });
  const known = await populate(direct);
  const pool = openPool(reach(database.connection), { max: 8, baseUrl: config.baseUrl });
  const lines: string[] = [];
  const log: Logger = createLog({ logLevel: 'info' }, { write: (line) => lines.push(line) });
  const starting = startServer({ config, pool, log });
  after(async () => {
    await starting.then(
      async (started) => started.stop(),
      () => {},
    );
    await pool.end();
    await direct.end();
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  });
  return { ...(await starting), ...known, pool: direct, config, lines };
}

/** An account, an administrator, an inbox and a contact. */
export async function populate(pool: Pool) {
  const vault = openVault(SECRET);
  return transaction(pool, async (tx) => {
    const { id: account_id } = await createAccount(tx, { name: 'Acme' });
    const user = await createUser(tx, vault, {
      account_id,
      name: 'Ada',
      email: 'ada@acme.example.com',
      password: 'Password1!',
      role: 'administrator',
    });
    const inbox = await createInbox(tx, { account_id, name: 'Desk', channel_type: 'Channel::Api' });
    const contact = await createContact(tx, { account_id, name: 'Mia', email: 'mia@example.com' });
    return {
      account_id,
      token: user.access_token,
      inbox_id: inbox.id,
      contact_id: contact.id,
    };
  });
}
