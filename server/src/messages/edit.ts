import type { Actor, Author } from '../auth/actor.ts';
import { removeAttachments } from '../attachments/remove.ts';
import type { Tx } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import type { Changes } from '../events/events.ts';
import { MESSAGE_STATUSES, type MessageStatus } from './enums.ts';
import { tellOfMessage } from './insert.ts';
import type { Message } from './queries.ts';
import { canBecome } from './rules.ts';

const touch =
  'update conversations set updated_at = clock_timestamp() where account_id = $1 and id = $2';

interface Edit {
  actor: Author | null;
  /** One event for each. */
  changes: Changes[];
  removed_files?: string[];
}

/** Records that a message was changed. */
export async function recordUpdate(
  tx: Tx,
  message: Message,
  { actor, changes, removed_files }: Edit,
): Promise<void> {
  await rows(tx, touch, [message.account_id, message.conversation_id]);
  const files = removed_files === undefined ? {} : { removed_files };
  const facts = changes.map((each) => ({
    name: 'message.updated' as const,
    changes: each,
    ...files,
  }));
  await tellOfMessage(tx, message, { actor, facts });
}

const setStatus = `
  update messages set status = $3, content_attributes = $4, updated_at = clock_timestamp()
  where account_id = $1 and id = $2`;

/**
 * Sets the delivery status that the other side of an API inbox reports. An unknown or illegal one
 * changes nothing (contract §6.3). The error is kept only with `failed`; afterwards its key stays, empty.
 */
export async function setMessageStatus(
  tx: Tx,
  message: Message,
  {
    actor,
    status,
    external_error,
  }: { actor: Author | null; status: unknown; external_error: string | null },
): Promise<void> {
  const next = status as MessageStatus;
  if (!MESSAGE_STATUSES.includes(next) || !canBecome(message.status, next)) return;
  const before = message.content_attributes;
  const error = next === 'failed' ? external_error : null;
  const isOtherError = error !== (before['external_error'] ?? null);
  const after = isOtherError ? { ...before, external_error: error } : before;
  const changes: Changes = {
    ...(next === message.status ? {} : { status: [message.status, next] }),
    ...(isOtherError ? { content_attributes: [before, after] } : {}),
  };
  if (Object.keys(changes).length === 0) return;
  const { account_id, id } = message;
  const number = MESSAGE_STATUSES.indexOf(next);
  await rows(tx, setStatus, [account_id, id, number, JSON.stringify(after)]);
  await recordUpdate(tx, message, { actor, changes: [changes] });
}

/** Takes a message's content and files away; its place in the conversation stays (contract §6.4). */
export async function deleteMessage(tx: Tx, message: Message, actor: Actor): Promise<void> {
  const removed_files = await removeAttachments(tx, message.account_id, message.id);
  await rows(
    tx,
    `update messages set content = 'This message was deleted', processed_message_content = 'This message was deleted',
       content_type = 0, content_attributes = '{"deleted": true}', updated_at = clock_timestamp()
     where account_id = $1 and id = $2`,
    [message.account_id, message.id],
  );
  const changes: Changes[] = [{ deleted: [false, true] }];
  await recordUpdate(tx, message, { actor, changes, removed_files });
}

/** Offers a failed message for delivery again (contract §6.5). */
export async function retryMessage(tx: Tx, message: Message, actor: Actor): Promise<void> {
  await rows(tx, setStatus, [message.account_id, message.id, 0, '{}']);
  const changes: Changes[] = [
    { status: [message.status, 'sent'] },
    { content_attributes: [message.content_attributes, {}] },
  ];
  await recordUpdate(tx, message, { actor, changes });
}

/** The stored translation of a message, if there is one in that language. */
export const hasTranslation = (message: Message, language: string): boolean => {
  const translations = message.content_attributes['translations'];
  return (
    typeof translations === 'object' &&
    translations !== null &&
    Object.hasOwn(translations, language)
  );
};
