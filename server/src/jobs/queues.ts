import type { AccessMail } from '../auth/mail.ts';
import type { Performer } from '../events/events.ts';
import type { Notice } from '../mail/notice.ts';

/** Every queue with what its jobs carry. Handlers are idempotent: a job may run again after a crash. */
export interface Queues {
  /** Opens a conversation whose snooze is over; runs at that instant or as soon after as we are up. */
  wake_conversation: { account_id: number; conversation_id: number };
  send_transcript: { account_id: number; conversation_id: number; email: string };
  /** Removes what is in an account that was deleted. */
  delete_account: { account_id: number };
  /** What a customer has seen; `until` as ISO 8601. */
  mark_messages_read: { account_id: number; conversation_id: number; until: string };
  /** A short mail of ours to one person. */
  send_notice: Notice;
  /** About somebody’s access: a new password, an address to confirm, an invitation. */
  send_access_mail: AccessMail;
  /** Does what is left of a macro in one conversation. */
  run_macro: { account_id: number; execution_id: number };
  /** Does what automation rules say follows from an event. */
  run_automation_rules: { account_id: number; event_id: number };
  /** Sends a message whose time has come. */
  send_scheduled_message: { account_id: number; scheduled_message_id: number };
  /** Tells administrators that another server is not told any more what it should be. */
  warn_of_endpoint: {
    account_id: number;
    endpoint_id: number;
    because: 'undelivered' | 'gone' | 'failing';
  };
  /** What it means here that a delivery failed, or came through after all (null). */
  settle_delivery: { account_id: number; delivery_id: number; error: string | null };
  /** Carries a label's new title to what has the old one. */
  retag_label: { account_id: number; label_id: number; from: string; to: string };
  /** Gives conversations that wait in an inbox to those who are there; `all`: whatever is open and nobody's. */
  give_out: { account_id: number; inbox_id: number; all?: boolean };
  /** Takes the conversations of an account from somebody who left it. */
  release_conversations: { account_id: number; user_id: number; by: Performer | null };
  /** Opens what waits for a bot that is not there any more: in these inboxes, and these. */
  open_without_bot: {
    account_id: number;
    inbox_ids: number[];
    conversation_ids: number[];
    by: Performer | null;
  };
  /** Takes a deleted team from its conversations. */
  dissolve_team: { account_id: number; team_id: number; by: Performer | null };
  /** The picture at an `avatar_url`. */
  fetch_contact_avatar: { account_id: number; contact_id: number; url: string };
  /** A file of contacts on its way in, and one on its way out. */
  import_contacts: { account_id: number; import_id: number };
  export_contacts: { account_id: number; export_id: number };
  /** What hangs on a contact that was deleted. */
  remove_contact: { account_id: number; contact_id: number };
  /** Tells those whom an event concerns. */
  notify_people: { account_id: number; event_id: number };
  /** Sends what a mail has collected; and tells one browser of one thing. */
  mail_notification: { account_id: number; mail_id: number };
  push_notification: { account_id: number; notification_id: number; subscription_id: number };
  /** Files of rows that are gone. */
  remove_files: { keys: string[] };
  /** Goes on removing what a deleted inbox held. */
  delete_inbox: { account_id: number; inbox_id: number };
  /** Recurring, without data: see jobs/schedule. */
  wake_overdue_conversations: Record<string, never>;
  auto_resolve_conversations: Record<string, never>;
  send_overdue_messages: Record<string, never>;
  fold_conversation_counts: Record<string, never>;
  reopen_notifications: Record<string, never>;
  give_out_everywhere: Record<string, never>;
  sweep: Record<string, never>;
}

export type QueueName = keyof Queues;

/** A job to be enqueued in the transaction of the write that it follows from. `startAfter`: when, or in how many seconds. */
export type Job = {
  [Q in QueueName]: {
    queue: Q;
    data: Queues[Q];
    startAfter?: Date | number;
    /** In a queue that goes in turn: of what has this in common one runs at a time, the oldest first. */
    line?: string;
  };
}[QueueName];
