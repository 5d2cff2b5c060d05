import type { FastifyRequest } from 'fastify';
import type { Db } from '../db/pool.ts';
import { row } from '../db/query.ts';
import { unauthorized } from '../errors.ts';
import { clientAddress } from '../http/client-address.ts';
import type { PlatformApp } from './actor.ts';
import { header } from './session-headers.ts';
import type { Vault } from './vault.ts';

const find = `
  select app.id, app.name from access_tokens t
  join platform_apps app on app.id = t.platform_app_id
  where t.digest = $1`;

/** The platform app that calls. Throws the 401 of its family for anybody else (contract: platform §10). */
export async function authenticatePlatformApp(
  { db, vault }: { db: Db; vault: Vault },
  request: FastifyRequest,
): Promise<PlatformApp> {
  const token = header(request, 'api_access_token') ?? header(request, 'api-access-token');
  const app =
    token === undefined
      ? undefined
      : await row<{ id: number; name: string }>(db, find, [vault.digest(token)]);
  if (app === undefined) throw unauthorized('Invalid access_token');
  return { ...app, origin: { address: clientAddress(request), request_id: request.id } };
}
