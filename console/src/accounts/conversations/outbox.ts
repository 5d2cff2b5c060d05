import { entries, set, del } from 'idb-keyval';
import { useSyncExternalStore } from 'react';
import { post, Refused, type Missed } from './post.ts';

/** A message on its way. It is kept on this machine until the server has it. */
export interface Outgoing {
  /** Names it to the server, which takes it once however often it is sent. */
  echo_id: string;
  account: number;
  conversation: number;
  content: string;
  private: boolean;
  files: File[];
  /** The message that it answers. */
  in_reply_to?: number | undefined;
  /** Addresses that a mail goes to as well, by comma. */
  to_emails?: string | undefined;
  cc_emails?: string | undefined;
  bcc_emails?: string | undefined;
  /** When it shall be sent, if not now. Unix seconds. */
  scheduled_at?: number | undefined;
  /** An answer of the customer before that makes it needless. */
  cancel_on_reply?: boolean | undefined;
  /** The newest message that its writer had seen. */
  expected_last_message_id?: number | undefined;
  created_at: number;
  state: 'sending' | 'queued' | 'failed' | 'crossed';
  /** Of the upload, from 0 to 1. */
  progress?: number;
  /** Why it failed. */
  reason?: string | undefined;
  /** What its writer had not seen. */
  missed?: Missed[];
}

const PREFIX = 'outgoing/';
const nothing: readonly Outgoing[] = [];

let waiting: readonly Outgoing[] = nothing;
const watchers = new Set<() => void>();
/** Conversations that a message is just being sent to: one after the other, in the order they were written. */
const sending = new Set<string>();
/** What arrived over the live connection before its answer. */
const arrivals = new Set<string>();

function change(next: readonly Outgoing[]): void {
  waiting = next;
  perConversation.clear();
  for (const changed of watchers) changed();
}

const put = (item: Outgoing): void => {
  change(waiting.some(({ echo_id }) => echo_id === item.echo_id) ? waiting.map((each) => (each.echo_id === item.echo_id ? item : each)) : [...waiting, item]); // prettier-ignore
};

/** A browser that keeps nothing refuses, at once or later: then it is sent as long as the page is there. */
async function onDisk<T>(act: () => Promise<T>): Promise<T | undefined> {
  try {
    return await act();
  } catch {
    return undefined;
  }
}

const keep = async (item: Outgoing): Promise<void> =>
  onDisk(async () => set(PREFIX + item.echo_id, item));

function remove(echo_id: string): void {
  if (waiting.some((each) => each.echo_id === echo_id)) {
    change(waiting.filter((each) => each.echo_id !== echo_id));
  }
  void onDisk(async () => del(PREFIX + echo_id));
}

/** Sends what waits in a conversation, oldest first, until there is nothing or the server is not there. */
async function work(account: number, conversation: number): Promise<void> {
  const lane = `${account}/${conversation}`;
  if (sending.has(lane)) return;
  sending.add(lane);
  try {
    for (;;) {
      const next = waiting.find((each) => each.account === account && each.conversation === conversation && (each.state === 'queued' || each.state === 'sending')); // prettier-ignore
      if (next === undefined || !(await send(next))) return;
    }
  } finally {
    sending.delete(lane);
  }
}

/** False when the server could not be reached, so that the next waits, too. */
async function send(item: Outgoing): Promise<boolean> {
  put({ ...item, state: 'sending' });
  try {
    const message = await post(item, (progress) => {
      if (!arrivals.has(item.echo_id)) put({ ...item, state: 'sending', progress });
    });
    for (const tell of sentWatchers) tell(item, message);
    remove(item.echo_id);
    return true;
  } catch (error) {
    if (arrivals.delete(item.echo_id)) return true;
    if (!(error instanceof Refused)) {
      put({ ...item, state: 'queued' });
      return false;
    }
    const { missed, message: reason } = error;
    const failed: Outgoing = missed === undefined ? { ...item, state: 'failed', reason } : { ...item, state: 'crossed', missed }; // prettier-ignore
    put(failed);
    await keep(failed);
    return true;
  }
}

type Sent = (item: Outgoing, message: Record<string, unknown>) => void;
const sentWatchers = new Set<Sent>();

export const outbox = {
  async add(item: Omit<Outgoing, 'echo_id' | 'created_at' | 'state'>): Promise<void> {
    const made: Outgoing = {
      ...item,
      echo_id: crypto.randomUUID(),
      created_at: Math.floor(Date.now() / 1000),
      state: 'sending',
    };
    put(made);
    await keep(made);
    await work(made.account, made.conversation);
  },
  /** Tries again; without what its writer expected, it goes whatever was said meanwhile. */
  async again(item: Outgoing): Promise<void> {
    const { missed: _missed, expected_last_message_id: _expected, ...rest } = item;
    put({ ...rest, state: 'queued' });
    await work(item.account, item.conversation);
  },
  discard: remove,
  /** The live connection has brought it. */
  arrived(echo_id: string): void {
    if (!waiting.some((each) => each.echo_id === echo_id)) return;
    arrivals.add(echo_id);
    remove(echo_id);
  },
  onSent(tell: Sent): () => void {
    sentWatchers.add(tell);
    return () => sentWatchers.delete(tell);
  },
  /** Sends everything that waits; called when the connection is back. */
  flush(): void {
    for (const { account, conversation } of waiting) void work(account, conversation);
  },
  /** Takes up what an earlier page has left. */
  async restore(): Promise<void> {
    const stored = (await onDisk(async () => entries<string, Outgoing>())) ?? [];
    const left = stored
      .filter(([key]) => typeof key === 'string' && key.startsWith(PREFIX))
      .map(([, item]) => (item.state === 'sending' ? { ...item, state: 'queued' as const } : item))
      .toSorted((a, b) => a.created_at - b.created_at);
    const known = new Set(waiting.map(({ echo_id }) => echo_id));
    change([...left.filter(({ echo_id }) => !known.has(echo_id)), ...waiting]);
    outbox.flush();
  },
};

const perConversation = new Map<string, readonly Outgoing[]>();

export function useOutbox(account: number, conversation: number): readonly Outgoing[] {
  return useSyncExternalStore(
    (changed) => {
      watchers.add(changed);
      return () => watchers.delete(changed);
    },
    () => {
      const key = `${account}/${conversation}`;
      const found = perConversation.get(key) ?? waiting.filter((each) => each.account === account && each.conversation === conversation); // prettier-ignore
      perConversation.set(key, found);
      return found;
    },
  );
}

addEventListener('online', () => outbox.flush());
