import { allowBot, handOver } from '../agent-bots/agent-bots.ts';
import { appIn, audit, differences } from '../audit/audit.ts';
import type { PlatformApp } from '../auth/actor.ts';
import { createToken } from '../auth/tokens.ts';
import type { Vault } from '../auth/vault.ts';
import { removeAvatar, setAvatar, storeAvatar } from '../avatars/avatars.ts';
import type { Db, Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { invalidFields } from '../errors.ts';
import type { StoredFile } from '../storage/store.ts';
import { permissible } from './permissible.ts';
import { grant } from './platform-apps.ts';

export interface BotInput {
  name?: string | undefined;
  description?: string | null | undefined;
  outgoing_url?: string | null | undefined;
  account_id?: number | null | undefined;
  avatar?: unknown;
}

interface Bot {
  id: number;
  name: string;
  description: string | null;
  outgoing_url: string | null;
  account_id: number | null;
  token: Buffer | null;
}

const columns = `b.id, b.name, b.description, b.outgoing_url, b.account_id,
  (select ciphertext from access_tokens t where t.agent_bot_id = b.id) as token`;
const find = `select ${columns} from agent_bots b where b.id = $1`;
const list = `
  select ${columns} from platform_app_permissibles p join agent_bots b on b.id = p.agent_bot_id
  where p.platform_app_id = $1 order by b.id`;

/** With the address where the original repeats the name (contract: platform §10). */
const present = ({ token, ...bot }: Bot, vault: Vault) => ({
  id: bot.id,
  name: bot.name,
  description: bot.description,
  outgoing_url: bot.outgoing_url,
  account_id: bot.account_id,
  access_token: token === null ? '' : vault.decrypt(token),
});

/** The bots that the app may touch. */
export async function listPlatformBots(db: Db, vault: Vault, app: PlatformApp) {
  const bots = await rows<Bot & Record<string, unknown>>(db, list, [app.id]);
  return bots.map((bot) => present(bot, vault));
}

/** A bot that is known to exist. */
export async function showPlatformBot(db: Db, vault: Vault, id: number) {
  return present((await row<Bot & Record<string, unknown>>(db, find, [id])) as Bot, vault);
}

function check({ name, outgoing_url }: BotInput): void {
  const problems: [string, string][] = [];
  if (name?.trim() === '') problems.push(['name', "can't be blank"]);
  if (outgoing_url && !/^https?:$/.test(URL.canParse(outgoing_url) ? new URL(outgoing_url).protocol : '')) {
    problems.push(['outgoing_url', 'is invalid']);
  } // prettier-ignore
  if (problems.length > 0) throw invalidFields(problems);
}

interface Saving {
  input: BotInput;
  /** The picture at `avatar_url`, if there was one. */
  picture: StoredFile | undefined;
}

/**
 * Makes a bot, of an account that the app may touch or of the whole installation; the app may touch it
 * from then on. Throws 401 for an account that is not the app's, and 422.
 */
export async function makePlatformBot(
  tx: Tx,
  vault: Vault,
  { app, ...saving }: Saving & { app: PlatformApp },
): Promise<number> {
  const { name, account_id = null } = saving.input;
  check({ ...saving.input, name: name ?? '' });
  const accountId = account_id === null ? null : await accountOf(tx, app, account_id);
  const made = await row<{ id: number }>(
    tx,
    'insert into agent_bots (account_id, name) values ($1, $2) returning id',
    [accountId, name],
  );
  const { id } = made as { id: number };
  if (accountId !== null) await allowBot(tx, accountId, id);
  await createToken(tx, vault, { agent_bot_id: id });
  await grant(tx, app, { kind: 'agent_bot_id', id });
  await save(tx, id, saving);
  const after = await auditable(tx, id);
  await note(tx, app, { after, action: 'create', changes: { ...after } });
  return id;
}

async function accountOf(tx: Tx, app: PlatformApp, id: number): Promise<number> {
  const isThere = 'select 1 from accounts where id = $1 and deleted_at is null';
  if ((await row(tx, isThere, [id])) === undefined)
    throw invalidFields([['account', 'must exist']]);
  return permissible(tx, app, { kind: 'account_id', id });
}

const update = `
  update agent_bots set name = coalesce($2, name), description = case when $3 then $4 else description end,
    outgoing_url = case when $5 then $6 else outgoing_url end, updated_at = now()
  where id = $1`;

/** Changes what was given. Its account stays: rows there name it. Throws 422. */
export async function changePlatformBot(
  tx: Tx,
  id: number,
  { app, ...saving }: Saving & { app: PlatformApp },
): Promise<void> {
  const before = await auditable(tx, id);
  await save(tx, id, saving);
  const after = await auditable(tx, id);
  const changes = differences(before, after, ['name', 'description', 'outgoing_url']);
  if (Object.keys(changes).length > 0) await note(tx, app, { after, action: 'update', changes });
}

type Auditable = Omit<Bot, 'token'>;

const findAuditable = `
  select id, name, description, outgoing_url, account_id from agent_bots where id = $1`;

const auditable = async (tx: Tx, id: number): Promise<Auditable> =>
  (await row<Auditable & Record<string, unknown>>(tx, findAuditable, [id])) as Auditable;

interface Noted {
  after: Auditable;
  action: 'create' | 'update' | 'destroy';
  changes: Record<string, unknown>;
}

/** In the log of its account; a bot of the whole installation is in none. */
async function note(tx: Tx, app: PlatformApp, { after, ...line }: Noted): Promise<void> {
  const { account_id, id } = after;
  if (account_id !== null)
    await audit(tx, appIn(account_id, app), { type: 'AgentBot', id, ...line });
}

async function save(tx: Tx, id: number, { input, picture }: Saving): Promise<void> {
  check(input);
  const { name, description, outgoing_url, avatar } = input;
  const values = [
    id,
    name?.trim() ?? null,
    description !== undefined,
    description || null,
    outgoing_url !== undefined,
    outgoing_url || null,
  ];
  await rows(tx, update, values);
  if (picture !== undefined) await storeAvatar(tx, { agent_bot_id: id }, picture);
  await setAvatar(tx, { agent_bot_id: id }, avatar);
}

/** Takes the bot away from wherever it works, which is people's then; its messages stay, without it. */
export async function deletePlatformBot(tx: Tx, app: PlatformApp, id: number): Promise<void> {
  const before = await auditable(tx, id);
  await note(tx, app, { after: before, action: 'destroy', changes: { ...before } });
  await handOver(tx, { id, by: null });
  await removeAvatar(tx, { agent_bot_id: id });
  await rows(tx, 'delete from agent_bots where id = $1', [id]);
}
