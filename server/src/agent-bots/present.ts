import { jsonObject, pictureUrl } from '../db/json.ts';

// SQL text that presents bots. `b` is an alias of agent_bots.

/** The AgentBotSlim of contract §3.5: bots of the installation do not show their URL. */
export const botSlimJson = (b: string): string =>
  jsonObject(
    {
      id: `${b}.id`,
      name: `${b}.name`,
      description: `${b}.description`,
      thumbnail: pictureUrl(`${b}.avatar_url`),
    },
    // A bot of the account without an address has null here; one of the installation has no such key.
    {
      outgoing_url: `case when ${b}.account_id is not null
        then coalesce(to_json(${b}.outgoing_url), 'null') end`,
      bot_type: `to_json('webhook'::text)`,
    },
  );

/** The bot as the sender of a message (contract §3.8). */
export const botSenderJson = (b: string): string =>
  jsonObject({
    id: `${b}.id`,
    name: `${b}.name`,
    avatar_url: pictureUrl(`${b}.avatar_url`),
    type: `'agent_bot'::text`,
  });
