import { agentJson } from '../agents/present.ts';
import type { Db } from '../db/pool.ts';
import { rows } from '../db/query.ts';

const present = `
  select (${agentJson('u', 'm')})::text as json
  from conversation_participants p
  join memberships m on m.account_id = p.account_id and m.user_id = p.user_id
  join users u on u.id = p.user_id
  where p.account_id = $1 and p.conversation_id = $2 and ($3::bigint[] is null or p.user_id = any($3))
  order by p.created_at, p.user_id`;

/** The participants as Agents, or those of them with these ids. */
export async function participantTexts(
  db: Db,
  { account_id, id }: { account_id: number; id: number },
  only: readonly number[] | null = null,
): Promise<string[]> {
  const found = await rows<{ json: string }>(db, present, [account_id, id, only]);
  return found.map(({ json }) => json);
}
