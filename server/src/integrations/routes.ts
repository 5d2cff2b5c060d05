import { Type } from 'typebox';
import { notFound, unprocessable } from '../errors.ts';
import { administrators, members, read, write, type Route } from '../http/route.ts';
import { Anything, FreeObject, Nullable } from '../http/schema.ts';
import { changeHook, createHook, deleteHook, findHook, showHook } from './hooks.ts';
import { App, AppList, Hook } from './shapes.ts';
import { showApps } from './show.ts';

const tag = 'Integrations';
const hooks = '/integrations/hooks';
const hook = `${hooks}/:hook_id`;
const noProcessor = 'No processor found';

const changeable = {
  status: Type.Optional(
    Anything({ description: 'Whether it is on.', examples: [true], as: Type.Boolean() }),
  ),
  settings: Type.Optional(
    Anything({
      description: 'What the app needs, by its `settings_json_schema`.',
      as: FreeObject({ examples: [{ api_key: 'k-1' }] }),
    }),
  ),
};
const errors = {
  422: { message: 'Settings : Invalid settings data', attributes: ['settings'] },
};

export const integrationRoutes: Route[] = [
  read({
    method: 'GET',
    path: '/integrations/apps',
    access: members,
    summary: 'List the apps',
    description: 'Keys, tokens and how to set them up are for administrators.',
    tag,
    operation: 'listIntegrationApps',
    output: AppList,
    handle: async ({ db, actor, platform }) => ({
      payload: await showApps(db, platform.vault, actor),
    }),
  }),
  read({
    method: 'GET',
    path: '/integrations/apps/:app_id',
    access: members,
    summary: 'Get an app',
    tag,
    operation: 'getIntegrationApp',
    output: App,
    handle: async ({ db, actor, params, platform }) => {
      const all = await showApps(db, platform.vault, actor);
      const app = all.find(({ id }) => id === params['app_id']);
      if (app === undefined) throw notFound();
      return app;
    },
  }),
  write({
    method: 'POST',
    path: hooks,
    access: administrators,
    summary: 'Connect an app',
    tag,
    operation: 'createIntegrationHook',
    root: 'hook',
    input: Type.Object({
      app_id: Type.Optional(
        Anything({ description: 'The app.', examples: ['openai'], as: Type.String() }),
      ),
      inbox_id: Type.Optional(
        Nullable(Type.Integer({ description: 'For apps that work in an inbox.' })),
      ),
      ...changeable,
    }),
    output: Hook,
    errors,
    examples: { request: { app_id: 'openai', settings: { api_key: 'k-1' } } },
    handle: async ({ tx, actor, input, platform: { vault } }) =>
      showHook(await createHook(tx, vault, { actor, input }), vault),
  }),
  write({
    method: ['PATCH', 'PUT'],
    path: hook,
    access: administrators,
    summary: 'Change what connects an app',
    tag,
    operation: 'updateIntegrationHook',
    root: 'hook',
    input: Type.Object(changeable),
    output: Hook,
    errors,
    examples: { request: { status: false } },
    handle: async ({ tx, actor, params, input, platform: { vault } }) =>
      showHook(await changeHook(tx, vault, { actor, id: params['hook_id'], input }), vault),
  }),
  write({
    method: 'DELETE',
    path: hook,
    access: administrators,
    summary: 'Disconnect an app',
    tag,
    operation: 'deleteIntegrationHook',
    handle: async ({ tx, actor, params }) => deleteHook(tx, actor, params['hook_id']),
  }),
  write({
    method: 'POST',
    path: `${hook}/process_event`,
    access: members,
    summary: 'Let an app do something',
    description: `No app of ours does anything by itself: always refused with "${noProcessor}".`,
    tag,
    operation: 'processIntegrationEvent',
    input: Type.Object({
      event: Type.Optional(
        Anything({
          description: 'What to do.',
          as: FreeObject({ examples: [{ name: 'rephrase' }] }),
        }),
      ),
    }),
    output: Type.Object(
      {
        message: Nullable(Type.String({ description: 'What the app says.' })),
      },
      { $id: 'ProcessedEvent' },
    ),
    errors: { 422: noProcessor },
    examples: { request: { event: { name: 'rephrase' } } },
    handle: async ({ tx, actor, params }) => {
      await findHook(tx, actor, { id: params['hook_id'] });
      throw unprocessable(noProcessor);
    },
  }),
];
