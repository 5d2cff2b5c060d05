import type { Line } from '../realtime/channel.ts';

/** Somebody who listens: a person in one account, or a customer in one inbox. */
export interface Listener {
  kind: 'User' | 'Contact';
  account_id: number;
  /** The user, or the contact inbox. */
  id: number;
  /** What their token stood for when it was shown: once it is another, they may not listen any more. */
  proof: string;
  line: Line;
  /** They have been told that they listen, and what they missed. */
  live: boolean;
  /** What happened up to here they know, or need not hear. */
  after: number;
  /** The newest that they were sent. */
  heard: number;
}

/** The same for every connection of one person in one account. */
export const keyOf = ({ kind, account_id, id }: Pick<Listener, 'kind' | 'account_id' | 'id'>) =>
  `${kind}/${account_id}/${id}`;

export interface Listeners {
  readonly size: number;
  add(listener: Listener): void;
  remove(listener: Listener): void;
  accounts(): number[];
  in(accountId: number): Iterable<Listener>;
  all(): Listener[];
}

/** Everybody who listens through this process. */
export function createListeners(): Listeners {
  const byAccount = new Map<number, Set<Listener>>();
  let size = 0;
  return {
    get size() {
      return size;
    },
    add(listener) {
      const others = byAccount.get(listener.account_id) ?? new Set();
      byAccount.set(listener.account_id, others.add(listener));
      size += 1;
    },
    remove(listener) {
      const others = byAccount.get(listener.account_id);
      if (others?.delete(listener) !== true) return;
      size -= 1;
      if (others.size === 0) byAccount.delete(listener.account_id);
    },
    accounts: () => [...byAccount.keys()],
    in: (accountId) => byAccount.get(accountId) ?? [],
    all: () => [...byAccount.values()].flatMap((each) => [...each]),
  };
}
