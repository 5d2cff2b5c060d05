import { setTimeout as sleep } from 'node:timers/promises';
import { HttpError } from '../errors.ts';
import { encodeCursor } from '../events/cursor.ts';
import { toWire } from '../http/json.ts';
import { followChanges, type Caller } from './follow.ts';
import type { Change, Changes } from './read.ts';

type Following = Parameters<typeof followChanges>[1];

/** Milliseconds after which a silent stream shows that it lives, and where it stands. */
const BEAT = 15_000;
const RETRY = 1000;

/** One change a line, and a last line with the cursor from which to go on. */
export async function asLines(caller: Caller, following: Following): Promise<string> {
  let last: Changes | undefined;
  for await (const found of followChanges(caller, following)) {
    last = found;
    if (found.changes.length > 0) break;
  }
  const { changes, place, isMore } = last ?? { changes: [], place: following.after, isMore: true };
  const end = { cursor: encodeCursor(place), has_more: isMore };
  return [...changes, end].map((each) => `${toWire(each)}\n`).join('');
}

// A reader who has seen no id yet would come back without one, and miss what happened meanwhile.
const standing = (cursor: string): string => `id: ${cursor}\n\n`;

const asEvent = ({ cursor, event, data }: Change): string =>
  `id: ${cursor}\nevent: ${event}\ndata: ${toWire({ event, data })}\n\n`;

/** The same as server-sent events, until somebody goes. */
export async function* asEvents(
  caller: Caller,
  { after, limit }: Omit<Following, 'until'>,
): AsyncGenerator<string> {
  const following = { after, limit, until: Number.POSITIVE_INFINITY };
  let lastSign = performance.now();
  yield `retry: 1000\n${standing(encodeCursor(after))}`;
  while (!caller.isGone()) {
    try {
      for await (const { changes, place } of followChanges(caller, following)) {
        following.after = place;
        if (changes.length === 0 && performance.now() - lastSign < BEAT) continue;
        lastSign = performance.now();
        const news = changes.map(asEvent).join('');
        yield news === '' ? `:\n${standing(encodeCursor(place))}` : news;
      }
      return;
    } catch (error) {
      // A browser does not come back after an answer that is none: a database that is away is waited for here.
      if (error instanceof HttpError && error.status < 500) {
        yield `event: end\ndata: ${toWire(error.body)}\n\n`;
        return;
      }
      await sleep(RETRY);
    }
  }
}
