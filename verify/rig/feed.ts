import type { Random } from '../random.ts';
import { keepListening, type Listener, type Memory } from './listener.ts';

interface Options {
  /** Where to ask: host and port. */
  address: () => string;
  account_id: number;
  token: string;
  /** As server-sent events; otherwise by asking again and again. */
  isStream: boolean;
  random: Random;
}

/** Seconds that the server may hold an answer back, and milliseconds after which a silent line counts as dead. */
const WAIT = 5;
const SILENCE = { poll: 8000, stream: 20_000 };

interface Change {
  cursor: string;
  event?: string;
  data?: { id?: number };
}

/** A client of the change feed: it keeps the cursor of the last line it has read whole. */
export function listenOnFeed(options: Options): Listener {
  const { account_id, token, isStream, random } = options;
  const memory: Memory = { heard: [], connections: 0, rejected: 0 };
  let cursor: string | undefined;

  const ask = async (query: Record<string, string>, signal: AbortSignal) => {
    const search = new URLSearchParams(query);
    if (cursor !== undefined) search.set('after', cursor);
    const account = `http://${options.address()}/api/v1/accounts/${account_id}`;
    const url = `${account}/changes?${search.toString()}`;
    const accept = isStream ? 'text/event-stream' : 'application/x-ndjson';
    const answer = await fetch(url, { headers: { api_access_token: token, accept }, signal });
    // A server that stops or is full (429, 5xx) is asked again; any other refusal ends the promise.
    if (answer.status >= 400 && answer.status < 500 && answer.status !== 429) memory.rejected += 1;
    if (answer.status !== 200) throw new Error(`${answer.status}`);
    if (isStream || cursor === undefined) memory.connections += 1;
    return answer;
  };
  const note = (change: Change, since: number): void => {
    ({ cursor } = change);
    if (change.event === undefined) return;
    const { event, data } = change;
    const position = positionIn(change.cursor);
    memory.heard.push({ event, position, at: Date.now(), since, id: data?.id ?? 0 });
  };
  const poll = async (signal: AbortSignal): Promise<void> => {
    const since = Date.now();
    const deadline = AbortSignal.any([signal, AbortSignal.timeout(SILENCE.poll)]);
    const query = { limit: '500', wait: String(cursor === undefined ? 0 : WAIT) };
    const text = await (await ask(query, deadline)).text();
    const lines = text.split('\n').filter((line) => line !== '');
    for (const line of lines) note(JSON.parse(line) as Change, since);
  };
  const stream = async (signal: AbortSignal): Promise<void> => {
    const since = Date.now();
    const dead = new AbortController();
    const watch = setTimeout(() => dead.abort(), SILENCE.stream);
    const answer = await ask({}, AbortSignal.any([signal, dead.signal]));
    let text = '';
    for await (const chunk of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      watch.refresh();
      const blocks = (text + chunk).split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) noteBlock(block, (change) => note(change, since));
    }
  };
  const listen = async (signal: AbortSignal): Promise<void> => {
    try {
      if (isStream) await stream(signal);
      while (!isStream && !signal.aborted) await poll(signal);
    } catch {
      // The line is gone, or the server is: the cursor says where to go on.
    }
  };
  return keepListening(memory, listen, random);
}

function noteBlock(block: string, note: (change: Change) => void): void {
  const field = (name: string): string | undefined =>
    new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
  const [cursor, data] = [field('id'), field('data')];
  if (cursor === undefined || field('event') === 'end') return;
  note({ cursor, ...(data === undefined ? {} : (JSON.parse(data) as Omit<Change, 'cursor'>)) });
}

/** Cursors mean nothing to clients; who verifies them may look inside. */
const positionIn = (cursor: string): number =>
  Number(Buffer.from(cursor, 'base64url').toString().split('.')[1]);
