import type { Conversation } from '../conversations/queries.ts';
import type { Tx } from '../db/pool.ts';
import { writeAutomatic, type NewMessage } from './insert.ts';
import { renderLiquid } from './liquid.ts';

/** A text that somebody configured, to be said by the inbox itself. */
export type Template = Pick<NewMessage, 'content' | 'content_type' | 'content_attributes'>;

/** Says it. The texts may name the customer, as those of agents may (contract §6.2). */
export async function writeTemplates(
  tx: Tx,
  conversation: Conversation,
  templates: readonly Template[],
): Promise<void> {
  const value = templates.map((template) => template.content);
  const contents = await renderLiquid(tx, { conversation, sender: null, value });
  const messages = templates.map((template, index) => ({
    ...template,
    message_type: 'template' as const,
    content: contents[index] ?? null,
  }));
  await writeAutomatic(tx, conversation, { actor: null, messages });
}
