import assert from 'node:assert/strict';
import { createAccount } from '../../src/accounts/accounts.ts';
import { createAgentBot } from '../../src/agent-bots/agent-bots.ts';
import { createUser } from '../../src/agents/agents.ts';
import { transaction } from '../../src/db/pool.ts';
import { platformApp, type App } from '../platform-app.ts';
import type { World } from '../world.ts';

type Kind = 'account_id' | 'user_id' | 'agent_bot_id';
type Ids = Record<Kind, number>;

export interface Owners {
  apps: Record<'first' | 'second', App>;
  /** Records of each kind by whose they are. */
  ids: Record<'first' | 'second' | 'nobody' | 'deleted' | 'unknown', Ids>;
  /** What stands in the names of each owner's records. */
  marks: Record<'first' | 'second' | 'nobody' | 'deleted', string>;
  /** Of the first app's: the token of somebody whom it made administrator, and of its bot. */
  tokens: { person: string; bot: string };
}

const marks = { first: 'mkfirst', second: 'mksecond', nobody: 'mknobody', deleted: 'mkdeleted' };

async function make(app: App, mark: string): Promise<Ids> {
  const made = async (path: string, body: object): Promise<number> => {
    const answer = await app.post(path, body);
    assert.equal(answer.status, 200, answer.text);
    return answer.body.id;
  };
  const account_id = await made('/accounts', { name: mark, custom_attributes: { mark } });
  const email = `${mark}@example.com`;
  const person = { name: mark, email, password: 'Password1!', custom_attributes: { mark } };
  const user_id = await made('/users', person);
  const outgoing_url = `https://${mark}.example.com/events`;
  const bot = { name: mark, description: mark, outgoing_url, account_id };
  const agent_bot_id = await made('/agent_bots', bot);
  const role = 'administrator';
  await made(`/accounts/${account_id}/account_users`, { user_id, role });
  return { account_id, user_id, agent_bot_id };
}

const makeWithoutApp = async ({ pool, platform: { vault } }: World, mark: string): Promise<Ids> =>
  transaction(pool, async (tx) => {
    const { id: account_id } = await createAccount(tx, { name: mark });
    const known = { account_id, name: mark, email: `${mark}@example.com`, password: 'Password1!' };
    const user = await createUser(tx, vault, { ...known, role: 'administrator' });
    const bot = await createAgentBot(tx, vault, { account_id, name: mark });
    return { account_id, user_id: user.id, agent_bot_id: bot.id };
  });

/** Two apps with an account, somebody in it and a bot each; the same that no app made, and the same taken away. */
export async function furnishOwners(world: World): Promise<Owners> {
  const apps = {
    first: await platformApp(world, 'First'),
    second: await platformApp(world, 'Second'),
  };
  const ids = {
    first: await make(apps.first, marks.first),
    second: await make(apps.second, marks.second),
    nobody: await makeWithoutApp(world, marks.nobody),
    deleted: await make(apps.first, marks.deleted),
    unknown: { account_id: 987_654_321, user_id: 987_654_321, agent_bot_id: 987_654_321 },
  };
  for (const path of [
    `/agent_bots/${ids.deleted.agent_bot_id}`,
    `/users/${ids.deleted.user_id}`,
    `/accounts/${ids.deleted.account_id}`,
  ]) {
    const gone = await apps.first.delete(path);
    assert.equal(gone.status, 200, gone.text);
  }
  const person = await apps.first.post(`/users/${ids.first.user_id}/token`);
  const bot = await apps.first.get(`/agent_bots/${ids.first.agent_bot_id}`);
  const tokens = { person: person.body.access_token, bot: bot.body.access_token };
  return { apps, ids, marks, tokens };
}
