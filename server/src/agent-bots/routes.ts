import { Type } from 'typebox';
import { isAdministrator } from '../auth/actor.ts';
import { fetchAvatar } from '../avatars/fetch-avatar.ts';
import { refuseInside } from '../http/refuse-inside.ts';
import { administrators, members, read, write, type Route } from '../http/route.ts';
import { Anything, FreeObject, Line, LongText, Nullable } from '../http/schema.ts';
import { recordId } from '../record-id.ts';
import { AgentBot } from './bot-shape.ts';
import { findBot, listBots } from './queries.ts';
import { changeBot, deleteBot, makeBot, removeBotAvatar, resetBotToken } from './save.ts';
import { showBot } from './show.ts';

const tag = 'Agent bots';
const one = '/agent_bots/:agent_bot_id';

const input = Type.Object({
  name: Type.Optional(Line({ description: 'Name.', examples: ['Rex'] })),
  description: Type.Optional(Nullable(LongText({ description: 'What it does.' }))),
  outgoing_url: Type.Optional(
    Nullable(
      Line(
        { description: 'Where its events go.', examples: ['https://bot.example.com/events'] },
        2048,
      ),
    ),
  ),
  bot_type: Type.Optional(Anything({ description: '`webhook`.', as: Type.Literal('webhook') })),
  bot_config: Type.Optional(
    Anything({ description: 'What its maker keeps with it.', as: FreeObject() }),
  ),
  avatar: Type.Optional(Anything({ description: 'Picture: JPEG, PNG or GIF of at most 15 MB.' })),
  avatar_url: Type.Optional(
    Anything({ description: 'Where to fetch a picture.', as: Type.String() }),
  ),
});
const examples = {
  request: { name: 'Rex', outgoing_url: 'https://bot.example.com/events' },
};
const errors = { 422: { message: "Name can't be blank", attributes: ['name'] } };

export const agentBotRoutes: Route[] = [
  read({
    method: 'GET',
    path: '/agent_bots',
    access: members,
    summary: 'List the bots',
    description: 'Those of the account and those of the installation.',
    tag,
    output: Type.Array(AgentBot),
    handle: async ({ db, actor, platform }) => {
      const vault = isAdministrator(actor) ? platform.vault : undefined;
      return (await listBots(db, actor)).map((bot) => showBot(bot, vault));
    },
  }),
  read({
    method: 'GET',
    path: one,
    access: members,
    summary: 'Get a bot',
    tag,
    output: AgentBot,
    handle: async ({ db, actor, params, platform }) => {
      const bot = await findBot(db, actor, recordId(params['agent_bot_id']));
      return showBot(bot, isAdministrator(actor) ? platform.vault : undefined);
    },
  }),
  write({
    method: 'POST',
    path: '/agent_bots',
    access: administrators,
    summary: 'Make a bot',
    tag,
    secret: true,
    multipart: true,
    input,
    output: AgentBot,
    errors,
    examples,
    prepare: async ({ input, platform }) => {
      refuseInside('outgoing_url', input.outgoing_url, platform.config);
      return fetchAvatar(platform, input.avatar_url);
    },
    handle: async ({ tx, actor, input, platform: { vault }, prepared: picture }) =>
      showBot(await makeBot(tx, vault, { actor, input, picture }), vault),
  }),
  write({
    method: ['PATCH', 'PUT'],
    path: one,
    access: administrators,
    summary: 'Change a bot',
    description: 'What is not named stays. Bots of the installation cannot be changed.',
    tag,
    secret: true,
    multipart: true,
    input,
    output: AgentBot,
    errors,
    examples,
    prepare: async ({ input, platform }) => {
      refuseInside('outgoing_url', input.outgoing_url, platform.config);
      return fetchAvatar(platform, input.avatar_url);
    },
    handle: async ({ tx, actor, params, input, platform: { vault }, prepared: picture }) => {
      const id = recordId(params['agent_bot_id']);
      return showBot(await changeBot(tx, id, { actor, input, picture }), vault);
    },
  }),
  write({
    method: 'DELETE',
    path: one,
    access: administrators,
    summary: 'Delete a bot',
    description: 'It leaves its inboxes and conversations; what it wrote stays.',
    tag,
    handle: async ({ tx, actor, params }) => deleteBot(tx, actor, recordId(params['agent_bot_id'])),
  }),
  write({
    method: 'DELETE',
    path: `${one}/avatar`,
    access: administrators,
    summary: 'Remove the picture of a bot',
    tag,
    secret: true,
    output: AgentBot,
    handle: async ({ tx, actor, params, platform: { vault } }) =>
      showBot(await removeBotAvatar(tx, actor, recordId(params['agent_bot_id'])), vault),
  }),
  write({
    method: 'POST',
    path: `${one}/reset_access_token`,
    access: administrators,
    summary: 'Give a bot another token',
    description: 'The one before stops working at once.',
    tag,
    secret: true,
    operation: 'resetAgentBotToken',
    output: AgentBot,
    handle: async ({ tx, actor, params, platform: { vault } }) => {
      const id = recordId(params['agent_bot_id']);
      return showBot(await resetBotToken(tx, vault, { actor, id }), vault);
    },
  }),
];
