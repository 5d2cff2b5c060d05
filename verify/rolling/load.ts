import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';

/** What happened to clients that never repeat anything. */
export interface Tally {
  answered: number;
  failures: string[];
  /** Milliseconds from the end of each WebSocket to the welcome of the next. */
  resumed: number[];
  /** By kind of client. */
  kinds: Map<string, number>;
  /** What was written, by what each message says, and whether that was acknowledged. */
  written: Map<string, boolean>;
  /** Milliseconds of the longest write that was sent in one piece. */
  longestWrite: number;
}

export interface Target {
  url: string;
  token: string;
  account_id: number;
  /** Conversations to read and to write in; no single one takes all that is written. */
  conversations: number[];
}

interface Ask {
  method?: string;
  path: string;
  agent?: Agent;
  body?: string;
  /** What the message in the body says. */
  content?: string;
  /** Milliseconds over which the body is sent, and over which the answer is read. */
  sending?: number;
  reading?: number;
}

const PIECES = 10;

const pick = <T>(list: readonly T[]): T => list[Math.floor(Math.random() * list.length)] as T;

/** One request over HTTP/1.1. Resolves with its status; rejects when there is no whole answer. */
async function ask({ url, token }: Target, options: Ask): Promise<number> {
  const { method = 'GET', path, agent, body, sending = 0, reading = 0 } = options;
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  promise.catch(() => {}); // it may fail while the body is still being sent
  const headers = {
    api_access_token: token,
    ...(body === undefined
      ? {}
      : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
  };
  const sent = request(`${url}${path}`, { method, headers, agent: agent ?? false });
  sent.on('error', reject);
  sent.on('response', (response) => {
    response.on('error', reject);
    response.on('end', () =>
      response.complete ? resolve(response.statusCode ?? 0) : reject(new Error('cut off')),
    );
    setTimeout(() => response.resume(), reading);
  });
  for (let piece = 0; body !== undefined && sending > 0 && piece < PIECES; piece += 1) {
    const size = Math.ceil(body.length / PIECES);
    sent.write(body.slice(piece * size, (piece + 1) * size));
    await pause(sending / PIECES);
  }
  sent.end(sending > 0 ? undefined : body);
  return promise;
}

/** Asks, and notes what came of it; returns what was wrong. */
async function note(target: Target, asked: Ask, tally: Tally): Promise<string | undefined> {
  const { content, sending } = asked;
  const began = Date.now();
  if (content !== undefined) tally.written.set(content, false);
  try {
    const status = await ask(target, asked);
    if (status !== 200) return `${status}`;
    tally.answered += 1;
    if (content !== undefined) tally.written.set(content, true);
    return undefined;
  } catch (error) {
    const { code = '', message: what } = error as NodeJS.ErrnoException;
    return `${code} ${what}`;
  } finally {
    const took = Date.now() - began;
    if (content !== undefined && sending === undefined) tally.longestWrite = Math.max(tally.longestWrite, took); // prettier-ignore
  }
}

/** Clients of every kind, until `done`; nobody asks a second time. */
export async function load(target: Target, done: () => boolean, width: number): Promise<Tally> {
  const tally: Tally = { answered: 0, failures: [], resumed: [], kinds: new Map(), written: new Map(), longestWrite: 0 }; // prettier-ignore
  const { account_id, conversations } = target;
  const place = `/api/v1/accounts/${account_id}/conversations`;
  const messages = (): string => `${place}/${pick(conversations)}/messages`;
  const message = (length = 0): Pick<Ask, 'body' | 'content'> => {
    const content = `${randomUUID()} ${'x'.repeat(length)}`.trim();
    return { content, body: JSON.stringify({ content, private: true }) };
  };
  const client = async (kind: string, rest: number, next: (agent: Agent) => Ask): Promise<void> => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    while (!done()) {
      const failure = await note(target, next(agent), tally);
      tally.kinds.set(kind, (tally.kinds.get(kind) ?? 0) + 1);
      if (failure !== undefined) tally.failures.push(`${kind}: ${failure}`);
      await pause(Math.random() * 2 * rest);
    }
    agent.destroy();
  };
  const times = (count: number, each: () => Promise<void>): Promise<void>[] =>
    Array.from({ length: count }, each);
  await Promise.all([
    ...times(width, async () =>
      client('reads', 30, (agent) => ({ path: `${place}?status=open`, agent })),
    ),
    ...times(width / 2, async () =>
      client('writes', 80, (agent) => ({
        method: 'POST',
        path: messages(),
        agent,
        ...message(),
      })),
    ),
    ...times(width / 4, async () => client('rarely', 3000, (agent) => ({ path: '/api', agent }))),
    ...times(width / 2, async () => client('new connections', 60, () => ({ path: messages() }))),
    ...times(width / 4, async () =>
      client('health checks', 200, (agent) => ({ path: '/ready', agent })),
    ),
    ...times(width / 4, async () =>
      client('slow uploads', 50, (agent) => ({
        method: 'POST',
        path: messages(),
        agent,
        ...message(20_000),
        sending: 5000,
      })),
    ),
    ...times(width / 4, async () =>
      client('slow readers', 50, (agent) => ({ path: messages(), agent, reading: 3000 })),
    ),
    ...times(width, async () => listen(target, done, tally)),
  ]);
  return tally;
}

/** A client of the realtime connection: it comes back when it is told to, and may not be cut off. */
async function listen(target: Target, done: () => boolean, tally: Tally): Promise<void> {
  let left: number | undefined;
  while (!done()) {
    const end = await hear(target, done, () => {
      if (left !== undefined) tally.resumed.push(Date.now() - left);
    });
    left = Date.now();
    if (end !== 'told to come back' && end !== 'done') tally.failures.push(`websocket: ${end}`);
    await pause(Math.random() * 500);
  }
}

async function hear({ url }: Target, done: () => boolean, welcome: () => void): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const socket = new WebSocket(`${url.replace('http', 'ws')}/cable`, ['actioncable-v1-json']);
  let told = false;
  socket.on('message', (data: Buffer) => {
    const { type, reconnect } = JSON.parse(data.toString()) as {
      type?: string;
      reconnect?: boolean;
    };
    if (type === 'welcome') welcome();
    if (type === 'disconnect' && reconnect === true) told = true;
  });
  socket.on('error', (error) => resolve(error.message || error.name));
  socket.on('close', (code) => resolve(told ? 'told to come back' : `closed with ${code}`));
  const look = setInterval(() => {
    if (!done()) return;
    resolve('done');
    socket.terminate();
  }, 100);
  return promise.finally(() => clearInterval(look));
}
