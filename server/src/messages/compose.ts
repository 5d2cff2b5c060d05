import type { Actor } from '../auth/actor.ts';
import type { Conversation } from '../conversations/queries.ts';
import { lenientId } from '../conversations/queries.ts';
import type { Tx } from '../db/pool.ts';
import { unprocessable } from '../errors.ts';
import { isObject } from '../http/bag.ts';
import { emailContent } from './email-content.ts';
import type { NewMessage } from './insert.ts';
import { renderLiquid, renderTemplate } from './liquid.ts';
import { findRepliedTo } from './queries.ts';
import {
  checkIncoming,
  checkItems,
  checkLengths,
  checkTemplateParams,
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
  actor: Actor | null;
  input: MessageInput;
}

/** Makes a storable message of what the caller wrote, or throws the contract's 422 (§6.2). */
export async function composeMessage(tx: Tx, draft: Draft): Promise<NewMessage> {
  const { conversation, input } = draft;
  const message_type = parseMessageType(input.message_type);
  checkIncoming(message_type, conversation.channel_type);
  const content_type = parseContentType(input.content_type);
  checkTemplateParams(input.template_params);
  const source_id = textOrNull(input.source_id);
  const written = input.content ?? null;
  checkLengths(written, source_id);
  const content =
    written === null || message_type === 'incoming' || message_type === 'activity'
      ? written
      : await renderLiquid(tx, { ...draft, content: written });
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
    sender: await senderOf(tx, draft),
    content_attributes,
    additional_attributes: additionalAttributes(draft),
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
  if (given['automation_rule_id'] !== undefined) {
    return { automation_rule_id: given['automation_rule_id'] };
  }
  const attributes = { ...given, ...(await replyAttributes(tx, conversation, given)) };
  if (input.external_created_at !== undefined && input.external_created_at !== null) {
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
  if (in_reply_to == null && in_reply_to_external_id == null) return {};
  const replied = await findRepliedTo(tx, conversation, {
    id: in_reply_to == null ? null : (lenientId(in_reply_to) ?? 0),
    source_id: in_reply_to_external_id == null ? null : String(in_reply_to_external_id),
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

function additionalAttributes({ conversation, input }: Draft): Attributes {
  const attributes: Attributes = {};
  if (input.campaign_id !== undefined && input.campaign_id !== null && input.campaign_id !== '') {
    attributes['campaign_id'] = input.campaign_id;
  }
  if (isObject(input.template_params)) {
    attributes['template_params'] = renderParams(input.template_params, {
      contact: { name: conversation.contact_name },
      conversation: { display_id: conversation.display_id },
    });
  }
  return attributes;
}

/** Template variables may themselves name the contact; only their texts are rendered. */
function renderParams(params: Attributes, data: Attributes): Attributes {
  const processed = params['processed_params'];
  if (!isObject(processed)) return params;
  const rendered = Object.fromEntries(
    Object.entries(processed).map(([key, value]) => [
      key,
      typeof value === 'string' ? renderTemplate(value, data) : value,
    ]),
  );
  return { ...params, processed_params: rendered };
}
