import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

export interface Answer {
  status: number;
  body: Record<string, unknown>;
}

/** Calls the API of one account as one person. */
export interface Caller {
  readonly url: string;
  readonly token: string;
  /** One try; rejects when there was no answer. Paths start below the account, or with `/`. */
  call(
    method: string,
    path: string,
    body?: object,
    headers?: Record<string, string>,
  ): Promise<Answer>;
  /**
   * A write that is tried again, under one idempotency key, until it is answered; the server may be
   * killed in between. Rejects when it is refused.
   */
  insist(path: string, body: object, method?: 'POST' | 'DELETE'): Promise<Answer['body']>;
}

export function createCaller(url: string, account_id: number, token: string): Caller {
  const call: Caller['call'] = async (method, path, body, headers = {}) => {
    const answer = await fetch(
      path.startsWith('/') ? `${url}${path}` : `${url}/api/v1/accounts/${account_id}/${path}`,
      {
        method,
        headers: { api_access_token: token, 'content-type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(20_000),
      },
    );
    const text = await answer.text();
    const isJson = text !== '' && answer.headers.get('content-type')?.includes('json') === true;
    return { status: answer.status, body: isJson ? (JSON.parse(text) as Answer['body']) : {} };
  };
  const insist: Caller['insist'] = async (path, body, method = 'POST') => {
    const headers = { 'idempotency-key': randomUUID() };
    for (;;) {
      const answer = await call(method, path, body, headers).catch(() => undefined);
      // 409: the first try is still under way in a transaction that is about to end, one way or the other.
      if (answer !== undefined && answer.status < 500 && answer.status !== 409) {
        if (answer.status === 200) return answer.body;
        throw new Error(`${path} was refused: ${answer.status} ${JSON.stringify(answer.body)}`);
      }
      await pause(25);
    }
  };
  return { url, token, call, insist };
}
