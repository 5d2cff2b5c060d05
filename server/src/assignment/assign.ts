import { allowBot } from '../agent-bots/agent-bots.ts';
import { botSlimJson } from '../agent-bots/present.ts';
import { agentJson } from '../agents/present.ts';
import type { Actor, RuleActor } from '../auth/actor.ts';
import { changeConversation } from '../conversations/change.ts';
import type { Conversation } from '../conversations/queries.ts';
import type { Tx } from '../db/pool.ts';
import { row } from '../db/query.ts';
import { JsonText } from '../http/json.ts';
import { teamRawJson } from '../teams/present.ts';

interface Assignment {
  actor: Actor | RuleActor;
  /** Null, 0 and unknown ids take the assignment away (contract §7.2). */
  id: number | null;
}

type Found = { id: number; json: string } | undefined;

const findAgent = `
  select u.id, (${agentJson('u', 'm')})::text as json
  from memberships m join users u on u.id = m.user_id
  where m.account_id = $1 and m.user_id = $2 and m.removed_at is null`;

/** Assigns any member of the account, whatever their inboxes; the bot steps back. Returns the Agent or null. */
export async function assignAgent(
  tx: Tx,
  conversation: Conversation,
  { actor, id }: Assignment,
): Promise<JsonText | null> {
  const agent: Found = await row(tx, findAgent, [conversation.account_id, id]);
  const changes =
    agent === undefined
      ? { assignee_id: null, assignee_agent_bot_id: null }
      : { assignee_id: agent.id };
  await changeConversation(tx, conversation, changes, { actor });
  return textOf(agent);
}

const findBot = `
  select b.id, (${botSlimJson('b')})::text as json from agent_bots b
  where (b.account_id = $1 or b.account_id is null) and b.id = $2`;

/** Assigns a bot of the account or of the installation; an unknown one changes nothing. */
export async function assignBot(
  tx: Tx,
  conversation: Conversation,
  { actor, id }: Assignment,
): Promise<JsonText | null> {
  const bot: Found = await row(tx, findBot, [conversation.account_id, id]);
  if (bot === undefined) return null;
  await allowBot(tx, conversation.account_id, bot.id);
  await changeConversation(tx, conversation, { assignee_agent_bot_id: bot.id }, { actor });
  return textOf(bot);
}

const findTeam = `select t.id, (${teamRawJson('t')})::text as json from teams t
  where t.account_id = $1 and t.id = $2 and t.removed_at is null`;

/** Sets or clears the team; the assignee goes when they are not in it. Returns the team or null. */
export async function assignTeam(
  tx: Tx,
  conversation: Conversation,
  { actor, id }: Assignment,
): Promise<JsonText | null> {
  const team: Found = await row(tx, findTeam, [conversation.account_id, id]);
  await changeConversation(tx, conversation, { team_id: team?.id ?? null }, { actor });
  return textOf(team);
}

const textOf = (found: Found): JsonText | null =>
  found === undefined ? null : new JsonText(found.json);
