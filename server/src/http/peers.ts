import { OutboundError } from './outbound-address.ts';

/** Calls that one peer is given at a time by this process. */
const MOST = 8;
/** Milliseconds that a call waits for one of these to end. */
const PATIENCE = 2000;
/** After so many calls in a row without an answer a peer is left alone … */
const SILENT = 3;
/** … for so many milliseconds; then one call finds out whether it is back. */
const REST = 30_000;
/** Peers that are remembered though nothing is under way to them. */
const KNOWN = 1000;

interface Peer {
  busy: number;
  /** Calls in a row that had no answer. */
  silences: number;
  restsUntil: number;
  waiting: Set<() => void>;
}

const peers = new Map<string, Peer>();

/**
 * Calls a peer, which must not take from the others what all share: it has a few calls at a time, and none
 * for a while when it does not answer. Throws OutboundError `busy` instead of a call that may be made later.
 */
export async function callPeer<T>(name: string, call: () => Promise<T>): Promise<T> {
  const peer = peerNamed(name);
  await enter(peer);
  try {
    const result = await call();
    peer.silences = 0;
    return result;
  } catch (error) {
    note(peer, error);
    throw error;
  } finally {
    peer.busy -= 1;
    for (const wake of peer.waiting) wake();
    if (peer.busy === 0 && peer.silences === 0 && peer.waiting.size === 0) peers.delete(name);
  }
}

/** The peer in an address; what is no address is refused by whoever calls it. */
export const peerIn = (url: string): string =>
  URL.canParse(url) ? new URL(url).host.toLowerCase() : '';

function peerNamed(name: string): Peer {
  if (peers.size > KNOWN) forgetIdle();
  const peer = peers.get(name) ?? { busy: 0, silences: 0, restsUntil: 0, waiting: new Set() };
  peers.set(name, peer);
  return peer;
}

function forgetIdle(): void {
  for (const [name, { busy, waiting }] of peers) {
    if (busy === 0 && waiting.size === 0) peers.delete(name);
  }
}

async function enter(peer: Peer): Promise<void> {
  const end = performance.now() + PATIENCE;
  while (!isResting(peer) && peer.busy >= MOST && performance.now() < end) {
    await turn(peer, end - performance.now());
  }
  if (isResting(peer)) throw new OutboundError('busy', 'it has not answered lately');
  if (peer.busy >= MOST) throw new OutboundError('busy', 'it has as many calls as one may have');
  // Of those who come after the rest, the first finds out for all.
  if (peer.silences >= SILENT) peer.restsUntil = performance.now() + REST;
  peer.busy += 1;
}

const isResting = ({ silences, restsUntil }: Peer): boolean =>
  silences >= SILENT && performance.now() < restsUntil;

async function turn({ waiting }: Peer, ms: number): Promise<void> {
  await new Promise<void>((resolve) => {
    const wake = (): void => {
      clearTimeout(timer);
      waiting.delete(wake);
      resolve();
    };
    const timer = setTimeout(wake, ms);
    waiting.add(wake);
  });
}

function note(peer: Peer, error: unknown): void {
  const reason = error instanceof OutboundError ? error.reason : undefined;
  if (reason === 'timeout' || reason === 'unreachable') {
    peer.silences += 1;
    peer.restsUntil = performance.now() + REST;
  } else if (reason !== 'busy' && reason !== undefined) peer.silences = 0;
}
