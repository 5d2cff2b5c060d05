import type { Author } from '../auth/actor.ts';
import type { Tx } from '../db/pool.ts';
import { unprocessable } from '../errors.ts';
import { isObject } from '../http/bag.ts';
import { changeConversation } from './change.ts';
import type { Conversation } from './queries.ts';
import { checkAttributes } from './rules.ts';

/** Replaces the custom attributes, as the original does, or merges into them when asked to (contract §4.15). */
export async function setCustomAttributes(
  tx: Tx,
  conversation: Conversation,
  { actor, given, merge }: { actor: Author; given: unknown; merge: boolean },
): Promise<Record<string, unknown>> {
  if (!isObject(given)) {
    throw unprocessable('param is missing or the value is empty: custom_attributes');
  }
  const custom_attributes = merge ? { ...conversation.custom_attributes, ...given } : given;
  checkAttributes(custom_attributes, 'custom_attributes');
  await changeConversation(tx, conversation, { custom_attributes }, { actor });
  return custom_attributes;
}
