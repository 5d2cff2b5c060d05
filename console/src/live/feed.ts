import { signedFetch } from '../api/api.ts';
import type { Since } from './cable.ts';
import type { LiveEvent } from './registry.ts';

interface Line extends Partial<LiveEvent> {
  cursor: string;
  has_more?: boolean;
}

interface Changes {
  events: LiveEvent[];
  /** From where on to ask next. */
  cursor: string;
}

interface Asked {
  /** Without it the feed begins now. */
  after?: string | undefined;
  /** For how many seconds to wait for something to happen. */
  wait?: number;
  signal?: AbortSignal;
}

/** What happened behind a cursor cannot be told completely any more. */
class Gone extends Error {}

/** Reads on in the change feed of an account, the way that goes where WebSockets do not (docs/realtime.md). */
export async function readChanges(account: number, asked: Asked): Promise<Changes> {
  const { after, wait = 0, signal } = asked;
  const query = new URLSearchParams({ wait: String(wait), limit: '500' });
  if (after !== undefined) query.set('after', after);
  const response = await signedFetch(
    new Request(`/api/v1/accounts/${account}/changes?${query}`, signal ? { signal } : {}),
  );
  if (response.status === 410) throw new Gone();
  if (!response.ok) throw new Error(`the change feed answered ${response.status}`);
  return parseChanges(await response.text());
}

/** The lines of an answer. One that was cut off on its way is none: what it told is asked for again. */
export function parseChanges(text: string): Changes {
  const lines = text.split('\n').filter((line) => line !== '');
  const parsed = lines.map((line) => JSON.parse(line) as Line);
  const last = parsed.at(-1);
  if (last === undefined || last.has_more === undefined)
    throw new Error('an answer without its end');
  return {
    events: parsed.flatMap(({ event, data }) =>
      event === undefined || data === undefined ? [] : [{ event, data }],
    ),
    cursor: last.cursor,
  };
}

/** For so many milliseconds the feed is followed before a WebSocket is tried again. */
const FOLLOW_FOR = 60_000;
/** Seconds for which one request waits. */
const WAIT = 20;

interface Following {
  account: number;
  since: Since | undefined;
  signal: AbortSignal;
  /** Comes back after a while, or when somebody looks. */
  rest: () => Promise<void>;
  /** Undefined when there is no place to go on from. */
  onPlace: (place: Since | undefined) => void;
  onEvent: (event: LiveEvent) => void;
  onOpen: () => void;
  onGap: () => void;
}

/** Follows the change feed for a while; false when it cannot be reached either. */
export async function followFeed(following: Following): Promise<boolean> {
  const { account, since, signal, rest, onPlace, onEvent, onOpen, onGap } = following;
  const until = Date.now() + FOLLOW_FOR;
  let after = since !== undefined && 'cursor' in since ? since.cursor : undefined;
  try {
    for (let isFirst = true; !signal.aborted && Date.now() < until; isFirst = false) {
      const wait = isFirst || document.hidden ? 0 : WAIT;
      const { events, cursor } = await readChanges(account, { after, wait, signal });
      // Behind any other place than a cursor the feed cannot go on, and has begun now.
      if (after === undefined) onGap();
      if (isFirst) onOpen();
      after = cursor;
      onPlace({ cursor });
      for (const event of events) onEvent(event);
      // Browsers have few connections to spare, and nobody looks.
      if (document.hidden) await rest();
    }
    return true;
  } catch (error) {
    if (error instanceof Gone) onPlace(undefined);
    return error instanceof Gone;
  }
}
