import { invalidRecord, unprocessable } from '../errors.ts';
import { cleanBag, isObject } from '../http/bag.ts';
import {
  CONTENT_TYPES,
  MESSAGE_TYPES,
  type ContentType,
  type MessageStatus,
  type MessageType,
} from './enums.ts';

type Attributes = Record<string, unknown>;

const CONTENT_LIMIT = 150_000;
const SOURCE_LIMIT = 20_000;

export const isBlank = (value: unknown): boolean =>
  value === undefined || value === null || value === '';

const shown = (value: unknown): string =>
  (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).slice(0, 100);

export function parseMessageType(value: unknown): MessageType {
  if (isBlank(value)) return 'outgoing';
  const name = typeof value === 'number' ? MESSAGE_TYPES[value] : value;
  if (MESSAGE_TYPES.includes(name as MessageType)) return name as MessageType;
  throw unprocessable(`'${shown(value)}' is not a valid message_type`);
}

export function parseContentType(value: unknown): ContentType {
  if (isBlank(value)) return 'text';
  const name = typeof value === 'number' ? CONTENT_TYPES[value] : value;
  if (CONTENT_TYPES.includes(name as ContentType)) return name as ContentType;
  throw unprocessable(`'${shown(value)}' is not a valid content_type`);
}

/**
 * The last message that the writer had before them: 0 when there was none, which null says, too;
 * undefined when they do not say. An empty form field says nothing.
 */
export function parseExpected(value: unknown): number | undefined {
  if (value === undefined || value === '') return undefined;
  if (value === null) return 0;
  const text = typeof value === 'object' ? '' : String(value).trim();
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw unprocessable('expected_last_message_id must be the id of a message, or 0 for none');
}

/** An object, or the JSON text of one as multipart clients send it; anything else is empty (contract §6.2). */
export function parseContentAttributes(value: unknown): Attributes {
  if (isObject(value)) return value;
  if (typeof value !== 'string') return {};
  let parsed: unknown;
  try {
    parsed = JSON.parse(value);
  } catch {
    return {};
  }
  // What came as text has not been through the cleaning that the body had.
  return isObject(parsed)
    ? (cleanBag({ content_attributes: parsed })['content_attributes'] as Attributes)
    : {};
}

/** Customers write only through API inboxes; in others their messages come from the channel itself. */
export function checkIncoming(type: MessageType, channelType: string): void {
  if (type === 'incoming' && channelType !== 'Channel::Api') {
    throw unprocessable('Incoming messages are only allowed in Api inboxes');
  }
}

export function checkLengths(content: string | null, sourceId: string | null): void {
  if (isLonger(content, CONTENT_LIMIT)) {
    throw invalidRecord(`Content is too long (maximum is ${CONTENT_LIMIT} characters)`, [
      'content',
    ]);
  }
  if (isLonger(sourceId, SOURCE_LIMIT)) {
    throw invalidRecord(`Source is too long (maximum is ${SOURCE_LIMIT} characters)`, [
      'source_id',
    ]);
  }
}

// Characters as people count them: an emoji is one.
const isLonger = (text: string | null, limit: number): boolean =>
  text !== null && text.length > limit && Array.from(text).length > limit;

const itemKeys: Partial<Record<ContentType, readonly string[]>> = {
  input_select: ['title', 'value'],
  cards: ['title', 'description', 'media_url', 'actions'],
  form: [
    'type',
    'placeholder',
    'label',
    'name',
    'options',
    'default',
    'required',
    'pattern',
    'title',
    'pattern_error',
  ],
  article: ['title', 'description', 'link'],
};

/** The items that interactive messages consist of (contract §6.2). */
export function checkItems(type: ContentType, attributes: Attributes): void {
  const allowed = itemKeys[type];
  if (allowed === undefined) return;
  const items = attributes['items'];
  if (!Array.isArray(items) || items.length === 0)
    throw invalidItems('At least one item is required.');
  if (!items.every(isObject)) throw invalidItems('Items should be a hash.');
  const bad = items.flatMap((item) => Object.keys(item)).filter((key) => !allowed.includes(key));
  if (bad.length > 0) {
    const list = [...new Set(bad)].map((key) => `:${key}`).join(', ');
    throw invalidItems(`contains invalid keys for items : [${list}]`);
  }
  const lacksActions = (item: Attributes): boolean =>
    !Array.isArray(item['actions']) || item['actions'].length === 0;
  if (type === 'cards' && items.some(lacksActions))
    throw invalidItems('contains items missing actions');
}

const invalidItems = (problem: string) =>
  invalidRecord(`Content attributes ${problem}`, ['content_attributes']);

/** What WhatsApp-like templates carry: an object with a name. */
export function checkTemplateParams(value: unknown): void {
  if (isBlank(value)) return;
  if (!isObject(value))
    throw invalidRecord('Template params must be of type hash', ['template_params']);
  if (isBlank(value['name'])) throw invalidRecord('Name is required', ['name']);
}

const address = /^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+$/;

/** A comma list of e-mail addresses as an array; [] when blank. Throws 422 "Invalid email address". */
export function parseAddresses(value: unknown): string[] {
  if (isBlank(value)) return [];
  const text = Array.isArray(value) ? value.join(',') : String(value);
  const list = text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
  if (list.length > 100 || !list.every((each) => each.length <= 320 && address.test(each))) {
    throw unprocessable('Invalid email address');
  }
  return list;
}

interface Reply {
  message_type: MessageType;
  private: boolean;
  sender_type: 'User' | 'Contact' | 'AgentBot' | null;
  from_rule: boolean;
}

/** A public answer by a person, not by a rule or a campaign (contract §8.3). */
export const isHumanReply = (reply: Reply): boolean =>
  reply.message_type === 'outgoing' &&
  !reply.private &&
  reply.sender_type === 'User' &&
  !reply.from_rule;

/** An answer after which the customer no longer waits (contract §8.4). */
export const endsWaiting = (reply: Reply): boolean =>
  isHumanReply(reply) ||
  (reply.message_type === 'outgoing' &&
    !reply.private &&
    reply.sender_type === 'AgentBot' &&
    !reply.from_rule);

/** Any delivery status may follow any other, but what was read is not merely delivered again (contract §6.3). */
export const canBecome = (from: MessageStatus, to: MessageStatus): boolean =>
  !(from === 'read' && to === 'delivered');

/** Ids of users and teams that a private note mentions: (mention://user/1/Name), (mention://team/2/Name). */
export function mentionsIn(content: string | null): { users: number[]; teams: number[] } {
  // The name has a limit, so that a note full of beginnings does not cost the square of its length.
  const ids = (kind: string): number[] =>
    [
      ...(content ?? '').matchAll(
        new RegExp(`\\(mention://${kind}/(\\d{1,15})/[^)]{0,800}\\)`, 'g'),
      ),
    ].map(([, id]) => Number(id));
  return { users: ids('user'), teams: ids('team') };
}
