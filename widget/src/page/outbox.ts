import { signal } from '@preact/signals';
import { isPassing, Refusal } from './api.ts';
import { channel } from './globals.ts';
import { reading } from './heard.ts';
import { catchUp } from './load.ts';
import { send } from './send.ts';
import type { Message } from './shapes.ts';
import { conversation, isFromTeam, keepMessages, view } from './state.ts';

/** What the visitor has sent and the server has not acknowledged. */
export interface Waiting {
  /** The same message again is the same message to the server. */
  echo_id: string;
  content: string;
  written_at: number;
  file?: File;
  state: 'waiting' | 'sending' | 'failed';
  /** Of a file, from 0 to 1. */
  progress?: number;
  /** Why it cannot be sent, as the server says it. */
  error?: string;
}

const KEPT = `cw_outbox_${channel.websiteToken}`;
const LONGEST_PAUSE = 30_000;

/** Texts survive a reload of the page; files cannot. */
function restore(): Waiting[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEPT) ?? '[]');
    return (kept as Waiting[]).map((each) => ({ ...each, state: 'waiting' }));
  } catch {
    return [];
  }
}

export const outbox = signal<Waiting[]>(restore());

function save(waiting: Waiting[]): void {
  outbox.value = waiting;
  try {
    const texts = waiting.filter(({ file }) => file === undefined);
    sessionStorage.setItem(KEPT, JSON.stringify(texts));
  } catch {
    // A browser that keeps nothing: it is sent as long as the page is there.
  }
}

const change = (echo_id: string, changes: Partial<Waiting>): void =>
  save(outbox.peek().map((each) => (each.echo_id === echo_id ? { ...each, ...changes } : each)));

const drop = (echo_id: string): void =>
  save(outbox.peek().filter((each) => each.echo_id !== echo_id));

const newId = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');

/** Sends a text or a file, now or as soon as there is a connection, in the order of writing. */
export function put(what: { content: string } | { file: File }): void {
  const common = { echo_id: newId(), written_at: Date.now(), state: 'waiting' } as const;
  save([...outbox.peek(), { content: '', ...what, ...common }]);
  void drain();
}

/** Tries again what was given up. */
export function putAgain({ echo_id }: Waiting): void {
  change(echo_id, { state: 'waiting', error: undefined });
  void drain();
}

export const discard = ({ echo_id }: Waiting): void => drop(echo_id);

let isDraining = false;
let failures = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

async function drain(): Promise<void> {
  if (isDraining) return;
  isDraining = true;
  clearTimeout(timer);
  try {
    for (let next = first(); next !== undefined; next = first()) await deliver(next);
  } catch {
    failures += 1;
    timer = setTimeout(() => void drain(), Math.min(1000 * 2 ** failures, LONGEST_PAUSE));
  } finally {
    isDraining = false;
  }
}

const first = (): Waiting | undefined => outbox.peek().find(({ state }) => state !== 'failed');

/** Throws when there is no use in going on now. */
async function deliver(one: Waiting): Promise<void> {
  const { echo_id } = one;
  change(echo_id, { state: 'sending' });
  try {
    await reading({
      ask: async () => {
        const sent = await send(one, (progress) => change(echo_id, { progress }));
        failures = 0;
        drop(echo_id);
        return sent;
      },
      // By then they may be in another conversation.
      show: (sent) =>
        keepMessages(sent.filter((each) => each.conversation_id === conversation.peek()?.id)),
      // It has been sent; what has become of it since, the server knows.
      orElse: async () => catchUp().catch(() => {}),
    });
  } catch (error) {
    if (isPassing(error)) {
      change(echo_id, { state: 'waiting', progress: undefined });
      throw error;
    }
    change(echo_id, { state: 'failed', error: error instanceof Refusal ? error.message : '' });
  }
}

/** There is a connection again. */
export function retryOutbox(): void {
  failures = 0;
  if (outbox.peek().length > 0) void drain();
}

/** The realtime connection may know of a message before its sender does. */
export function acknowledge(message: Message): void {
  const { echo_id } = message;
  if (isFromTeam(message) || echo_id == null) return;
  drop(echo_id);
}

export function watchNetwork(): void {
  // What an earlier page has left is shown where it goes.
  if (outbox.peek().length > 0) view.value = 'chat';
  window.addEventListener('online', retryOutbox);
  retryOutbox();
}
