import type { InjectOptions } from 'fastify';
import { identifierOf } from './visitor.ts';
import type { Answer, World } from './world.ts';

/** A browser with the window of a website in it; paths start below /api/v1/widget. */
export interface Browser {
  website: string;
  /** What it shows to be known; '' for nothing. */
  token: string;
  /** Of the contact and of the realtime connection, as the settings say it. */
  contact: { id: number; pubsub_token: string; name: string };
  get(path: string): Promise<Answer>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  patch(path: string, body?: unknown): Promise<Answer>;
  put(path: string, body?: unknown): Promise<Answer>;
  delete(path: string): Promise<Answer>;
  /** The same browser with another token, website or headers. */
  with(other: { token?: string; website?: string; headers?: Record<string, string> }): Browser;
}

/** Somebody who opens the window of the website for the first time. */
export async function browserAt(
  world: World,
  inbox: { id: number } = world.acme.website,
  remoteAddress = '127.0.0.1',
): Promise<Browser> {
  const website = await identifierOf(world, inbox);
  const contact = { id: 0, pubsub_token: '', name: '' };
  const nobody = browser(world, { website, token: '', contact, headers: {}, remoteAddress });
  const { body } = await nobody.post('/config');
  const { auth_token: token } = body.website_channel_config;
  return browser(world, { website, token, contact: body.contact, headers: {}, remoteAddress });
}

interface Place extends Pick<Browser, 'website' | 'token' | 'contact'> {
  headers: Record<string, string>;
  remoteAddress: string;
}

function browser(world: World, place: Place): Browser {
  const { website, token, contact, headers, remoteAddress } = place;
  const call =
    (method: InjectOptions['method']) =>
    async (path: string, body?: unknown, own: Record<string, string> = {}): Promise<Answer> => {
      const query = `${path.includes('?') ? '&' : '?'}website_token=${website}`;
      const response = await world.app.inject({
        method,
        url: `/api/v1/widget${path}${website === '' ? '' : query}`,
        remoteAddress,
        headers: { ...(token === '' ? {} : { 'x-auth-token': token }), ...headers, ...own },
        ...(body === undefined ? {} : { payload: body as object }),
      });
      const { statusCode: status, body: text } = response;
      return { status, text, body: parsed(text), headers: response.headers };
    };
  return {
    website,
    token,
    contact,
    get: async (path) => call('GET')(path),
    post: call('POST'),
    patch: call('PATCH'),
    put: call('PUT'),
    delete: async (path) => call('DELETE')(path),
    with: (other) => browser(world, { ...place, ...other }),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
