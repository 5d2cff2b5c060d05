/** Every queue with what its jobs carry. Handlers are idempotent: a job may run again after a crash. */
export interface Queues {
  /** Opens a conversation whose snooze is over; runs at that instant or as soon after as we are up. */
  wake_conversation: { account_id: number; conversation_id: number };
  send_transcript: { account_id: number; conversation_id: number; email: string };
  /** Files of rows that are gone. */
  remove_files: { keys: string[] };
  /** Recurring, without data: see jobs/schedule. */
  wake_overdue_conversations: Record<string, never>;
  auto_resolve_conversations: Record<string, never>;
  fold_conversation_counts: Record<string, never>;
  sweep: Record<string, never>;
}

export type QueueName = keyof Queues;

/** A job to be enqueued in the transaction of the write that it follows from. */
export type Job = {
  [Q in QueueName]: { queue: Q; data: Queues[Q]; startAfter?: Date };
}[QueueName];
