import type { Logger } from 'pino';
import { removeFiles, sweepOrphanFiles } from './attachments/jobs.ts';
import { autoResolveConversations } from './conversations/auto-resolve.ts';
import { foldConversationCounts } from './conversations/fold-counts.ts';
import { sendTranscript } from './conversations/transcript.ts';
import { wakeConversation, wakeOverdueConversations } from './conversations/wake.ts';
import type { Workers } from './jobs/jobs.ts';
import type { Mailer } from './mail/mailer.ts';
import type { Platform } from './platform.ts';
import { sweepExpired } from './sweep.ts';

interface Parts {
  platform: Platform;
  mailer: Mailer;
  log: Logger;
}

/** What runs the jobs of each queue: the one place where jobs meet the domains. */
export function createWorkers({ platform, mailer, log }: Parts): Workers {
  const { pool, storage } = platform;
  return {
    wake_conversation: async (key) => wakeConversation(pool, key),
    send_transcript: async (data, { id }) => sendTranscript({ platform, mailer }, { ...data, id }),
    remove_files: async ({ keys }) => removeFiles(storage, keys),
    wake_overdue_conversations: async () => wakeOverdueConversations(pool, log),
    auto_resolve_conversations: async () => autoResolveConversations(pool, log),
    fold_conversation_counts: async () => foldConversationCounts(pool),
    sweep: async () => {
      await sweepExpired(pool);
      const removed = await sweepOrphanFiles({ pool, storage });
      if (removed > 0) log.info({ removed }, 'removed files that nothing needs');
    },
  };
}
