import { Type } from 'typebox';
import type { PlatformApp } from '../auth/actor.ts';
import { removeAvatar } from '../avatars/avatars.ts';
import { fetchAvatar } from '../avatars/fetch-avatar.ts';
import type { Db } from '../db/pool.ts';
import { refuseInside } from '../http/refuse-inside.ts';
import { read, write, type Route } from '../http/route.ts';
import { Anything, Line, LongText, Nullable } from '../http/schema.ts';
import {
  changePlatformBot,
  deletePlatformBot,
  listPlatformBots,
  makePlatformBot,
  showPlatformBot,
} from './agent-bots.ts';
import { permissible } from './permissible.ts';
import { PlatformBot } from './shapes.ts';

const tag = 'Platform API';
const access = ['platform' as const];
const path = '/platform/api/v1/agent_bots';
const one = `${path}/:agent_bot_id`;

const changes = {
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
  avatar: Type.Optional(Anything({ description: 'A picture: JPEG, PNG or GIF, up to 15 MB.' })),
  avatar_url: Type.Optional(
    Anything({ description: 'Address to fetch a picture from.', as: Type.String() }),
  ),
};

const botOf = async (db: Db, app: PlatformApp, id: unknown): Promise<number> =>
  permissible(db, app, { kind: 'agent_bot_id', id });

export const platformBotRoutes: Route[] = [
  read({
    method: 'GET',
    path,
    access,
    operation: 'listPlatformBots',
    summary: 'List the bots of a platform app',
    tag,
    output: Type.Array(PlatformBot),
    handle: async ({ db, app, platform: { vault } }) => listPlatformBots(db, vault, app),
  }),
  write({
    method: 'POST',
    path,
    access,
    operation: 'createPlatformBot',
    summary: 'Make a bot',
    description: 'Without an account every account may use it.',
    tag,
    multipart: true,
    input: Type.Object({
      ...changes,
      account_id: Type.Optional(Nullable(Type.Integer({ description: 'Its account.' }))),
    }),
    output: PlatformBot,
    examples: { request: { name: 'Rex', outgoing_url: 'https://bot.example.com/events' } },
    prepare: async ({ input, platform }) => {
      refuseInside('outgoing_url', input.outgoing_url, platform.config);
      return fetchAvatar(platform, input.avatar_url);
    },
    handle: async ({ tx, app, input, platform: { vault }, prepared: picture }) =>
      showPlatformBot(tx, vault, await makePlatformBot(tx, vault, { app, input, picture })),
  }),
  read({
    method: 'GET',
    path: one,
    access,
    operation: 'getPlatformBot',
    summary: 'Show a bot to a platform app',
    tag,
    output: PlatformBot,
    handle: async ({ db, app, params, platform: { vault } }) =>
      showPlatformBot(db, vault, await botOf(db, app, params['agent_bot_id'])),
  }),
  write({
    method: ['PATCH', 'PUT'],
    path: one,
    access,
    operation: 'updatePlatformBot',
    summary: 'Change a bot',
    description: 'It stays in its account.',
    tag,
    multipart: true,
    input: Type.Object(changes),
    output: PlatformBot,
    examples: { request: { description: 'Answers first' } },
    prepare: async ({ db, app, params, input, platform }) => {
      await botOf(db, app, params['agent_bot_id']);
      refuseInside('outgoing_url', input.outgoing_url, platform.config);
      return fetchAvatar(platform, input.avatar_url);
    },
    handle: async ({ tx, app, params, input, platform: { vault }, prepared: picture }) => {
      const id = await botOf(tx, app, params['agent_bot_id']);
      await changePlatformBot(tx, id, { app, input, picture });
      return showPlatformBot(tx, vault, id);
    },
  }),
  write({
    method: 'DELETE',
    path: one,
    access,
    operation: 'deletePlatformBot',
    summary: 'Delete a bot',
    tag,
    handle: async ({ tx, app, params }) => {
      await deletePlatformBot(tx, app, await botOf(tx, app, params['agent_bot_id']));
    },
  }),
  write({
    method: 'DELETE',
    path: `${one}/avatar`,
    access,
    operation: 'deletePlatformBotAvatar',
    summary: 'Take the picture of a bot away',
    tag,
    output: PlatformBot,
    handle: async ({ tx, app, params, platform: { vault } }) => {
      const id = await botOf(tx, app, params['agent_bot_id']);
      await removeAvatar(tx, { agent_bot_id: id });
      return showPlatformBot(tx, vault, id);
    },
  }),
];
