import type { Author } from '../auth/actor.ts';
import { recordConversation } from '../conversations/events.ts';
import type { Conversation } from '../conversations/queries.ts';
import type { Tx } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import { addParticipants } from '../participants/queries.ts';
import { mentionsIn } from './rules.ts';

// Only people who can see the conversation through its inbox can be mentioned: its members and administrators.
const findMentionable = `
  select m.user_id from memberships m
  where m.account_id = $1 and m.removed_at is null
    and (m.user_id = any($3::bigint[]) or exists (select from team_members tm
      where tm.account_id = $1 and tm.team_id = any($4::bigint[]) and tm.user_id = m.user_id))
    and (m.role = 'administrator' or exists (select from inbox_members im
      where im.account_id = $1 and im.inbox_id = $2 and im.user_id = m.user_id))
  order by m.user_id`;

const insertMentions = `
  insert into mentions (account_id, conversation_id, user_id) select $1, $2, unnest($3::bigint[])
  on conflict (account_id, conversation_id, user_id) do update set mentioned_at = now()`;

interface Note {
  account_id: number;
  inbox_id: number;
  content: string | null;
}

/** Whom a private note mentions, themselves or in a team, of those who can be. */
export async function findMentioned(
  tx: Tx,
  { account_id, inbox_id, content }: Note,
): Promise<number[]> {
  const { users, teams } = mentionsIn(content);
  if (users.length + teams.length === 0) return [];
  const values = [account_id, inbox_id, users, teams];
  const found = await rows<{ user_id: number }>(tx, findMentionable, values);
  return found.map(({ user_id }) => user_id);
}

/** Notes whom a private note mentions: they find the conversation under "mentions" and take part in it. */
export async function recordMentions(
  tx: Tx,
  {
    conversation,
    actor,
    message,
  }: {
    conversation: Conversation;
    actor: Author | null;
    message: { id: number; content: string | null };
  },
): Promise<void> {
  const { account_id, inbox_id } = conversation;
  const ids = await findMentioned(tx, { account_id, inbox_id, content: message.content });
  if (ids.length === 0) return;
  await rows(tx, insertMentions, [conversation.account_id, conversation.id, ids]);
  await addParticipants(tx, conversation, ids);
  const facts = ids.map((user_id) => ({
    name: 'conversation.mentioned' as const,
    user_id,
    message_id: message.id,
  }));
  await recordConversation(tx, conversation, { actor, facts });
}
