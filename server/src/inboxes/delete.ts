import { touchCache } from '../accounts/cache-keys.ts';
import { removeAttachmentsOfConversations } from '../attachments/remove.ts';
import { audit } from '../audit/audit.ts';
import type { Actor } from '../auth/actor.ts';
import { removeAvatar } from '../avatars/avatars.ts';
import { transaction, type Db, type Pool, type Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { lockInbox } from './queries.ts';

interface Place {
  account_id: number;
  inbox_id: number;
}

// Its public name and its address are free at once, and lead nowhere from now on.
const hide = `
  update inboxes set deleted_at = now(), updated_at = now(), secrets = null, channel = '{}',
    identifier = 'deleted ' || gen_random_uuid()
  where account_id = $1 and id = $2`;

// Nobody works there any more, nothing is sent there: what makes it visible or active goes at once.
const disconnect = ['inbox_members', 'agent_bot_inboxes', 'webhooks', 'integration_hooks'].map(
  (table) => `delete from ${table} where account_id = $1 and inbox_id = $2`,
);

/** Makes the inbox invisible, and a job remove it with everything in it (contract: platform §4.3). */
export async function deleteInbox(tx: Tx, actor: Actor, id: unknown): Promise<void> {
  const inbox = await lockInbox(tx, actor, id);
  const place = { account_id: inbox.account_id, inbox_id: inbox.id };
  await rows(tx, hide, [inbox.account_id, inbox.id]);
  for (const statement of disconnect) await rows(tx, statement, [inbox.account_id, inbox.id]);
  await removeAvatar(tx, place);
  const changes = { name: inbox.name, channel_type: inbox.channel_type };
  await audit(tx, actor, { type: 'Inbox', id: inbox.id, action: 'destroy', changes });
  await touchCache(tx, inbox.account_id, 'inbox');
  await enqueue(tx, [{ queue: 'delete_inbox', data: place }]);
}

const BATCH = 100;
/** So many in one job, which must end within minutes; the next one goes on. */
const BATCHES = 50;

/**
 * Removes what is left of a deleted inbox, step by step, each a transaction of its own: a crash loses
 * nothing but the last step, and another run goes on from there. Does nothing to an inbox that lives.
 */
export async function removeInbox(pool: Pool, place: Place, batches = BATCHES): Promise<void> {
  for (let done = 0; done < batches; done += 1) {
    const isGone = await transaction(pool, async (tx) => {
      const isLast = await removeSome(tx, place);
      if (!isLast && done === batches - 1) {
        await enqueue(tx, [{ queue: 'delete_inbox', data: place }]);
      }
      return isLast;
    });
    if (isGone) return;
  }
}

const isDeleted = `
  select id from inboxes where account_id = $1 and id = $2 and deleted_at is not null`;
const takeConversations = `
  select id from conversations where account_id = $1 and inbox_id = $2 order by id limit ${BATCH} for update`;
const deleteConversations = `delete from conversations where account_id = $1 and id = any($2::bigint[])`;
const deleteSources = `
  with batch as (select id from contact_inboxes where account_id = $1 and inbox_id = $2 order by id limit ${BATCH * 10})
  delete from contact_inboxes ci using batch where ci.account_id = $1 and ci.id = batch.id returning ci.id`;

/** Removes the next part; true when nothing is left, and the inbox itself is gone. */
async function removeSome(tx: Tx, { account_id, inbox_id }: Place): Promise<boolean> {
  const place = [account_id, inbox_id];
  if ((await row(tx, isDeleted, place)) === undefined) return true;
  const found = await rows<{ id: number }>(tx, takeConversations, place);
  if (found.length > 0) {
    const ids = found.map(({ id }) => id);
    const keys = await removeAttachmentsOfConversations(tx, account_id, ids);
    await rows(tx, deleteConversations, [account_id, ids]);
    if (keys.length > 0) await enqueue(tx, [{ queue: 'remove_files', data: { keys } }]);
    return false;
  }
  if ((await rows(tx, deleteSources, place)).length > 0) return false;
  await rows(tx, 'delete from inboxes where account_id = $1 and id = $2', place);
  return true;
}

/** Deleted inboxes whose job must have got lost, such as by too many failures. */
export async function findForgottenInboxes(db: Db): Promise<Place[]> {
  return rows<Place & Record<string, unknown>>(
    db,
    `select account_id, id as inbox_id from inboxes where deleted_at < now() - interval '1 hour'`,
  );
}
