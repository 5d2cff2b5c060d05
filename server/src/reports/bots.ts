import type { Db } from '../db/pool.ts';
import { adhoc } from '../db/query.ts';
import sql, { type Sql } from 'sql-template-tag';
import { within } from './scope.ts';
import type { Span } from './span.ts';

interface Counts {
  conversations: number;
  messages: number;
  resolutions: number;
  handoffs: number;
}

/**
 * How the bots did: the conversations that began in inboxes with an active bot, what was sent in
 * those, and of how many in a hundred conversations the bot resolved or handed over at least once.
 */
export async function botMetrics(db: Db, account_id: number, span: Span) {
  const began = sql`select f.conversation_id from report_conversations f
    join agent_bot_inboxes link on link.account_id = f.account_id and link.inbox_id = f.inbox_id
      and link.status = 'active'
    where f.account_id = ${account_id} and ${within(span)}`;
  const happened = (
    name: string,
  ): Sql => sql`(select count(distinct f.conversation_id) from reporting_events f
    where f.account_id = ${account_id} and f.name = ${name} and ${within(span)})`;
  const [found] = await adhoc<Counts & Record<string, unknown>>(
    db,
    sql`with began as materialized (${began})
      select (select count(*) from began) as conversations,
        (select count(*) from report_messages f where f.account_id = ${account_id} and ${within(span)}
          and f.message_type = 1 and f.conversation_id in (select conversation_id from began)) as messages,
        ${happened('conversation_bot_resolved')} as resolutions,
        ${happened('conversation_bot_handoff')} as handoffs`,
  );
  const { conversations = 0, messages = 0, resolutions = 0, handoffs = 0 } = found ?? {};
  const rate = (count: number): number =>
    conversations === 0 ? 0 : Math.floor((count / conversations) * 100);
  return {
    conversation_count: conversations,
    message_count: messages,
    resolution_rate: rate(resolutions),
    handoff_rate: rate(handoffs),
  };
}
