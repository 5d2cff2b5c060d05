import { randomBytes } from 'node:crypto';
import { createAccount } from '../accounts/accounts.ts';
import { createUser } from '../agents/agents.ts';
import { createToken } from '../auth/tokens.ts';
import type { Vault } from '../auth/vault.ts';
import type { Config } from '../config.ts';
import { type Tx, transaction } from '../db/pool.ts';
import { row } from '../db/query.ts';
import { HttpError } from '../errors.ts';
import { StartError } from '../start-error.ts';
import type { Values } from './commands.ts';
import { createPlatformApp } from '../platform-apps/platform-apps.ts';
import { withDatabase } from './database.ts';
import { openKnownVault } from './known-vault.ts';

/** `confab account create` */
export async function makeAccount(values: Values, config: Config): Promise<void> {
  const name = text(values, 'name');
  const locale = text(values, 'locale') || 'en';
  await print(config, async (tx) => await createAccount(tx, { name, locale }));
}

/** `confab user create` */
export async function makeUser(values: Values, config: Config): Promise<void> {
  const account_id = Number(values['account']);
  const role = text(values, 'role') || 'agent';
  if (!Number.isSafeInteger(account_id) || account_id < 1) {
    throw new StartError('--account is the number of an account, such as 1');
  }
  if (role !== 'agent' && role !== 'administrator') {
    throw new StartError(`--role is agent or administrator, not "${role}"`);
  }
  const [name, email] = [text(values, 'name'), text(values, 'email')];
  if (!/^\S+@\S+$/.test(email)) throw new StartError(`"${email}" is not an e-mail address`);
  const password = text(values, 'password') || randomBytes(12).toString('base64url');
  if (password.length < 8) throw new StartError('--password needs at least 8 characters');
  await print(config, async (tx, vault) => {
    const account = await row(tx, 'select id from accounts where id = $1', [account_id]);
    if (account === undefined) throw new StartError(`There is no account ${account_id}`);
    const user = await createUser(tx, vault, { account_id, name, email, password, role });
    return {
      id: user.id,
      account_id,
      name,
      email,
      role,
      password,
      access_token: user.access_token,
    };
  });
}

/** `confab token create` */
export async function makeToken(values: Values, config: Config): Promise<void> {
  const email = text(values, 'email');
  await print(config, async (tx, vault) => {
    const user = await row<{ id: number }>(
      tx,
      'select id from users where lower(email) = lower($1)',
      [email],
    );
    if (user === undefined) throw new StartError(`There is no user with the address ${email}`);
    return { user_id: user.id, access_token: await createToken(tx, vault, { user_id: user.id }) };
  });
}

/** `confab platform-app create` */
export async function makePlatformApp(values: Values, config: Config): Promise<void> {
  const name = text(values, 'name');
  await print(config, async (tx, vault) => ({ ...(await createPlatformApp(tx, vault, name)) }));
}

/** Does it in one transaction and prints the outcome as JSON, for people and for scripts. */
async function print(
  config: Config,
  work: (tx: Tx, vault: Vault) => Promise<Record<string, unknown>>,
): Promise<void> {
  try {
    const made = await withDatabase(config, async (pool) => {
      const vault = await openKnownVault(pool, config);
      return await transaction(pool, (tx) => work(tx, vault));
    });
    console.log(JSON.stringify(made, null, 2));
  } catch (error) {
    if (error instanceof HttpError) throw new StartError(messageOf(error));
    throw error;
  }
}

function text(values: Values, name: string): string {
  const value = values[name];
  return typeof value === 'string' ? value.trim() : '';
}

/** A verb refuses in the words of the API. */
function messageOf(error: HttpError): string {
  const { message } = error.body as { message?: unknown };
  return typeof message === 'string' ? message : error.message;
}
