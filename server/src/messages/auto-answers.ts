import type { Conversation } from '../conversations/queries.ts';
import { lately } from '../db/lately.ts';
import type { Tx } from '../db/pool.ts';
import { row } from '../db/query.ts';
import type { StoredMessage } from './insert.ts';
import { writeTemplates, type Template } from './templates.ts';
import { isOutsideHours, type WorkingHour } from './working-hours.ts';

interface Situation {
  greeting_enabled: boolean;
  greeting_message: string | null;
  working_hours_enabled: boolean;
  out_of_office_message: string | null;
  timezone: string;
  collects_email: boolean;
  hours: WorkingHour[];
  /** Outgoing or template messages so far. */
  answered: boolean;
  template_today: boolean;
  answered_lately: boolean;
  asked_for_email: boolean;
}

// What is later than now was written before the clock was put back: nobody knows when.
const findSituation = `
  select i.greeting_enabled, nullif(i.greeting_message, '') as greeting_message, i.working_hours_enabled,
    nullif(i.out_of_office_message, '') as out_of_office_message, i.timezone,
    i.channel_type = 'Channel::WebWidget' and i.enable_email_collect and k.email is null as collects_email,
    (select coalesce(json_agg(h), '[]') from working_hours h
     where h.account_id = i.account_id and h.inbox_id = i.id) as hours,
    exists (select from messages m where m.account_id = $1 and m.conversation_id = $2
            and m.message_type in (1, 3)) as answered,
    exists (select from messages m where m.account_id = $1 and m.conversation_id = $2
            and m.message_type = 3 and m.created_at between date_trunc('day', now()) and now() + interval '1 minute') as template_today,
    exists (select from messages m where m.account_id = $1 and m.conversation_id = $2 and m.message_type = 1
            and not m.private and ${lately('m.created_at', '5 minutes')}) as answered_lately,
    exists (select from messages m where m.account_id = $1 and m.conversation_id = $2
            and m.content_type = 3) as asked_for_email
  from inboxes i
  join conversations c on c.account_id = i.account_id and c.id = $2
  join contacts k on k.account_id = c.account_id and k.id = c.contact_id
  where i.account_id = $1 and i.id = $3 and c.campaign_id is null`;

/** The messages that an inbox which may answer sends by itself when a customer writes (contract §8.9). */
export async function answerAutomatically(
  tx: Tx,
  conversation: Conversation,
  incoming: StoredMessage,
): Promise<void> {
  const { account_id, id, inbox_id } = conversation;
  const situation = await row<Situation>(tx, findSituation, [account_id, id, inbox_id]);
  if (situation === undefined) return;
  await writeTemplates(tx, conversation, automaticAnswers(situation, incoming.created_at));
}

function automaticAnswers(situation: Situation, at: Date): Template[] {
  const answers: Template[] = [];
  if (isOutOfOffice(situation, at)) answers.push({ content: situation.out_of_office_message });
  if (
    situation.greeting_enabled &&
    situation.greeting_message !== null &&
    !situation.answered &&
    answers.length === 0
  ) {
    answers.push({ content: situation.greeting_message });
  }
  if (situation.collects_email && !situation.asked_for_email) {
    answers.push({ content: 'Give the team a way to reach you.' });
    answers.push({ content: 'Get notified by email', content_type: 'input_email' });
  }
  return answers;
}

const isOutOfOffice = (situation: Situation, at: Date): boolean =>
  situation.working_hours_enabled &&
  situation.out_of_office_message !== null &&
  !situation.template_today &&
  !situation.answered_lately &&
  isOutsideHours(situation.hours, situation.timezone, at);
