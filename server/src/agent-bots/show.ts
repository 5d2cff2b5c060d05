import type { Vault } from '../auth/vault.ts';
import type { AgentBot } from './queries.ts';

/**
 * The BOT of contract platform §4.16; its token only with a vault to open it. The original shows the
 * token of a bot to every agent, who could act as the bot with it: here it is the administrators'.
 */
export function showBot(bot: AgentBot, vault?: Vault): Record<string, unknown> {
  const isOwn = bot.account_id !== null;
  return {
    id: bot.id,
    name: bot.name,
    description: bot.description,
    thumbnail: bot.thumbnail,
    ...(isOwn ? { outgoing_url: bot.outgoing_url } : {}),
    bot_type: bot.bot_type,
    bot_config: bot.bot_config,
    account_id: bot.account_id,
    ...(isOwn && vault !== undefined && bot.token !== null
      ? { access_token: vault.decrypt(bot.token) }
      : {}),
    system_bot: !isOwn,
    // Agents do not see every inbox.
    ...(vault === undefined ? {} : { inbox_ids: bot.inbox_ids.map(Number) }),
  };
}
