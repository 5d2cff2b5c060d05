/** A call to somebody else's server that came to nothing. */
export interface Fault {
  /** What it was for. */
  call: 'webhook' | 'file' | 'push' | 'mail' | 'mailbox' | 'storage';
  /** Its host, with the port if it is a special one. */
  peer: string;
  /** In one word, such as `timeout`. */
  reason: string;
  /** Milliseconds that it took, where that says something. */
  took?: number;
}

const hearers = new Set<(fault: Fault) => void>();

/** Calls `hear` with each fault of this process from now on. Returns how to stop that. */
export function onFault(hear: (fault: Fault) => void): () => void {
  hearers.add(hear);
  return () => hearers.delete(hear);
}

/** Tells the log and the metrics: no call may fail in silence. */
export function tellFault(fault: Fault): void {
  for (const hear of hearers) hear(fault);
}
