import type { QueueName } from './queues.ts';

interface QueueSettings {
  retryLimit: number;
  /** Seconds before the first retry; it doubles from there, up to four hours. */
  retryDelay: number;
  /** How many are taken at once, and how many of these run side by side. */
  batch: number;
  width: number;
  /** Seconds between looks into the queue when it was empty. */
  poll: number;
  /** For how many days one can look at those that are done or dead; 14 when absent. */
  keep?: number;
  /** Somebody waits for it: what this process puts there, it looks for at once. */
  prompt?: boolean;
  /** The same within so many milliseconds, so that what comes until then is taken with it. */
  soon?: number;
  /** Jobs of one line run one after the other, in all processes together. */
  inTurn?: boolean;
  /** How many take jobs side by side in each process, so that a long one holds up no others; 1 when absent. */
  workers?: number;
  cron?: string;
}

const recurring = { retryLimit: 0, retryDelay: 1, batch: 1, width: 1, poll: 5 };

/** Minutes of work, in turn within an account: that of another account goes on beside it. */
const transfer = {
  retryLimit: 12,
  retryDelay: 5,
  batch: 1,
  width: 1,
  poll: 1,
  prompt: true,
  inTurn: true,
  workers: 2,
};

/** How the jobs of each queue are taken. */
export const queues: Record<QueueName, QueueSettings> = {
  wake_conversation: { retryLimit: 20, retryDelay: 1, batch: 50, width: 4, poll: 0.5 },
  send_scheduled_message: { retryLimit: 20, retryDelay: 1, batch: 20, width: 2, poll: 0.5 },
  // About a day of tries: a mail server that is down for a night loses no transcript.
  send_transcript: { retryLimit: 12, retryDelay: 10, batch: 4, width: 2, poll: 1 },
  delete_account: { retryLimit: 12, retryDelay: 10, batch: 1, width: 1, poll: 2 },
  mark_messages_read: { retryLimit: 5, retryDelay: 1, batch: 20, width: 2, poll: 1 },
  send_notice: { retryLimit: 12, retryDelay: 10, batch: 4, width: 2, poll: 1 },
  send_access_mail: { retryLimit: 12, retryDelay: 10, batch: 4, width: 2, poll: 1, prompt: true },
  run_macro: { retryLimit: 20, retryDelay: 1, batch: 10, width: 2, poll: 0.5, prompt: true },
  // What happens in one conversation is looked at in turn.
  run_automation_rules: {
    retryLimit: 20,
    retryDelay: 1,
    batch: 20,
    width: 2,
    poll: 0.5,
    keep: 1,
    inTurn: true,
  },
  warn_of_endpoint: { retryLimit: 12, retryDelay: 10, batch: 20, width: 2, poll: 1, keep: 1 },
  settle_delivery: { retryLimit: 20, retryDelay: 1, batch: 20, width: 2, poll: 0.5 },
  retag_label: { retryLimit: 20, retryDelay: 1, batch: 1, width: 1, poll: 1 },
  // Those of one inbox are done together.
  give_out: { retryLimit: 5, retryDelay: 2, batch: 100, width: 2, poll: 0.5, keep: 1 },
  release_conversations: { retryLimit: 12, retryDelay: 10, batch: 2, width: 2, poll: 1 },
  open_without_bot: { retryLimit: 12, retryDelay: 10, batch: 2, width: 2, poll: 1 },
  dissolve_team: { retryLimit: 12, retryDelay: 10, batch: 2, width: 2, poll: 1 },
  // As wide as it is long, so that one server that does not answer keeps nobody else's picture.
  fetch_contact_avatar: { retryLimit: 3, retryDelay: 30, batch: 20, width: 20, poll: 1 },
  import_contacts: transfer,
  export_contacts: transfer,
  remove_contact: { retryLimit: 12, retryDelay: 10, batch: 2, width: 1, poll: 1 },
  // As many as there are messages: two weeks of them would be the largest table of a busy desk.
  notify_people: {
    retryLimit: 12,
    retryDelay: 2,
    batch: 50,
    width: 2,
    poll: 0.5,
    keep: 1,
    soon: 250,
  },
  // About a day of tries. The outcome stands in the mail's row.
  mail_notification: { retryLimit: 12, retryDelay: 10, batch: 8, width: 2, poll: 1, keep: 3 },
  push_notification: {
    retryLimit: 8,
    retryDelay: 10,
    batch: 20,
    // All at once: what waits for one push service must not keep the others'.
    width: 20,
    poll: 0.5,
    keep: 1,
    prompt: true,
  },
  remove_files: { retryLimit: 12, retryDelay: 10, batch: 20, width: 2, poll: 1 },
  delete_inbox: { retryLimit: 12, retryDelay: 10, batch: 1, width: 1, poll: 1 },
  wake_overdue_conversations: { ...recurring, cron: '* * * * *' },
  fold_conversation_counts: { ...recurring, cron: '* * * * *' },
  send_overdue_messages: { ...recurring, cron: '* * * * *' },
  auto_resolve_conversations: { ...recurring, cron: '*/5 * * * *' },
  reopen_notifications: { ...recurring, cron: '* * * * *' },
  give_out_everywhere: { ...recurring, cron: '* * * * *' },
  sweep: { ...recurring, cron: '17 * * * *' },
};
