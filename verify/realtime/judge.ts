import type { Heard } from '../rig/listener.ts';
import type { Rights } from './rights.ts';
import { hearersOf, type Happened } from './truth.ts';

/** Somebody who listened, with places in the log. */
export interface Judged {
  name: string;
  user: number;
  isAdmin: boolean;
  heard: readonly Heard[];
  /** When it began to listen. */
  began: number;
}

export interface Verdict {
  missing: string[];
  doubled: string[];
  disordered: string[];
  /** Heard without the right to. */
  leaked: string[];
  /** Pairs of client and event that had to be heard, and that were left open because a right changed. */
  expected: number;
  open: number;
}

interface Trial {
  happened: readonly Happened[];
  rights: Rights;
  /** By when everybody had to have heard everything. */
  end: number;
}

/**
 * Whether a client heard what it had to, once, in order, and nothing else. It had to hear of an event when
 * it surely had the right from the commit until it knew of something later; it must not when it had the
 * right at no instant between the commit (or when it came back, if that was later) and the arrival.
 */
export function judge(client: Judged, { happened, rights, end }: Trial): Verdict {
  const verdict: Verdict = { missing: [], doubled: [], disordered: [], leaked: [], expected: 0, open: 0 }; // prettier-ignore
  // Presence has no place of its own: it says up to where the client knows everything.
  const placed = client.heard.filter(
    ({ position, event }) => position > 0 && event !== 'presence.update',
  );
  const seen = new Map<number, Heard>();
  let last = 0;
  for (const each of placed) {
    const { position, event } = each;
    const line = `${client.name}: ${event} at ${position}`;
    if (seen.has(position)) verdict.doubled.push(line);
    else if (position < last) verdict.disordered.push(`${line} after ${last}`);
    seen.set(position, each);
    last = Math.max(last, position);
  }
  let next = 0;
  for (const event of happened.filter(({ committed }) => committed >= client.began)) {
    while (next < placed.length && (placed[next] as Heard).position <= event.position) next += 1;
    const passed = placed[next]?.at ?? end;
    weigh({ client, event, rights, verdict }, seen.get(event.position), passed);
  }
  return verdict;
}

interface Weighing {
  client: Judged;
  event: Happened;
  rights: Rights;
  verdict: Verdict;
}

function weigh(
  { client, event, rights, verdict }: Weighing,
  heard: Heard | undefined,
  passed: number,
): void {
  const line = `${client.name}: ${event.name} at ${event.position}`;
  const to = hearersOf(event.name);
  if (to === 'its user') {
    if (heard !== undefined && event.user !== client.user) verdict.leaked.push(line);
    return;
  }
  const isForAll = to === 'everybody' || client.isAdmin;
  const { user } = client;
  const inbox = event.inbox ?? 0;
  if (heard !== undefined) {
    const from = Math.max(event.committed, heard.since);
    if (!isForAll && !rights.possibly(user, inbox, from, heard.at)) verdict.leaked.push(line);
    verdict.expected += 1;
  } else if (isForAll || rights.surely(user, inbox, event.committed, passed)) {
    verdict.missing.push(line);
    verdict.expected += 1;
  } else if (rights.possibly(user, inbox, event.committed, passed)) verdict.open += 1;
}
