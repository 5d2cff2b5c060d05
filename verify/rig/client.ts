import { Agent, request } from 'node:http';

/** One try of a request; 0 when there was no answer. */
export type Ask = (method: string, path: string, body?: object | Form) => Promise<number>;

/** A form with a file in it. */
export class Form {
  readonly content: FormData;
  constructor(content: FormData) {
    this.content = content;
  }
}

export interface Client {
  ask: Ask;
  /** Ends its connections. */
  close(): void;
}

/** Milliseconds after which nobody waits for an answer any more. */
const PATIENCE = 20_000;

interface Options {
  url: string;
  token: string;
  /** It opens no more than so many; each is used again and again. */
  connections: number;
}

/** Calls as somebody, over connections of its own: unlike those of `fetch` they end when it is closed. */
export function createClient({ url, token, connections }: Options): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const ask: Ask = async (method, path, body) => {
    const { type, bytes } = await encode(body);
    const headers = {
      api_access_token: token,
      'content-type': type,
      'content-length': bytes.length,
    };
    const { promise, resolve } = Promise.withResolvers<number>();
    const sent = request(`${url}${path}`, { method, headers, agent, timeout: PATIENCE });
    sent.on('timeout', () => sent.destroy());
    sent.on('error', () => resolve(0));
    sent.on('response', (response) => {
      response.on('error', () => resolve(0));
      response.on('end', () => resolve(response.statusCode ?? 0));
      response.resume();
    });
    sent.end(bytes);
    return promise;
  };
  return { ask, close: () => agent.destroy() };
}

async function encode(body: object | Form | undefined): Promise<{ type: string; bytes: Buffer }> {
  const type = 'application/json';
  if (body === undefined) return { type, bytes: Buffer.alloc(0) };
  if (!(body instanceof Form)) return { type, bytes: Buffer.from(JSON.stringify(body)) };
  const encoded = new Response(body.content);
  const bytes = Buffer.from(await encoded.arrayBuffer());
  return { type: encoded.headers.get('content-type') ?? type, bytes };
}
