import { channel } from './globals.ts';
import { locale, session } from './state.ts';

/** The server was reached and has refused, in the words it uses. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Whether trying the same again later may help: no connection, too many calls, a server in trouble. */
export const isPassing = (error: unknown): boolean =>
  !(error instanceof Refusal) || error.status >= 500 || [408, 409, 429].includes(error.status);

const PATIENCE = 30_000;

interface Options {
  body?: object;
  /** Sent again with the same key, it is done once. */
  key?: string;
  /** Instead of the session's own. */
  token?: string;
}

export const urlOf = (path: string, query: Record<string, string> = {}): string => {
  const own = { website_token: channel.websiteToken, locale: locale.peek() };
  return `/api/v1/widget/${path}?${new URLSearchParams({ ...own, ...query })}`;
};

export function credentials(token = session.peek()?.token): Record<string, string> {
  return token === undefined || token === '' ? {} : { 'x-auth-token': token };
}

async function call<T>(method: string, url: string, options: Options = {}): Promise<T> {
  const { body, key, token } = options;
  const response = await fetch(url, {
    method,
    credentials: 'omit',
    headers: {
      ...credentials(token),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...('timeout' in AbortSignal ? { signal: AbortSignal.timeout(PATIENCE) } : {}),
  });
  return answerOf<T>(response.status, await response.text());
}

/** What the server said; throws what it refused. */
export function answerOf<T>(status: number, text: string): T {
  const body = parsed(text);
  if (status < 400) return body as T;
  const { error, message } = (body ?? {}) as Record<string, unknown>;
  throw new Refusal(status, [message, error].find((each) => typeof each === 'string') ?? '');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const get = async <T>(path: string, query?: Record<string, string>): Promise<T> =>
  call<T>('GET', urlOf(path, query));
export const post = async <T>(path: string, body?: object, options: Omit<Options, 'body'> = {}) =>
  call<T>('POST', urlOf(path), { ...options, ...(body === undefined ? {} : { body }) });
export const patch = async <T>(path: string, body: object): Promise<T> =>
  call<T>('PATCH', urlOf(path), { body });
export const remove = async (path: string): Promise<void> => call('DELETE', urlOf(path));
