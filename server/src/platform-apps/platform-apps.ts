import type { PlatformApp } from '../auth/actor.ts';
import { createToken } from '../auth/tokens.ts';
import type { Vault } from '../auth/vault.ts';
import type { Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';

/** Makes a platform app with a token of its own; the operator does that, on the command line. */
export async function createPlatformApp(
  tx: Tx,
  vault: Vault,
  name: string,
): Promise<PlatformApp & { access_token: string }> {
  const made = await row<{ id: number }>(
    tx,
    'insert into platform_apps (name) values ($1) returning id',
    [name],
  );
  const { id } = made as { id: number };
  return { id, name, access_token: await createToken(tx, vault, { platform_app_id: id }) };
}

/** What an app may be given. */
export type Grant = 'account_id' | 'user_id' | 'agent_bot_id';

/** From now on the app may touch this record. */
export async function grant(
  tx: Tx,
  app: PlatformApp,
  { kind, id }: { kind: Grant; id: number },
): Promise<void> {
  await rows(
    tx,
    `insert into platform_app_permissibles (platform_app_id, ${kind}) values ($1, $2) on conflict do nothing`,
    [app.id, id],
  );
}
