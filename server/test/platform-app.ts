import { transaction } from '../src/db/pool.ts';
import { createPlatformApp } from '../src/platform-apps/platform-apps.ts';
import { sql } from './inside.ts';
import type { Answer, World } from './world.ts';

/** A platform app that calls; paths start below /platform/api/v1. */
export interface App {
  id: number;
  token: string;
  get(path: string): Promise<Answer>;
  post(path: string, body?: object): Promise<Answer>;
  patch(path: string, body?: object): Promise<Answer>;
  delete(path: string, body?: object): Promise<Answer>;
}

export async function platformApp(world: World, name = 'Provisioner'): Promise<App> {
  const { id, access_token: token } = await transaction(world.pool, (tx) =>
    createPlatformApp(tx, world.platform.vault, name),
  );
  const call =
    (method: 'get' | 'post' | 'patch' | 'delete') => async (path: string, body?: object) => {
      const headers = { api_access_token: token };
      // No member's token: the stranger of the cast shows what we give them.
      return method === 'get'
        ? world.stranger.get(`/platform/api/v1${path}`, headers)
        : world.stranger[method](`/platform/api/v1${path}`, body, headers);
    };
  return { id, token, get: call('get'), post: call('post'), patch: call('patch'), delete: call('delete') }; // prettier-ignore
}

/** Gives the app a record that it did not make. */
export const permit = async (world: World, app: App, kind: string, id: number): Promise<void> => {
  await sql(world, `insert into platform_app_permissibles (platform_app_id, ${kind}) values ($1, $2)`, [app.id, id]); // prettier-ignore
};
