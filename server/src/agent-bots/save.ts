import { audit, differences } from '../audit/audit.ts';
import type { Actor } from '../auth/actor.ts';
import { createToken } from '../auth/tokens.ts';
import type { Vault } from '../auth/vault.ts';
import { removeAvatar, setAvatar, storeAvatar } from '../avatars/avatars.ts';
import type { Tx } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import { invalidFields } from '../errors.ts';
import { performerOf } from '../events/performer.ts';
import { isObject } from '../http/bag.ts';
import type { StoredFile } from '../storage/store.ts';
import { createAgentBot, handOver } from './agent-bots.ts';
import { findBot, lockBot, type AgentBot } from './queries.ts';

export interface BotInput {
  name?: string;
  description?: string | null;
  outgoing_url?: string | null;
  bot_type?: unknown;
  bot_config?: unknown;
  avatar?: unknown;
}

interface Saving {
  actor: Actor;
  input: BotInput;
  /** The picture at `avatar_url`, if there was one. */
  picture: StoredFile | undefined;
}

type Changed = Partial<Pick<AgentBot, 'name' | 'description' | 'outgoing_url' | 'bot_config'>>;

/** Makes a bot of the account. Throws 422. */
export async function makeBot(tx: Tx, vault: Vault, saving: Saving): Promise<AgentBot> {
  const { actor, input } = saving;
  const changed = readBot(input);
  if (changed.name === undefined) throw invalidFields([['name', "can't be blank"]]);
  const { account_id } = actor;
  const { id } = await createAgentBot(tx, vault, { account_id, name: changed.name });
  const made = await lockBot(tx, actor, id);
  await write(tx, { ...made, ...changed }, saving);
  const bot = await findBot(tx, actor, id);
  const { name, description, outgoing_url } = bot;
  const changes = { name, description, outgoing_url };
  await audit(tx, actor, { type: 'AgentBot', id, action: 'create', changes });
  return bot;
}

/** Changes what the request names. Throws 404 for a bot that is not the account's, and 422. */
export async function changeBot(tx: Tx, id: number | null, saving: Saving): Promise<AgentBot> {
  const { actor } = saving;
  const before = await lockBot(tx, actor, id);
  await write(tx, { ...before, ...readBot(saving.input) }, saving);
  const bot = await findBot(tx, actor, before.id);
  const names = ['name', 'description', 'outgoing_url', 'bot_config', 'thumbnail'] as const;
  const changes = differences(before, bot, names);
  if (Object.keys(changes).length > 0) {
    await audit(tx, actor, { type: 'AgentBot', id: bot.id, action: 'update', changes });
  }
  return bot;
}

/** Takes the bot away from its inboxes and conversations, which are people's then; its messages stay, without it. */
export async function deleteBot(tx: Tx, actor: Actor, id: number | null): Promise<void> {
  const bot = await lockBot(tx, actor, id);
  await handOver(tx, { id: bot.id, by: performerOf(actor) });
  await removeAvatar(tx, { agent_bot_id: bot.id });
  await rows(tx, 'delete from agent_bots where account_id = $1 and id = $2', [
    actor.account_id,
    bot.id,
  ]);
  const changes = { name: bot.name, outgoing_url: bot.outgoing_url };
  await audit(tx, actor, { type: 'AgentBot', id: bot.id, action: 'destroy', changes });
}

/** Takes the picture of the bot away. */
export async function removeBotAvatar(tx: Tx, actor: Actor, id: number | null): Promise<AgentBot> {
  const bot = await lockBot(tx, actor, id);
  if (bot.thumbnail === '') return bot;
  await removeAvatar(tx, { agent_bot_id: bot.id });
  const changes = { avatar_url: [bot.thumbnail, ''] };
  await audit(tx, actor, { type: 'AgentBot', id: bot.id, action: 'update', changes });
  return findBot(tx, actor, bot.id);
}

/** Gives the bot another token; the one before stops working at once. */
export async function resetBotToken(
  tx: Tx,
  vault: Vault,
  { actor, id }: { actor: Actor; id: number | null },
): Promise<AgentBot> {
  const bot = await lockBot(tx, actor, id);
  await createToken(tx, vault, { agent_bot_id: bot.id });
  const changes = { access_token: ['', ''] };
  await audit(tx, actor, { type: 'AgentBot', id: bot.id, action: 'update', changes });
  return findBot(tx, actor, bot.id);
}

function readBot({ name, description, outgoing_url, bot_type, bot_config }: BotInput): Changed {
  if (name !== undefined && name.trim() === '') throw invalidFields([['name', "can't be blank"]]);
  if (bot_type !== undefined && bot_type !== 'webhook') {
    throw invalidFields([['bot_type', 'is not included in the list']]);
  }
  if (outgoing_url != null && outgoing_url !== '' && !isWebAddress(outgoing_url)) {
    throw invalidFields([['outgoing_url', 'is invalid']]);
  }
  if (bot_config !== undefined && bot_config !== '' && !isObject(bot_config)) {
    throw invalidFields([['bot_config', 'is invalid']]);
  }
  return {
    ...(name === undefined ? {} : { name: name.trim() }),
    ...(description === undefined ? {} : { description }),
    ...(outgoing_url === undefined ? {} : { outgoing_url }),
    ...(isObject(bot_config) ? { bot_config } : {}),
  };
}

const isWebAddress = (text: string): boolean =>
  URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

const update = `
  update agent_bots set name = $3, description = $4, outgoing_url = $5, bot_config = $6, updated_at = now()
  where account_id = $1 and id = $2`;

async function write(tx: Tx, bot: AgentBot, { input, picture }: Saving): Promise<void> {
  await rows(tx, update, [
    bot.account_id,
    bot.id,
    bot.name,
    bot.description,
    bot.outgoing_url,
    JSON.stringify(bot.bot_config),
  ]);
  if (picture !== undefined) await storeAvatar(tx, { agent_bot_id: bot.id }, picture);
  await setAvatar(tx, { agent_bot_id: bot.id }, input.avatar);
}
