import { transaction } from '../../src/db/pool.ts';
import { createPlatformApp, grant } from '../../src/platform-apps/platform-apps.ts';
import type { World } from '../world.ts';

/** One that may touch Acme, Ben and Rex. */
export async function permittedApp(world: World): ReturnType<typeof platformApp> {
  const app = await platformApp(world);
  await transaction(world.pool, async (tx) => {
    await grant(tx, app, { kind: 'account_id', id: world.acme.id });
    await grant(tx, app, { kind: 'user_id', id: world.ben.id });
    await grant(tx, app, { kind: 'agent_bot_id', id: world.rex.id });
  });
  return app;
}

/** A platform app as the operator makes one; gives its token. */
export async function platformApp({
  pool,
  platform,
}: World): Promise<{ id: number; name: string; token: string }> {
  const { id, access_token } = await transaction(pool, async (tx) =>
    createPlatformApp(tx, platform.vault, 'Operator'),
  );
  return { id, name: 'Operator', token: access_token };
}
