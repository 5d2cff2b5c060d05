import type { QueryClient } from '@tanstack/react-query';

/** What an event brings: its name, and its data as the API describes it. */
export interface LiveEvent {
  event: string;
  data: Record<string, unknown>;
}

export interface LiveContext {
  queries: QueryClient;
  account: number;
  me: number;
  /** It has been told before, and is told again to what has been loaded since. */
  isAgain?: boolean;
  /** Leads whoever is here to a conversation, without loading the page anew. */
  open?: (conversation: number) => void;
}

type Update = (context: LiveContext, data: never) => void;

const updates = new Map<string, Update[]>();

/** Has an event change what is shown. Each feature registers its own, where it is defined. */
export function onLive<D>(
  names: readonly string[],
  update: (context: LiveContext, data: D) => void,
): void {
  for (const name of names) updates.set(name, [...(updates.get(name) ?? []), update]);
}

/** Lets everybody know who registered for it. */
export function dispatch(context: LiveContext, { event, data }: LiveEvent): void {
  if (data['account_id'] !== undefined && data['account_id'] !== context.account) return;
  for (const update of updates.get(event) ?? []) {
    try {
      update(context, data as never);
    } catch (error) {
      // What one part cannot deal with must not keep the others from theirs.
      reportError(error);
    }
  }
}
