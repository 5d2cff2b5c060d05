import type { Logger } from 'pino';
import { createGiver, giveOutEverywhere } from './assignment/give-out.ts';
import { removeFiles, sweepOrphanFiles } from './attachments/jobs.ts';
import { markMessagesRead } from './client-api/seen.ts';
import { sendAccessMail } from './auth/mail.ts';
import { removeContact } from './contacts/delete.ts';
import { exportContacts } from './contacts/exports.ts';
import { importContacts } from './contacts/import-job.ts';
import { fetchContactAvatar } from './contacts/picture.ts';
import { autoResolveConversations } from './conversations/auto-resolve.ts';
import { transaction } from './db/pool.ts';
import { foldConversationCounts } from './conversations/fold-counts.ts';
import { dissolveTeam, openWithoutBot, releaseConversations } from './conversations/release.ts';
import { sendTranscript } from './conversations/transcript.ts';
import { wakeConversation, wakeOverdueConversations } from './conversations/wake.ts';
import { findForgottenInboxes, removeInbox } from './inboxes/delete.ts';
import { sweepEvents } from './events/sweep.ts';
import { enqueue } from './jobs/enqueue.ts';
import type { Together, Workers } from './jobs/jobs.ts';
import { runMacro } from './macros/run.ts';
import { retagLabel } from './labels/retag.ts';
import type { Mailer } from './mail/mailer.ts';
import { sendNotice } from './mail/notice.ts';
import { mailNotification } from './notifications/mail.ts';
import { notifyOfAll, notifyPeople } from './notifications/notify.ts';
import { pushNotification } from './notifications/push.ts';
import { reopenNotifications } from './notifications/reopen.ts';
import { removeAccount } from './platform-apps/delete-account.ts';
import type { Platform } from './platform.ts';
import { runAutomationRules } from './automation/run.ts';
import { sendDueMessage, sendOverdueMessages } from './scheduled-messages/send.ts';
import { clocksAgree, sweepExpired } from './sweep.ts';
import { settleDelivery } from './webhooks/settle.ts';
import { warnOfEndpoint } from './webhooks/warn.ts';

interface Parts {
  platform: Platform;
  mailer: Mailer;
  log: Logger;
}

/** What runs the jobs of each queue: the one place where jobs meet the domains. */
export function createWorkers({ platform, mailer, log }: Parts): {
  workers: Workers;
  together: Together;
} {
  const { pool, storage } = platform;
  const giver = createGiver({ pool, log });
  const workers: Workers = {
    wake_conversation: async (key) => wakeConversation(pool, key),
    send_scheduled_message: async (key) => sendDueMessage(platform, key),
    send_transcript: async (data, { id }) => sendTranscript({ platform, mailer }, { ...data, id }),
    delete_account: async ({ account_id }) => removeAccount(pool, account_id),
    mark_messages_read: async (seen) => markMessagesRead(pool, seen),
    send_notice: async (notice, { id }) =>
      sendNotice({ mailer, mailFrom: platform.config.mailFrom }, notice, `notice/${id}`),
    send_access_mail: async (mail, { id }) => sendAccessMail({ platform, mailer }, mail, id),
    run_macro: async (key) => runMacro(platform, key),
    run_automation_rules: async (key) => runAutomationRules(platform, key),
    warn_of_endpoint: async (warning) => warnOfEndpoint(platform, warning),
    settle_delivery: async (settled) => settleDelivery(pool, settled),
    retag_label: async (renaming) => retagLabel(pool, renaming),
    delete_inbox: async (place) => removeInbox(pool, place),
    give_out: giver.each,
    release_conversations: async (data) => releaseConversations({ pool, log }, data),
    open_without_bot: async (data) => openWithoutBot({ pool, log }, data),
    dissolve_team: async (data) => dissolveTeam({ pool, log }, data),
    fetch_contact_avatar: async (data) => fetchContactAvatar(platform, data),
    import_contacts: async (data) => importContacts(platform, data),
    export_contacts: async (data) => exportContacts(platform, data),
    remove_contact: async (data) => removeContact(pool, data),
    notify_people: async (key) => notifyPeople(pool, key),
    mail_notification: async (key, run) => mailNotification({ platform, mailer }, key, run),
    push_notification: async (key) => pushNotification(platform, key),
    remove_files: async ({ keys }) => removeFiles(storage, keys),
    wake_overdue_conversations: async () => wakeOverdueConversations(pool, log),
    send_overdue_messages: async () => sendOverdueMessages(platform, log),
    auto_resolve_conversations: async () => autoResolveConversations(pool, log),
    fold_conversation_counts: async () => foldConversationCounts(pool),
    reopen_notifications: async () => reopenNotifications(pool),
    give_out_everywhere: async () => giveOutEverywhere(pool, giver.each),
    sweep: async () => sweepAll(platform, log),
  };
  const together: Together = {
    give_out: giver.all,
    notify_people: async (keys) => notifyOfAll(pool, keys),
  };
  return { workers, together };
}

/** Removes what is old, and what nothing needs. */
async function sweepAll({ pool, storage, config }: Platform, log: Logger): Promise<void> {
  if (!(await clocksAgree(pool))) {
    log.error('nothing is removed by its age: the clock here and the database’s differ by more than an hour'); // prettier-ignore
    return;
  }
  await sweepExpired(pool);
  await sweepEvents(pool, config.eventRetentionHours);
  const forgotten = await findForgottenInboxes(pool);
  await transaction(pool, async (tx) =>
    enqueue(
      tx,
      forgotten.map((data) => ({ queue: 'delete_inbox', data })),
    ),
  );
  const removed = await sweepOrphanFiles({ pool, storage });
  if (removed > 0) log.info({ removed }, 'removed files that nothing needs');
}
