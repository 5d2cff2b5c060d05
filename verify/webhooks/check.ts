import { checkOrder } from '../history/order.ts';
import { checkSet } from '../history/set.ts';
import { checkUnique } from '../history/unique.ts';
import type { Receipt } from '../rig/receiver.ts';
import type { Endpoint } from './stage.ts';
import type { Written } from './write.ts';

const acceptedBy = ({ receiver }: Endpoint): Receipt[] =>
  receiver.receipts.filter(({ accepted }) => accepted);

/** Messages that were acknowledged and never accepted by the endpoint, and accepted ones that nobody wrote. */
export function missing(endpoint: Endpoint, written: Written): string[] {
  const write = { client: 'writer', kind: 'create', outcome: 'ok', invoked: 0, ended: 0 } as const;
  const writes = [...written.values()].flat().map((id) => ({ ...write, key: String(id) }));
  const accepted = new Set(acceptedBy(endpoint).map(({ subject }) => String(subject)));
  const { lost, invented } = checkSet(writes, [...accepted]);
  return [...lost, ...invented].map((each) => `${endpoint.name}: ${each}`);
}

/** The first success of each message, in the order in which they came. */
function firsts(endpoint: Endpoint): Receipt[] {
  const seen = new Set<number>();
  return acceptedBy(endpoint).filter(({ subject }) => seen.size !== seen.add(subject).size);
}

/**
 * Messages of a conversation that came after a later one, unless that one bore the mark that something
 * before it had not arrived; and sequences that are not in the order of writing.
 */
export function outOfOrder(endpoint: Endpoint, written: Written): string[] {
  const lanes = Map.groupBy(firsts(endpoint), ({ conversation }) => conversation);
  return [...lanes].flatMap(([conversation, receipts]) => {
    const lane = `${endpoint.name}, conversation ${conversation}`;
    let highest = 0;
    const late = receipts.filter(({ sequence, isAfterGap }) => {
      const isLate = sequence < highest;
      if (!isAfterGap) highest = Math.max(highest, sequence);
      return isLate;
    });
    const inSequence = receipts.toSorted((a, b) => a.sequence - b.sequence);
    const misnumbered = checkOrder([
      { observer: 'writer', lane, keys: (written.get(conversation) ?? []).map(String) },
      { observer: 'sequence', lane, keys: inSequence.map(({ subject }) => String(subject)) },
    ]);
    return [...late.map(({ sequence }) => `${lane}: ${sequence} came late`), ...misnumbered];
  });
}

/** Messages that bore the mark. */
export const marked = (endpoint: Endpoint): number =>
  firsts(endpoint).filter(({ isAfterGap }) => isAfterGap).length;

/** Deliveries of one message under several ids. */
export const renamed = ({ name, receiver }: Endpoint): string[] =>
  checkUnique(
    name,
    receiver.receipts.map(({ subject, id }) => ({ value: String(subject), owner: id })),
  );

export const unsigned = ({ name, receiver }: Endpoint): string[] =>
  receiver.receipts
    .filter(({ signed }) => !signed)
    .map(({ id, sequence }) => `${name}: ${id}, sequence ${sequence}`);

/** The share of all accepted messages that was accepted again. */
export function doubled(endpoint: Endpoint): number {
  const accepted = acceptedBy(endpoint).length;
  return accepted === 0 ? 0 : ((accepted - firsts(endpoint).length) / accepted) * 100;
}

/** Milliseconds from the commit of each message to its first attempt at the endpoint. */
export function latencies(endpoint: Endpoint, commits: ReadonlyMap<number, number>): number[] {
  const seen = new Set<number>();
  return endpoint.receiver.receipts.flatMap(({ subject, at }) => {
    const committed = commits.get(subject);
    if (committed === undefined || seen.size === seen.add(subject).size) return [];
    return [at - committed];
  });
}
