import type { Tx } from '../db/pool.ts';
import { savepoint } from '../db/savepoint.ts';
import { fromDatabaseError, HttpError } from '../errors.ts';

/** What became of an action, as the log of its run has it. */
export interface Step {
  action_name: string;
  at: string;
  /** Why it could not be done; null when it was. */
  error: string | null;
}

/**
 * Does an action as a part of the transaction that can fail alone. Null when it was done, or why it
 * cannot be. What is not the action's fault is thrown: the job is tried again from there.
 */
export async function attempt(tx: Tx, act: () => Promise<void>): Promise<string | null> {
  try {
    await savepoint(tx, act);
    return null;
  } catch (error) {
    const refusal = error instanceof HttpError ? error : fromDatabaseError(error);
    // A failure of ours, or of the database.
    if (refusal === undefined || refusal.status >= 500) throw error;
    return sentenceOf(refusal);
  }
}

export function sentenceOf({ body, status }: HttpError): string {
  const said: unknown = typeof body === 'object' ? Object.values(body ?? {})[0] : body;
  return typeof said === 'string' ? said.trim().slice(0, 500) : `refused with status ${status}`;
}

export const stepOf = (action_name: string, error: string | null): Step => ({
  action_name,
  at: new Date().toISOString(),
  error,
});
