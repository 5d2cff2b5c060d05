import type { Author } from '../auth/actor.ts';
import type { Conversation } from '../conversations/queries.ts';
import type { Tx } from '../db/pool.ts';
import { unprocessable } from '../errors.ts';
import { emit } from '../events/emit.ts';
import { performerOf } from '../events/performer.ts';
import { findTeamMails } from './queries.ts';
import { teamMail } from './rules.ts';

interface Mailing {
  actor: Author;
  conversation: Conversation;
  given: unknown;
  /** Where the conversation can be opened. */
  baseUrl: string;
}

/** Mails a text about the conversation to everybody in these teams; a job for each does it. */
export async function mailTeams(
  tx: Tx,
  { actor, conversation, given, baseUrl }: Mailing,
): Promise<void> {
  const mail = teamMail(given);
  const { account_id, id: conversation_id, display_id } = conversation;
  const to = mail === undefined ? [] : await findTeamMails(tx, account_id, mail.team_ids);
  if (mail === undefined || to.length === 0) throw unprocessable('nobody is in these teams');
  const payload = {
    to,
    subject: `[#${display_id}] ${conversation.contact_name}`,
    message: mail.message,
    url: `${baseUrl}/app/accounts/${account_id}/conversations/${display_id}`,
    performer: performerOf(actor),
  };
  await emit(tx, [
    { account_id, name: 'conversation.team_mail_requested', conversation_id, payload },
  ]);
}
