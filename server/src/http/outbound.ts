import { request as requestHttp, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { Readable } from 'node:stream';
import { without } from '../failpoint.ts';
import { tellFault, type Fault } from './faults.ts';
import { OutboundError, publicAddresses, type Address, type Reach } from './outbound-address.ts';
import { peerIn } from './peers.ts';

export interface FetchOptions extends Reach {
  /** What it is for. */
  call: Fault['call'];
  /** More than this of a body is an error; nothing is unpacked, so these are the bytes of the wire. */
  maxBytes: number;
  /** For everything together, from the name to the last byte. */
  timeoutMs: number;
  /** JSON text to POST; without one it is a GET. */
  json?: string;
  /** Or bytes to POST; their `content-type` is among the headers. */
  bytes?: Uint8Array;
  /** Further headers. */
  headers?: Record<string, string>;
  /** How many redirects are followed, each checked like the first address. None unless given. */
  redirects?: number;
}

type Asking = Pick<FetchOptions, 'json' | 'bytes' | 'headers'> & Reach & { signal: AbortSignal };

export interface Fetched {
  status: number;
  headers: IncomingHttpHeaders;
  /** Where it came from in the end. */
  url: URL;
  /** Ends in an OutboundError: too_large, timeout, unreachable. Read it, or destroy it. */
  body: Readable;
}

const redirections = new Set([301, 302, 303, 307, 308]);

/**
 * GETs something from the public internet for a user, or POSTs something to it, who must not be able to
 * reach anything else with it. Whatever the status is, it is an answer. Throws OutboundError when there is none.
 */
export async function fetchPublic(url: string, options: FetchOptions): Promise<Fetched> {
  const began = performance.now();
  const tell = (error: unknown): void => {
    if (!(error instanceof OutboundError) || options.signal?.aborted === true) return;
    const took = Math.round(performance.now() - began);
    tellFault({ call: options.call, peer: peerIn(url), reason: error.reason, took });
  };
  try {
    const fetched = await follow(url, options);
    fetched.body.once('error', tell);
    return fetched;
  } catch (error) {
    tell(error);
    throw error;
  }
}

async function follow(url: string, options: FetchOptions): Promise<Fetched> {
  const deadline = without('calls-have-a-deadline')
    ? new AbortController().signal
    : AbortSignal.timeout(options.timeoutMs);
  const { signal: given } = options;
  const signal = given === undefined ? deadline : AbortSignal.any([deadline, given]);
  let target = parseUrl(url);
  for (let left = options.redirects ?? 0; ; left -= 1) {
    const response = await ask(target, { ...options, signal });
    const { statusCode: status = 0, headers } = response;
    const location = redirections.has(status) ? headers.location : undefined;
    if (location === undefined || left === 0) {
      const body = Readable.from(bounded(response, options.maxBytes, signal), {
        objectMode: false,
      });
      // Who destroys the body unread ends the connection, too.
      body.once('close', () => response.destroy());
      return { status, headers, url: target, body };
    }
    response.destroy();
    target = parseUrl(location, target);
  }
}

/** The address in full, if it is one that we would call at all. Throws OutboundError invalid_url. */
function parseUrl(text: string, base?: URL): URL {
  const url = URL.canParse(text, base?.href) ? new URL(text, base) : undefined;
  // Names and passwords in an address are there to deceive readers, or to be forwarded.
  const isPlain = url !== undefined && url.username === '' && url.password === '';
  if (isPlain && /^https?:$/.test(url.protocol) && url.hostname !== '') return url;
  throw new OutboundError('invalid_url', 'not an http or https address');
}

async function ask(url: URL, reach: Asking): Promise<IncomingMessage> {
  const isSecure = url.protocol === 'https:';
  const port = url.port === '' ? (isSecure ? 443 : 80) : Number(url.port);
  const hostname = url.hostname.replace(/^\[|\]$/g, '');
  const addresses = await publicAddresses({ hostname, port }, reach);
  const sent = reach.json === undefined ? reach.bytes : Buffer.from(reach.json);
  return new Promise((resolve, reject) => {
    const request = (isSecure ? requestHttps : requestHttp)(url, {
      agent: false,
      signal: reach.signal,
      method: sent === undefined ? 'GET' : 'POST',
      headers: {
        accept: '*/*',
        'accept-encoding': 'identity',
        'user-agent': 'Confab',
        ...(sent === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': String(sent.length) }),
        ...reach.headers,
      },
      ...(without('calls-are-pinned') ? {} : { lookup: pinned(addresses) }),
    });
    request.on('response', resolve);
    // Also after the answer has begun; then it is the body that ends in an error.
    request.on('error', (error) => reject(failure(error, reach.signal)));
    request.end(sent);
  });
}

type Done = (error: null, address: string | Address[], family?: number) => void;

/** Connects to what was checked, whatever the name means by now. */
function pinned(addresses: readonly Address[]) {
  return (_hostname: string, options: { all?: boolean | undefined }, done: Done): void => {
    const [first] = addresses as [Address];
    if (options.all === true) done(null, [...addresses]);
    else done(null, first.address, first.family);
  };
}

async function* bounded(
  response: IncomingMessage,
  maxBytes: number,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  let bytes = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw new OutboundError('too_large', `more than ${maxBytes} bytes`);
      yield chunk;
    }
    // A body without a length ends wherever its connection does, which we have just ended ourselves.
    if (signal.aborted) throw new OutboundError('timeout', 'no answer in time');
  } catch (error) {
    throw error instanceof OutboundError ? error : failure(error as Error, signal);
  } finally {
    response.destroy();
  }
}

const failure = (error: Error, signal: AbortSignal): OutboundError =>
  signal.aborted
    ? new OutboundError('timeout', 'no answer in time', { cause: error })
    : new OutboundError('unreachable', 'no answer', { cause: error });
