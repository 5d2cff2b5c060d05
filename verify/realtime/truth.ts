import type { Pool } from '../../server/src/db/pool.ts';
import { committedAt } from '../rig/postgres.ts';

/** What happened, as the database has it. */
export interface Happened {
  position: number;
  name: string;
  /** In milliseconds of the wall clock. */
  committed: number;
  inbox: number | null;
  /** Whom it is for, when it is for one person. */
  user: number | null;
}

/** Who hears of an event (contract: platform §6.4). */
type Hearers = 'who works in its inbox' | 'everybody' | 'its user';

const hearers: Record<string, Hearers> = {
  'conversation.created': 'who works in its inbox',
  'conversation.updated': 'who works in its inbox',
  'conversation.status_changed': 'who works in its inbox',
  'conversation.read': 'who works in its inbox',
  'assignee.changed': 'who works in its inbox',
  'team.changed': 'who works in its inbox',
  'message.created': 'who works in its inbox',
  'message.updated': 'who works in its inbox',
  'first.reply.created': 'who works in its inbox',
  'contact.created': 'everybody',
  'contact.updated': 'everybody',
  'account.cache_invalidated': 'everybody',
  'conversation.mentioned': 'its user',
  'notification.created': 'its user',
  'notification.updated': 'its user',
  'notification.deleted': 'its user',
};

export const hearersOf = (name: string): Hearers | undefined => hearers[name];

const find = `
  select l.position, e.name, ${committedAt('e')} as committed, c.inbox_id as inbox,
    (e.payload ->> 'user_id')::bigint as user
  from event_log l
  join events e on e.account_id = l.account_id and e.id = l.event_id
  left join conversations c on c.account_id = e.account_id and c.id = e.conversation_id
  where l.account_id = $1 and e.name = any($2)
  order by l.position`;

/** All that somebody may have heard of, in order. */
export async function findHappened(pool: Pool, account_id: number): Promise<Happened[]> {
  return (await pool.query<Happened>(find, [account_id, Object.keys(hearers)])).rows;
}
