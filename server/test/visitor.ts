import type { InjectOptions } from 'fastify';
import type { Answer, World } from './world.ts';
import { sql } from './inside.ts';

/** A customer at the client API of an inbox; paths start below their own contact. */
export interface Visitor {
  source: string;
  url: string;
  get(path?: string): Promise<Answer>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  patch(path: string, body?: unknown): Promise<Answer>;
  put(path: string, body?: unknown): Promise<Answer>;
}

/** What an inbox calls itself at the client API. */
export async function identifierOf(world: World, inbox: { id: number }): Promise<string> {
  const [found] = await sql<{ identifier: string }>(
    world,
    'select identifier from inboxes where id = $1',
    [inbox.id],
  );
  return found?.identifier ?? '';
}

/** Ties a contact to an inbox of Acme under this source id, and lets them call. */
export async function visitorOf(
  world: World,
  {
    inbox = world.acme.support,
    contact = world.acme.mia,
    source,
    verified = false,
  }: {
    inbox?: { id: number };
    contact?: { id: number };
    source: string;
    verified?: boolean;
  },
): Promise<Visitor> {
  await sql(
    world,
    `insert into contact_inboxes (account_id, contact_id, inbox_id, source_id, hmac_verified)
     select account_id, $2, id, $3, $4 from inboxes where id = $1`,
    [inbox.id, contact.id, source, verified],
  );
  const identifier = await identifierOf(world, inbox);
  return visitorAt(world, `/public/api/v1/inboxes/${identifier}/contacts/${source}`, source);
}

/** Whoever calls this address. */
export function visitorAt(world: World, url: string, source = ''): Visitor {
  const call =
    (method: InjectOptions['method']) =>
    async (path = '', body?: unknown, headers: Record<string, string> = {}): Promise<Answer> => {
      const response = await world.app.inject({
        method,
        url: url + path,
        headers,
        ...(body === undefined ? {} : { payload: body as object }),
      });
      const { statusCode: status, body: text } = response;
      return { status, text, body: parsed(text), headers: response.headers };
    };
  return {
    source,
    url,
    get: (path) => call('GET')(path),
    post: call('POST'),
    patch: call('PATCH'),
    put: call('PUT'),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
