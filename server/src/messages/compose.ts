import type { Author } from '../auth/actor.ts';
import type { Conversation } from '../conversations/queries.ts';
import { lenientId } from '../conversations/queries.ts';
import type { Tx } from '../db/pool.ts';
import { unprocessable } from '../errors.ts';
import { isObject } from '../http/bag.ts';
import { emailContent } from './email-content.ts';
import type { NewMessage, Sender } from './insert.ts';
import { renderLiquid } from './liquid.ts';
import { findRepliedTo } from './queries.ts';
import {
  checkIncoming,
  checkItems,
  checkLengths,
  checkTemplateParams,
  isBlank,
  parseAddresses,
  parseContentAttributes,
  parseContentType,
  parseMessageType,
} from './rules.ts';
import type { MessageInput } from './schema.ts';
import { senderOf } from './sender.ts';

type Attributes = Record<string, unknown>;

interface Draft {
  conversation: Conversation;
  actor: Author | null;
  input: MessageInput;
}

/** Makes a storable message of what the caller wrote, or throws the contract's 422 (§6.2). */
export async function composeMessage(tx: Tx, draft: Draft): Promise<NewMessage> {
  const { conversation, input } = draft;
  const message_type = parseMessageType(input.message_type);
  // Without an actor it is the channel itself that delivers; and customers write wherever they are.
  if (draft.actor !== null && draft.actor.type !== 'Contact')
    checkIncoming(message_type, conversation.channel_type);
  const content_type = parseContentType(input.content_type);
  checkTemplateParams(input.template_params);
  const source_id = textOrNull(input.source_id);
  checkLengths(input.content ?? null, source_id);
  const sender = await senderOf(tx, draft);
  const written = { content: input.content ?? null, template_params: templateParams(input) };
  const isRendered = message_type === 'outgoing' || message_type === 'template';
  const { content, template_params } = isRendered
    ? await renderWritten(tx, conversation, { sender, written })
    : written;
  checkLengths(content, null);
  const content_attributes = await attributesOf(tx, { ...draft, content });
  checkItems(content_type, content_attributes);
  return {
    message_type,
    content_type,
    private: input.private ?? false,
    content,
    source_id,
    echo_id: textOrNull(input.echo_id),
    sender,
    content_attributes,
    additional_attributes: {
      ...(isBlank(input.campaign_id) ? {} : { campaign_id: input.campaign_id }),
      ...(template_params === null ? {} : { template_params }),
    },
  };
}

interface Written {
  content: string | null;
  template_params: Attributes | null;
}

const templateParams = (input: MessageInput): Attributes | null =>
  isObject(input.template_params) ? input.template_params : null;

/** Of a template only the parameters that fill it are texts for people. */
async function renderWritten(
  tx: Tx,
  conversation: Conversation,
  { sender, written: { content, template_params } }: { sender: Sender; written: Written },
): Promise<Written> {
  const processed_params = template_params?.['processed_params'];
  const value = await renderLiquid(tx, {
    conversation,
    sender,
    value: { content, processed_params },
  });
  if (!isObject(processed_params)) return { content: value.content, template_params };
  return {
    content: value.content,
    template_params: { ...template_params, processed_params: value.processed_params },
  };
}

function textOrNull(value: unknown): string | null {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'object') throw unprocessable('echo_id must be a string');
  return String(value).slice(0, 20_001);
}

async function attributesOf(
  tx: Tx,
  draft: Draft & { content: string | null },
): Promise<Attributes> {
  const { conversation, input, content } = draft;
  const given = parseContentAttributes(input.content_attributes);
  // A message by a rule carries nothing else, and does not count as a human reply (contract §6.2).
  if (!isBlank(given['automation_rule_id'])) {
    return { automation_rule_id: given['automation_rule_id'] };
  }
  const attributes = { ...given, ...(await replyAttributes(tx, conversation, given)) };
  if (!isBlank(input.external_created_at)) {
    attributes['external_created_at'] = input.external_created_at;
  }
  if (conversation.channel_type !== 'Channel::Email') return attributes;
  return { ...attributes, ...emailAttributes(input, content) };
}

async function replyAttributes(
  tx: Tx,
  conversation: Conversation,
  given: Attributes,
): Promise<Attributes> {
  const { in_reply_to, in_reply_to_external_id } = given;
  if (isBlank(in_reply_to) && isBlank(in_reply_to_external_id)) return {};
  const replied = await findRepliedTo(tx, conversation, {
    id: isBlank(in_reply_to) ? null : (lenientId(in_reply_to) ?? 0),
    source_id: String(in_reply_to_external_id),
  });
  return {
    in_reply_to: replied?.id ?? null,
    in_reply_to_external_id: replied?.source_id ?? null,
  };
}

function emailAttributes(input: MessageInput, content: string | null): Attributes {
  const addresses = {
    cc_emails: parseAddresses(input.cc_emails),
    bcc_emails: parseAddresses(input.bcc_emails),
    to_emails: parseAddresses(input.to_emails),
  };
  if (input.private === true || content === null || content === '') return addresses;
  const html = typeof input.email_html_content === 'string' ? input.email_html_content : undefined;
  return { ...addresses, email: emailContent(content, html === '' ? undefined : html) };
}
