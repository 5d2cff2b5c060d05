interface RetryOptions {
  /** How often a request is sent at most. */
  attempts: number;
  /** Milliseconds that we are ready to wait before one more attempt. */
  longestWait: number;
  fetch: (request: Request) => Promise<Response>;
}

const changes = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

// Under way already, too many, not available: the three answers that get better with time.
const temporary = new Set([409, 429, 503]);

/**
 * A fetch that sends a request again when it got no answer, or one that says "later". Every change
 * carries an Idempotency-Key, the same on each attempt, so however often it is sent it happens once.
 */
export function retryingFetch({ attempts, longestWait, fetch }: RetryOptions) {
  return async (given: Request): Promise<Response> => {
    const request = withKey(given);
    for (let attempt = 1; ; attempt += 1) {
      const isLast = attempt >= attempts;
      try {
        const response = await fetch(isLast ? request : request.clone());
        const wait = waitAfter(response, attempt);
        if (isLast || !isTemporary(response) || wait > longestWait) return response;
        await response.body?.cancel();
        await sleep(wait, request.signal);
      } catch (error) {
        if (isLast || request.signal.aborted) throw error;
        await sleep(backoff(attempt), request.signal);
      }
    }
  };
}

function withKey(request: Request): Request {
  if (!changes.has(request.method) || request.headers.has('idempotency-key')) return request;
  const keyed = new Request(request);
  keyed.headers.set('idempotency-key', randomKey());
  return keyed;
}

/** Not randomUUID, which browsers have on secure origins only. */
const randomKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');

const isTemporary = ({ status }: Response): boolean => temporary.has(status);

function waitAfter(response: Response, attempt: number): number {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds * 1000 : backoff(attempt);
}

/** A quarter of a second, doubled with each attempt; shortened at random, so that clients spread. */
const backoff = (attempt: number): number => 250 * 2 ** (attempt - 1) * (0.5 + Math.random() / 2);

async function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
  });
}
