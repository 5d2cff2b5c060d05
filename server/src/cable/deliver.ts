import { setImmediate } from 'node:timers/promises';
import type { Db } from '../db/pool.ts';
import type { LoggedEvent } from '../events/read-log.ts';
import { findAudience, type Audience } from './audience.ts';
import { causeOf, placeLeft, pushedAs, type Hearers } from './events.ts';
import type { Listener, Listeners } from './listeners.ts';
import { messageOf } from './message.ts';
import { loadPerformers } from './performers.ts';

/** Characters for one listener, after which the others' turn comes. */
const BREATH = 50_000;

type Json = Record<string, unknown>;

/** Tells everybody who listens, and may hear of them, what happened. */
export async function deliver(
  { db, listeners, epoch }: { db: Db; listeners: Listeners; epoch: string },
  batch: readonly LoggedEvent[],
): Promise<void> {
  const events = batch.filter(({ payload }) => payload !== null);
  if (events.length === 0) return;
  const accounts = [...new Set(events.map(({ account_id }) => account_id))];
  const asked = accounts.flatMap((account) => [...listeners.in(account)]);
  const isDue = (listener: Listener, { account_id, position }: LoggedEvent): boolean =>
    listener.live && listener.account_id === account_id && position > listener.after;
  await tell({ db, asked, epoch, isDue, breathe: setImmediate }, events);
}

interface Telling {
  db: Db;
  asked: readonly Listener[];
  epoch: string;
  isDue(listener: Listener, event: LoggedEvent): boolean;
  /** Waits for a moment, now and then: what goes out at once would pile up for good readers, too. */
  breathe(): Promise<unknown>;
}

/**
 * Sends those who were asked what they may hear, in order. Who may is found out anew for each batch, in a
 * number of statements that depends neither on the events nor on who listens.
 */
export async function tell(
  { db, asked, epoch, isDue, breathe }: Telling,
  events: readonly LoggedEvent[],
): Promise<void> {
  const audience = await findAudience(db, {
    listeners: asked,
    conversations: concerned(events),
    left: events.flatMap((event) => placeLeft(event) ?? []),
  });
  const performerOf = await loadPerformers(db, events);
  const present = asked.filter((listener) => stays(listener, audience));
  let sent = 0;
  for (const event of events) {
    if (sent > BREATH) {
      await breathe();
      sent = 0;
    }
    const message = messageOf(event, performerOf(event), audience);
    const hears = hearing(event, audience);
    let longest = 0;
    for (const listener of present) {
      if (!isDue(listener, event) || !hears(listener)) continue;
      const text = message(listener);
      listener.line.push(text, { epoch, position: event.position });
      listener.heard = event.position;
      longest = Math.max(longest, text.length);
    }
    sent += longest;
  }
}

function concerned(events: readonly LoggedEvent[]): { account_id: number; id: number }[] {
  const ids = new Map<string, { account_id: number; id: number }>();
  for (const { account_id, conversation_id: id } of events) {
    if (id !== null) ids.set(`${account_id}/${id}`, { account_id, id });
  }
  return [...ids.values()];
}

/** Whether they may still listen; otherwise their connection ends. */
function stays(listener: Listener, audience: Audience): boolean {
  const stay = audience.mayListen(listener);
  if (!stay) listener.line.cut();
  return stay;
}

function hearing(
  { name, conversation_id: id, payload }: LoggedEvent,
  audience: Audience,
): (listener: Listener) => boolean {
  const how = pushedAs(name);
  if (how === null) return () => false;
  const to = typeof how.to === 'function' ? how.to(payload as Json) : how.to;
  const cause = causeOf(payload);
  const about = (test: Audience['works']) => (listener: Listener) =>
    id !== null && test(listener, id);
  const [works, owns, opens] = [audience.works, audience.owns, audience.opens].map(about) as [
    (listener: Listener) => boolean,
    (listener: Listener) => boolean,
    (listener: Listener) => boolean,
  ];
  const isCause = (listener: Listener): boolean =>
    listener.kind === cause?.type &&
    cause.id === (listener.kind === 'User' ? listener.id : audience.contactOf(listener));
  const rules: Record<Hearers, (listener: Listener) => boolean> = {
    agents: works,
    'agents and customer': (listener) => works(listener) || owns(listener),
    'the others': (listener) => (works(listener) || owns(listener)) && !isCause(listener),
    members: ({ kind }) => kind === 'User',
    'its user': (listener) =>
      listener.kind === 'User' &&
      listener.id === (payload as { user_id: number }).user_id &&
      (id === null || opens(listener)),
  };
  return rules[to];
}
