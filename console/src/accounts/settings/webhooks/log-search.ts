import { dayIn } from '../../../time/days.ts';

const states = ['pending', 'delivered', 'dead'] as const;
export type DeliveryState = (typeof states)[number];

/** What of a log is shown. All of it stands in the address. */
export interface LogSearch {
  state?: DeliveryState;
  event?: string;
  /** Days as `2026-11-26`, the last one included. */
  from?: string;
  to?: string;
}

/** Reads an address as somebody may have written it. */
export function readLog(search: Record<string, unknown>): LogSearch {
  const log: { [K in keyof LogSearch]: LogSearch[K] | undefined } = {
    state: states.find((each) => each === search['state']),
    event: typeof search['event'] === 'string' ? search['event'] : undefined,
    from: dayIn(search['from']),
    to: dayIn(search['to']),
  };
  return Object.fromEntries(Object.entries(log).filter(([, value]) => value !== undefined));
}
