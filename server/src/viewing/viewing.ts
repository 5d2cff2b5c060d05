import type { UserActor } from '../auth/actor.ts';
import type { Conversation } from '../conversations/queries.ts';
import { lately } from '../db/lately.ts';
import type { Db, Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { emit } from '../events/emit.ts';
import { performerOf } from '../events/performer.ts';
import { viewersJson } from './present.ts';
import { SHOWN_FOR, isNews, type Seen } from './rules.ts';

export interface Viewers extends Record<string, unknown> {
  conversation_id: number;
  users: Record<string, string>;
  viewers: Record<string, unknown>[];
  expires_in: number;
}

const find = `select ${viewersJson} as viewers`;

const span = `${SHOWN_FOR} seconds`;

// Gives how it was before.
const mark = `
  with before as (
    select seen_at from conversation_viewers
    where account_id = $1 and conversation_id = $2 and user_id = $3)
  insert into conversation_viewers (account_id, conversation_id, user_id) values ($1, $2, $3)
  on conflict (account_id, conversation_id, user_id) do update set seen_at = now(),
    since = case when ${lately('conversation_viewers.seen_at', span, span)}
      then conversation_viewers.since else now() end
  returning extract(epoch from now() - (select seen_at from before))::float8 as seconds`;

const leave = `
  delete from conversation_viewers where account_id = $1 and conversation_id = $2 and user_id = $3
  returning extract(epoch from now() - seen_at)::float8 as seconds`;

/** Who looks at the conversation just now. */
export async function findViewers(
  db: Db,
  { account_id, id, display_id }: Conversation,
): Promise<Viewers> {
  const found = await row<{ viewers: Viewers['viewers'] }>(db, find, [account_id, id, SHOWN_FOR]);
  const viewers = found?.viewers ?? [];
  const users = viewers.map((each) => [each['id'], each['availability_status']] as const);
  return {
    conversation_id: display_id,
    users: Object.fromEntries(users) as Viewers['users'],
    viewers,
    expires_in: SHOWN_FOR,
  };
}

/** Notes that somebody looks at the conversation, or no longer does, and tells the team when that is news. */
export async function showViewing(
  tx: Tx,
  conversation: Conversation,
  { actor, viewing }: { actor: UserActor; viewing: boolean },
): Promise<Viewers> {
  const { account_id, id } = conversation;
  // A program looks at everything, and nobody need wait for it.
  if (actor.key !== undefined) return findViewers(tx, conversation);
  const [seen] = await rows<Seen>(tx, viewing ? mark : leave, [account_id, id, actor.id]);
  const data = await findViewers(tx, conversation);
  if (isNews(seen, viewing)) {
    const payload = { data, performer: performerOf(actor) };
    await emit(tx, [{ account_id, name: 'conversation.viewing', conversation_id: id, payload }]);
  }
  return data;
}
