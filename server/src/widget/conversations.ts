import type { IncomingHttpHeaders } from 'node:http';
import type { ContactActor } from '../auth/actor.ts';
import { contactInboxById } from '../contacts/contact-inboxes.ts';
import { openConversation } from '../conversations/create.ts';
import {
  lockConversationById,
  lockCurrentConversation,
  type Conversation,
} from '../conversations/queries.ts';
import type { Tx } from '../db/pool.ts';
import { row } from '../db/query.ts';
import { sendMessage } from '../messages/messages.ts';
import type { Platform } from '../platform.ts';
import { browserOf, languageOf } from './browser-rules.ts';

/** A message as the window sends it. */
export interface Written {
  content?: string | null | undefined;
  reply_to?: unknown;
  /** When it was written, in the visitor's own words. */
  timestamp?: string | null | undefined;
  /** The page it was written on. */
  referer_url?: string | null | undefined;
  echo_id?: unknown;
  attachments?: unknown;
}

interface Writing {
  visitor: ContactActor;
  platform: Platform;
  headers: IncomingHttpHeaders;
  message: Written;
  custom_attributes?: Record<string, unknown> | undefined;
}

const asInput = ({ content, reply_to, echo_id, attachments }: Written) => ({
  content: content ?? null,
  echo_id,
  attachments,
  message_type: 'incoming',
  // The key stands there even when nothing is answered.
  content_attributes: { in_reply_to: reply_to ?? null },
});

/** What the visitor's browser is and where they came from. */
const originOf = (headers: IncomingHttpHeaders, { timestamp, referer_url }: Written) => ({
  browser_language: languageOf(headers['accept-language']),
  browser: browserOf(headers['user-agent']),
  initiated_at: { timestamp: timestamp ?? null },
  referer: referer_url ?? null,
});

/** Opens a conversation, also where the visitor has one. Returns its primary key. */
async function open(tx: Tx, writing: Writing): Promise<number> {
  const { visitor, platform, headers, message, custom_attributes } = writing;
  const { account_id, contact_inbox_id: id } = visitor;
  return openConversation(tx, {
    actor: visitor,
    platform,
    input: {
      additional_attributes: originOf(headers, message),
      ...(custom_attributes === undefined ? {} : { custom_attributes }),
    },
    contactInbox: async () => ({
      ...(await contactInboxById(tx, { account_id, id })),
      lock_to_single_conversation: false,
    }),
  });
}

/** Opens a conversation with its first message (contract: customer §3.4). */
export async function startConversation(tx: Tx, writing: Writing): Promise<{ id: number }> {
  const { visitor, platform, message } = writing;
  const id = await open(tx, writing);
  const conversation = (await lockConversationById(tx, visitor.account_id, id)) as Conversation;
  await sendMessage(tx, { conversation, actor: visitor, input: asInput(message), platform });
  return { id };
}

const hold = `
  select 1 from contact_inboxes where account_id = $1 and id = $2 for no key update`;

/** Sends a message in the visitor's conversation, which is opened when they have none. */
export async function writeMessage(tx: Tx, writing: Writing): Promise<{ id: number }> {
  const { visitor, platform, message } = writing;
  const conversation = (await lockCurrentConversation(tx, visitor)) ?? (await first(tx, writing));
  return sendMessage(tx, { conversation, actor: visitor, input: asInput(message), platform });
}

async function first(tx: Tx, writing: Writing): Promise<Conversation> {
  const { visitor } = writing;
  // Two first messages at once: the second waits here and then finds the first one's conversation.
  await row(tx, hold, [visitor.account_id, visitor.contact_inbox_id]);
  const other = await lockCurrentConversation(tx, visitor);
  if (other !== undefined) return other;
  const id = await open(tx, writing);
  return (await lockConversationById(tx, visitor.account_id, id)) as Conversation;
}
