import type { Recipients } from './composer/recipients.ts';

/** What somebody has begun to write. A reply and a note are kept apart: none becomes the other by accident. */
export interface Draft {
  mode: 'reply' | 'note';
  reply: string;
  note: string;
  /** The newest message as the text was begun. */
  after?: number | undefined;
  /** Where somebody has changed whom a mail goes to. */
  recipients?: Recipients | undefined;
}

/** Writing to the disk at every letter would be felt. Milliseconds. */
const PAUSE = 400;

const empty: Draft = { mode: 'reply', reply: '', note: '' };
const unsaved = new Map<string, Draft>();
const attached = new Map<string, readonly File[]>();
let timer: ReturnType<typeof setTimeout> | undefined;

const keyOf = (account: number, conversation: number): string =>
  `confab.draft.${account}.${conversation}`;

function save(): void {
  clearTimeout(timer);
  timer = undefined;
  for (const [key, draft] of unsaved) {
    const isEmpty = draft.reply.trim() === '' && draft.note.trim() === '';
    try {
      if (isEmpty) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify(draft));
    } catch {
      // The browser keeps no more: the draft lasts as long as the page.
      continue;
    }
    unsaved.delete(key);
  }
}

addEventListener('pagehide', save);

export function loadDraft(account: number, conversation: number): Draft {
  const key = keyOf(account, conversation);
  const waiting = unsaved.get(key);
  if (waiting !== undefined) return waiting;
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? '');
    const { mode, reply, note, ...rest } = Object(stored) as Partial<Draft>;
    if (typeof reply === 'string' && typeof note === 'string') {
      return { ...rest, reply, note, mode: mode === 'note' ? 'note' : 'reply' };
    }
  } catch {
    // There is none.
  }
  return empty;
}

/** Keeps it on this machine until it is sent. */
export function keepDraft(account: number, conversation: number, draft: Draft): void {
  unsaved.set(keyOf(account, conversation), draft);
  timer ??= setTimeout(save, PAUSE);
}

/** Files that are to go along wait with their conversation as long as the page is open. */
export const filesOf = (account: number, conversation: number): readonly File[] =>
  attached.get(keyOf(account, conversation)) ?? [];

export function keepFiles(account: number, conversation: number, files: readonly File[]): void {
  attached.set(keyOf(account, conversation), files);
}
