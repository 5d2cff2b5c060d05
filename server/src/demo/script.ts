import type { Priority } from '../conversations/enums.ts';
import type { AgentName, InboxName, LabelName, TeamName } from './cast.ts';
import type { ContactName } from './contacts.ts';
import type { FileName } from './files.ts';

// The words in which the demo's conversations are written; perform.ts turns them into verbs.

/** Minutes, hours or days. */
export type Span = `${number}${'m' | 'h' | 'd'}`;

export type Author = AgentName | 'pip' | 'customer';

/** Something somebody writes. */
export interface Said {
  by: Author;
  says: string;
  private?: boolean;
  files?: FileName[];
  /** Answers the line of the thread with this index. */
  quotes?: number;
  /** Why it could not be delivered. */
  failed?: string;
}

/** Something that is done to the conversation. */
export type Done = { by: AgentName | 'pip' } & (
  | { does: 'resolve' | 'hand over' | 'hold' | 'mute' | 'read' }
  | { does: 'snooze'; until?: Span }
  | { does: 'give'; to: AgentName }
  | { does: 'pass'; to: TeamName }
);

/** A plain string is what the customer writes. */
export type Line = string | Said | Done;

export interface Thread {
  with: ContactName;
  in: InboxName;
  /** When the last line was written, before now. */
  ago: Span;
  /** From the first line to the last. */
  over: Span;
  subject?: string;
  labels?: LabelName[];
  priority?: Priority;
  attributes?: Record<string, unknown>;
  draft?: string;
  /** Who takes part besides those whom the conversation itself brings in. */
  joined?: AgentName[];
  lines: Line[];
  /** What the customer says of it when they are asked at the end. */
  rated?: Rating;
}

export interface Rating {
  stars: 1 | 2 | 3 | 4 | 5;
  says?: string;
}

type Extras = Omit<Said, 'by' | 'says'>;

const voice = <A extends AgentName | 'pip'>(by: A) =>
  Object.assign((says: string, extras: Extras = {}): Said => ({ by, says, ...extras }), {
    notes: (says: string, extras: Extras = {}): Said => ({ by, says, private: true, ...extras }),
    resolves: { by, does: 'resolve' } satisfies Done,
    /** The bot's way of giving a conversation to people. */
    handsOver: { by, does: 'hand over' } satisfies Done,
    /** Waits for something outside; the status is pending. */
    holds: { by, does: 'hold' } satisfies Done,
    mutes: { by, does: 'mute' } satisfies Done,
    /** Has seen it, and does nothing more. */
    reads: { by, does: 'read' } satisfies Done,
    snoozes: (until?: Span): Done => ({ by, does: 'snooze', ...(until ? { until } : {}) }),
    gives: (to: AgentName): Done => ({ by, does: 'give', to }),
    passesTo: (to: TeamName): Done => ({ by, does: 'pass', to }),
  });

export const maya = voice('maya');
export const ines = voice('ines');
export const jonas = voice('jonas');
export const priya = voice('priya');
export const pip = voice('pip');

/** A line of the customer's that needs more than its text. */
export const customer = (says: string, extras: Extras = {}): Said => ({
  by: 'customer',
  says,
  ...extras,
});
