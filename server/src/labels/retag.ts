import { changeContact } from '../contacts/change.ts';
import { lockContacts } from '../contacts/queries.ts';
import { changeConversation } from '../conversations/change.ts';
import { lockConversationById } from '../conversations/queries.ts';
import { transaction, type Pool, type Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { enqueue } from '../jobs/enqueue.ts';
import type { Queues } from '../jobs/queues.ts';
import { sideBySide } from '../jobs/side-by-side.ts';
import { renamedIn } from './rules.ts';

type Renaming = Queues['retag_label'];

const BATCH = 200;
const WIDTH = 2;

// The first half of the condition is what the index on labels is limited to.
const tagged = (table: string): string => `
  select id from ${table} where account_id = $1 and labels <> '{}'
    and confab_lower_all(labels) && array[$2] order by id limit ${BATCH}`;
const taggedConversations = tagged('conversations');
const taggedContacts = tagged('contacts');

/**
 * Carries a label's new title to the conversations and contacts that have the old one, a batch a job.
 * A job that ran half finds what is left. Of several renamings in a row each leads to the title that
 * the label has by then, so their order does not matter.
 */
export async function retagLabel(pool: Pool, renaming: Renaming): Promise<void> {
  const { account_id, from } = renaming;
  const values = [account_id, from];
  const conversations = await rows<{ id: number }>(pool, taggedConversations, values);
  await sideBySide(conversations, WIDTH, async ({ id }) =>
    transaction(pool, (tx) => retagConversation(tx, renaming, id)),
  );
  const contacts = await rows<{ id: number }>(pool, taggedContacts, values);
  await transaction(pool, async (tx) => {
    const to = await titleNow(tx, renaming);
    await retagContacts(
      tx,
      { ...renaming, to },
      contacts.map(({ id }) => id),
    );
    const isMore = conversations.length === BATCH || contacts.length === BATCH;
    if (isMore && to !== from) await enqueue(tx, [{ queue: 'retag_label', data: renaming }]);
  });
}

// The share lock makes a renaming wait for us, and its own job find what we wrote.
const lockTitle = 'select title from labels where account_id = $1 and id = $2 for share';

async function titleNow(tx: Tx, { account_id, label_id, to }: Renaming): Promise<string> {
  return (await row<{ title: string }>(tx, lockTitle, [account_id, label_id]))?.title ?? to;
}

async function retagConversation(tx: Tx, renaming: Renaming, id: number): Promise<void> {
  const to = await titleNow(tx, renaming);
  const conversation = await lockConversationById(tx, renaming.account_id, id);
  if (conversation === undefined) return;
  const labels = renamedIn(conversation.labels, renaming.from, to);
  await changeConversation(tx, conversation, { labels }, { actor: null });
}

async function retagContacts(
  tx: Tx,
  { account_id, from, to }: Renaming,
  ids: number[],
): Promise<void> {
  if (ids.length === 0 || to === from) return;
  for (const contact of (await lockContacts(tx, account_id, ids)).values()) {
    const labels = renamedIn(contact.labels, from, to);
    await changeContact(tx, contact, { labels }, { actor: null });
  }
}
