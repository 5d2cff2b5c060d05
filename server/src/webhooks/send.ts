import { STATUS_CODES } from 'node:http';
import { performance } from 'node:perf_hooks';
import type { Config } from '../config.ts';
import { fetchPublic, type Fetched } from '../http/outbound.ts';
import { OutboundError } from '../http/outbound-address.ts';
import { isSuccess, readRetryAfter } from './retry-rules.ts';
import { signatureHeaders } from './sign.ts';

const MAX_ANSWER = 64 * 1024;

export interface Letter {
  url: string;
  id: string;
  body: string;
  /** Those that are valid, the newest first; none for what is not signed. */
  secrets: readonly string[];
  /** Counted over all its attempts, from 1. */
  attempt: number;
  /** Grows with every event of the endpoint. */
  sequence: number;
  /** An earlier event of the same conversation has not been delivered. */
  previous_undelivered: boolean;
}

/** One attempt, as the log keeps it. */
export interface Attempt {
  started_at: Date;
  request_headers: Record<string, string>;
  status: number | null;
  response_headers: Record<string, unknown> | null;
  response_body: string | null;
  /** Why it counts as failed; null when it does not. */
  error: string | null;
  /** Seconds that the receiver asks us to wait. */
  retry_after: number | null;
  /** Milliseconds. */
  timing: { headers?: number; total: number };
}

/** POSTs it once. Whatever happens is an attempt; nothing is thrown. */
export async function post(
  letter: Letter,
  config: Pick<Config, 'outboundAllow' | 'webhookTimeoutMs'>,
  signal: AbortSignal,
): Promise<Attempt> {
  const started_at = new Date();
  const began = performance.now();
  const elapsed = (): number => Math.round(performance.now() - began);
  const request_headers = headersOf(letter, started_at);
  const attempt = { started_at, request_headers, retry_after: null };
  const nothing = { status: null, response_headers: null, response_body: null };
  try {
    const answer = await fetchPublic(letter.url, {
      call: 'webhook',
      json: letter.body,
      headers: request_headers,
      maxBytes: MAX_ANSWER,
      timeoutMs: config.webhookTimeoutMs,
      outboundAllow: config.outboundAllow,
      signal,
    });
    const headers = elapsed();
    const answered = { status: answer.status, response_headers: answer.headers };
    const { text, error } = await readBody(answer);
    return {
      ...attempt,
      ...answered,
      response_body: text,
      error:
        error ??
        (isSuccess(answer.status)
          ? null
          : `${answer.status} ${STATUS_CODES[answer.status] ?? ''}`.trim()),
      retry_after: readRetryAfter(answer.headers['retry-after'], Date.now()),
      timing: { headers, total: elapsed() },
    };
  } catch (error) {
    return { ...attempt, ...nothing, error: reasonOf(error), timing: { total: elapsed() } };
  }
}

/** An attempt that came to nothing before anybody was called. */
export const failed = (error: string): Attempt => ({
  started_at: new Date(),
  request_headers: {},
  status: null,
  response_headers: null,
  response_body: null,
  error,
  retry_after: null,
  timing: { total: 0 },
});

function headersOf(letter: Letter, at: Date): Record<string, string> {
  const { id, body, secrets, attempt, sequence, previous_undelivered } = letter;
  return {
    'content-type': 'application/json',
    accept: 'application/json',
    'user-agent': 'Confab',
    ...signatureHeaders({ id, timestamp: Math.floor(at.getTime() / 1000), body }, secrets),
    'x-confab-attempt': String(attempt),
    'x-confab-sequence': String(sequence),
    ...(previous_undelivered ? { 'x-confab-previous-undelivered': 'true' } : {}),
  };
}

/** What came of the body, up to the limit. One that is longer is no failure: nobody needs the rest. */
async function readBody({ body }: Fetched): Promise<{ text: string; error: string | null }> {
  const chunks: Buffer[] = [];
  let error: string | null = null;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) chunks.push(chunk);
  } catch (failure) {
    const isTooLong = failure instanceof OutboundError && failure.reason === 'too_large';
    error = isTooLong ? null : reasonOf(failure);
  }
  // PostgreSQL keeps no NUL in a text.
  return { text: Buffer.concat(chunks).toString('utf8').replaceAll('\0', '\uFFFD'), error };
}

const reasonOf = (error: unknown): string =>
  error instanceof OutboundError ? error.message : 'no answer';
