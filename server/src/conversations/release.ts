import type { Logger } from 'pino';
import type { Actor } from '../auth/actor.ts';
import { transaction, type Pool, type Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import type { Performer } from '../events/events.ts';
import type { Queues } from '../jobs/queues.ts';
import { changeConversation, type ConversationChanges } from './change.ts';
import { recordConversation } from './events.ts';
import { lockConversationById, type Conversation } from './queries.ts';

interface Releasing {
  /** Statement of the next conversations beyond $2 in account $1 that are the subject's, $3 and so on. */
  find: string;
  /** What lets go of the subject; undefined when the conversation is not the subject's any more. */
  changes(conversation: Conversation): ConversationChanges | undefined;
  account_id: number;
  subject: readonly unknown[];
  /** What is recorded besides. */
  also?: 'conversation.bot_handoff';
  by: Performer | null;
}

const BATCH = 100;

const find = (column: 'assignee_id' | 'team_id'): string => `
  select id from conversations where account_id = $1 and id > $2 and ${column} = $3 order by id limit ${BATCH}`;

/** Lets go of all of them, each in a transaction of its own; what was done stays done when it is cut short. */
async function releaseAll(
  { pool, log }: Parts,
  { account_id, subject, by, also, ...rest }: Releasing,
): Promise<void> {
  const actor = actorOf(by, account_id);
  let failures = 0;
  for (let after = 0; ;) {
    const batch = await rows<{ id: number }>(pool, rest.find, [account_id, after, ...subject]);
    for (const { id } of batch) {
      try {
        await transaction(pool, async (tx) => {
          const conversation = await lockConversationById(tx, account_id, id);
          const changes = conversation && rest.changes(conversation);
          if (conversation === undefined || changes === undefined) return;
          const released = await changeConversation(tx, conversation, changes, { actor });
          const facts = also === undefined ? [] : [{ name: also }];
          await recordConversation(tx, released, { actor, facts });
        });
      } catch (error) {
        failures += 1;
        log.error(
          { err: error, account_id, conversation_id: id },
          'a conversation stays as it was',
        );
      }
    }
    const last = batch.at(-1);
    if (last === undefined) break;
    after = last.id;
  }
  // The next try finds only those that are left.
  if (failures > 0) throw new Error(`${failures} conversations stay as they were`);
}

interface Parts {
  pool: Pool;
  log: Logger;
}

/** Whoever caused it, for the lines about it; they may have left since. */
function actorOf(by: Performer | null, account_id: number): Actor | null {
  if (by?.type !== 'AgentBot' && by?.type !== 'User') return null;
  const { type, id, name } = by;
  return type === 'AgentBot'
    ? { type, id, name, account_id }
    : { type, id, name, account_id, role: 'administrator' };
}

/** Takes the conversations from somebody who has left the account, unless they are back. */
export async function releaseConversations(
  parts: Parts,
  { account_id, user_id, by }: { account_id: number; user_id: number; by: Performer | null },
): Promise<void> {
  const isGone =
    'select 1 from memberships where account_id = $1 and user_id = $2 and removed_at is not null';
  if ((await row(parts.pool, isGone, [account_id, user_id])) === undefined) return;
  await releaseAll(parts, {
    account_id,
    subject: [user_id],
    by,
    find: find('assignee_id'),
    changes: ({ assignee_id }) =>
      assignee_id === user_id ? { assignee_id: null, awaits_agent: true } : undefined,
  });
}

/** Takes a deleted team from its conversations, and then the rest of it. */
export async function dissolveTeam(
  parts: Parts,
  { account_id, team_id, by }: { account_id: number; team_id: number; by: Performer | null },
): Promise<void> {
  await releaseAll(parts, {
    account_id,
    subject: [team_id],
    by,
    find: find('team_id'),
    changes: (conversation) => (conversation.team_id === team_id ? { team_id: null } : undefined),
  });
  await transaction(parts.pool, async (tx: Tx) => {
    await rows(
      tx,
      'delete from teams where account_id = $1 and id = $2 and removed_at is not null',
      [account_id, team_id],
    );
  });
}

const findPending = `
  select id from conversations where account_id = $1 and id > $2 and status = 2
    and (inbox_id = any($3::bigint[]) or id = any($4::bigint[])) order by id limit ${BATCH}`;

/**
 * Opens what a bot dealt with that is not there any more, so that people see it and are told of it like
 * of what a bot hands over; unless another bot has come meanwhile.
 */
export async function openWithoutBot(
  parts: Parts,
  { account_id, inbox_ids, conversation_ids, by }: Queues['open_without_bot'],
): Promise<void> {
  await releaseAll(parts, {
    account_id,
    subject: [inbox_ids, conversation_ids],
    by,
    find: findPending,
    changes: ({ status, bot_active, assignee_agent_bot_id }) =>
      status === 'pending' && !bot_active && assignee_agent_bot_id === null
        ? { status: 'open' }
        : undefined,
    also: 'conversation.bot_handoff',
  });
}
