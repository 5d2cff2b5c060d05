import { Counter, type Registry } from 'prom-client';
import type { Logger } from 'pino';
import { onFault, type Fault } from '../http/faults.ts';

/** Milliseconds in which the same fault of the same peer makes one line. */
const ONE_LINE = 60_000;
/** Faults that are remembered; a line too many is no harm. */
const KNOWN = 1000;

/** Counts the calls of ours that failed, and says each fault of a peer in the log. Returns how to stop that. */
export function watchFaults(registry: Registry, log: Logger): () => void {
  const failed = new Counter({
    name: 'confab_outbound_faults_total',
    help: 'Calls to other servers that had no answer, or too much of one',
    labelNames: ['call', 'reason'],
    registers: [registry],
  });
  const said = new Map<string, number>();
  const isNew = ({ call, peer, reason }: Fault): boolean => {
    const name = `${call} ${peer} ${reason}`;
    const now = performance.now();
    if (now - (said.get(name) ?? -ONE_LINE) < ONE_LINE) return false;
    if (said.size > KNOWN) said.clear();
    said.set(name, now);
    return true;
  };
  return onFault((fault) => {
    failed.inc({ call: fault.call, reason: fault.reason });
    if (isNew(fault)) log.warn({ ...fault }, 'a call to another server failed');
  });
}
