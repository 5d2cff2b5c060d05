import type { Actor } from '../auth/actor.ts';
import { changeContact } from '../contacts/change.ts';
import { deleteContact } from '../contacts/delete.ts';
import { lockContacts } from '../contacts/queries.ts';
import { parseLabels } from '../conversations/rules.ts';
import type { Tx } from '../db/pool.ts';
import { unauthorized } from '../errors.ts';
import { isObject } from '../http/bag.ts';
import { parseIds } from './bulk.ts';

interface ContactBulk {
  ids?: unknown;
  action_name?: unknown;
  labels?: Record<string, unknown> | undefined;
}

/**
 * Labels many contacts, or deletes them, in one transaction (contract: customer §1.14). Ids of nobody
 * are skipped. Throws 401 when an agent wants to delete, 422 when one of them has the chat open.
 */
export async function changeManyContacts(tx: Tx, actor: Actor, input: ContactBulk): Promise<void> {
  const isDeletion = input.action_name === 'delete';
  if (isDeletion && !(actor.type === 'User' && actor.role === 'administrator')) {
    throw unauthorized();
  }
  const labels = isObject(input.labels) ? input.labels : {};
  const [add, remove] = [parseLabels(labels['add']), parseLabels(labels['remove'])];
  const contacts = await lockContacts(tx, actor.account_id, parseIds(input.ids));
  for (const contact of contacts.values()) {
    if (isDeletion) {
      await deleteContact(tx, contact, actor);
      continue;
    }
    const kept = contact.labels.filter((label) => !remove.includes(label));
    await changeContact(tx, contact, { labels: parseLabels([...kept, ...add]) }, { actor });
  }
}
