import { isAdministrator, type Actor } from '../auth/actor.ts';
import type { Vault } from '../auth/vault.ts';
import type { Db } from '../db/pool.ts';
import { row } from '../db/query.ts';
import { apps, type App } from './apps.ts';
import { listHooks, showHook, type Hook } from './hooks.ts';

const findOthers = `
  select exists (select from webhooks where account_id = $1) as webhook,
    exists (select from dashboard_apps where account_id = $1) as dashboard_apps`;

/** Every app as the actor may see it, with what connects the account to it (contract: platform §4.17). */
export async function showApps(
  db: Db,
  vault: Vault,
  actor: Actor,
): Promise<({ id: string } & Record<string, unknown>)[]> {
  const hooks = await listHooks(db, actor);
  const others = await row<Record<string, boolean>>(db, findOthers, [actor.account_id]);
  return apps.map((app) => {
    const own = hooks.filter(({ app_id }) => app_id === app.id);
    const enabled = own.length > 0 || others?.[app.id] === true;
    return showApp(app, { enabled, hooks: own, vault: isAdministrator(actor) ? vault : undefined });
  });
}

interface View {
  enabled: boolean;
  hooks: Hook[];
  /** For administrators, who set things up. */
  vault: Vault | undefined;
}

function showApp(app: App, { enabled, hooks, vault }: View) {
  const { id, name, description, short_description, ...config } = app;
  return {
    id,
    name,
    description,
    short_description,
    enabled,
    hooks: hooks.map((hook) => showHook(hook, vault)),
    ...(vault === undefined ? {} : { ...config, button: config.action }),
  };
}
