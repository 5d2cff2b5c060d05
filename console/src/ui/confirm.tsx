import { Suspense, useSyncExternalStore } from 'react';
import { lazily } from './lazily.ts';

export interface Question {
  title: string;
  /** What will happen, and whether it can be undone. */
  hint?: string;
  /** The word on the button that does it. */
  yes: string;
  danger?: boolean;
  act: () => Promise<unknown>;
  /** It was not to be. */
  no?: () => void;
}

let asked: Question | undefined;
let hasAsked = false;
const watchers = new Set<() => void>();

function change(next: Question | undefined): void {
  asked = next;
  hasAsked = true;
  for (const changed of watchers) changed();
}

/** Asks before something that is hard to undo. A refusal by the server is shown where it was asked for. */
export const confirm = (question: Question): void => change(question);

const watch = (changed: () => void): (() => void) => {
  watchers.add(changed);
  return () => watchers.delete(changed);
};

const ConfirmDialog = lazily(async () => import('./confirm-dialog.tsx'), 'ConfirmDialog');

/** Where `confirm` asks; once in the page. What it takes is loaded with the first question. */
export function Confirmations() {
  const question = useSyncExternalStore(watch, () => asked);
  return hasAsked ? (
    <Suspense>
      <ConfirmDialog question={question} onClose={() => change(undefined)} />
    </Suspense>
  ) : null;
}
