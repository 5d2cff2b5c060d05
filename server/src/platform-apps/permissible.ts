import type { PlatformApp } from '../auth/actor.ts';
import { lenientId } from '../conversations/queries.ts';
import type { Db } from '../db/pool.ts';
import { row } from '../db/query.ts';
import { notFound, unauthorized } from '../errors.ts';
import type { Grant } from './platform-apps.ts';

const find = (table: string, kind: Grant, isThere: string): string => `
  select t.id, exists (select from platform_app_permissibles p
    where p.platform_app_id = $1 and p.${kind} = t.id) as permissible
  from ${table} t where t.id = $2 and ${isThere}`;

const statements: Record<Grant, string> = {
  account_id: find('accounts', 'account_id', 't.deleted_at is null'),
  user_id: find('users', 'user_id', 't.deleted_at is null'),
  agent_bot_id: find('agent_bots', 'agent_bot_id', 'true'),
};

/**
 * The id of a record that the app may touch. Throws 404 when there is none, 401 when it was neither made
 * by the app nor given to it (contract: platform §10).
 */
export async function permissible(
  db: Db,
  app: PlatformApp,
  { kind, id }: { kind: Grant; id: unknown },
): Promise<number> {
  const found = await row<{ id: number; permissible: boolean }>(db, statements[kind], [
    app.id,
    lenientId(id),
  ]);
  if (found === undefined) throw notFound();
  if (!found.permissible) throw unauthorized('Non permissible resource');
  return found.id;
}
