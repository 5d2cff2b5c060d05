import { agentJson } from '../agents/present.ts';

/**
 * The participants as Agents, oldest first, one row of JSON text each. $1 account, $2 conversation,
 * $3 ids of the users wanted, or null for all.
 */
export const presentParticipants = `
  select (${agentJson('u', 'm')})::text as json
  from conversation_participants p
  join memberships m on m.account_id = p.account_id and m.user_id = p.user_id
  join users u on u.id = p.user_id
  where p.account_id = $1 and p.conversation_id = $2 and ($3::bigint[] is null or p.user_id = any($3))
  order by p.created_at, p.user_id`;
