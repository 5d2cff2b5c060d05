import type { Conversation } from '../conversations/queries.ts';
import type { Tx } from '../db/pool.ts';
import { row } from '../db/query.ts';
import { writeTemplates } from './templates.ts';

interface RatingSettings {
  message: string | null;
  display_type: string | null;
}

// Once per conversation, and only after the customer has written (contract §8.9).
const findSettings = `
  select nullif(i.csat_config ->> 'message', '') as message, i.csat_config ->> 'display_type' as display_type
  from inboxes i
  where i.account_id = $1 and i.id = $3 and i.csat_survey_enabled
    and exists (select from messages m where m.account_id = $1 and m.conversation_id = $2 and m.message_type = 0)
    and not exists (select from messages m where m.account_id = $1 and m.conversation_id = $2 and m.content_type = 9)`;

/** Asks the customer to rate a conversation that was resolved, if the inbox wants that. */
export async function askForRating(tx: Tx, conversation: Conversation): Promise<void> {
  const { account_id, id: conversation_id, inbox_id } = conversation;
  const settings = await row<RatingSettings>(tx, findSettings, [
    account_id,
    conversation_id,
    inbox_id,
  ]);
  if (settings === undefined) return;
  const question = {
    content_type: 'input_csat' as const,
    content: settings.message ?? 'Please rate the conversation',
    content_attributes: { display_type: settings.display_type ?? 'emoji' },
  };
  await writeTemplates(tx, conversation, [question]);
}
