import { presentConversationPush } from '../conversations/present.ts';
import type { Conversation } from '../conversations/queries.ts';
import { isSurveyed, type SurveyRules } from '../csat/rules.ts';
import type { Tx } from '../db/pool.ts';
import { row } from '../db/query.ts';
import { writeActivities } from './insert.ts';
import { writeTemplates } from './templates.ts';

interface RatingSettings {
  message: string | null;
  display_type: string | null;
  rules: SurveyRules | null;
}

// Once per conversation, and only after the customer has written (contract §8.9).
const findSettings = `
  select nullif(i.csat_config ->> 'message', '') as message, i.csat_config ->> 'display_type' as display_type,
    i.csat_config -> 'survey_rules' as rules
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
  if (settings === undefined || !isSurveyed(conversation.labels, settings.rules)) return;
  if (!(await canReply(tx, conversation))) {
    const line = 'CSAT survey not sent due to outgoing message restrictions';
    return writeActivities(tx, conversation, { actor: null, lines: [line] });
  }
  const question = {
    content_type: 'input_csat' as const,
    content: settings.message ?? 'Please rate the conversation',
    content_attributes: { display_type: settings.display_type ?? 'emoji' },
  };
  await writeTemplates(tx, conversation, [question]);
}

/** Whether the channel lets us write to the customer now. */
async function canReply(tx: Tx, { account_id, id }: Conversation): Promise<boolean> {
  const push = await row<{ data: { can_reply: boolean } }>(tx, presentConversationPush, [
    account_id,
    id,
  ]);
  return push?.data.can_reply === true;
}
