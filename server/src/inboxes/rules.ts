import { invalidFields, unprocessable } from '../errors.ts';
import { isObject } from '../http/bag.ts';
import {
  channelDefaults,
  FEATURE_FLAGS,
  fullChannel,
  PRE_CHAT_FORM,
  REPLY_TIMES,
  type Channel,
  type ChannelType,
} from './channels.ts';

type Given = Record<string, unknown>;
type Problem = readonly [attribute: string, problem: string];

const words: Record<string, ChannelType> = {
  api: 'Channel::Api',
  web_widget: 'Channel::WebWidget',
  email: 'Channel::Email',
};

/** The kind of channel a request asks for. Throws 422 for none, and for one that we do not have. */
export function channelTypeOf(word: unknown): ChannelType {
  const type = typeof word === 'string' && Object.hasOwn(words, word) ? words[word] : undefined;
  if (type === undefined) throw invalidFields([['channel', 'must exist']]);
  return type;
}

/** The channel after a request has changed it; keys of other kinds of channels are left out. Throws 422. */
export function changedChannel(type: ChannelType, before: Channel, given: Given): Channel {
  const own = Object.keys(channelDefaults[type]).filter((name) => given[name] !== undefined);
  const changed: Channel = {
    ...before,
    ...Object.fromEntries(own.map((name) => [name, given[name]])),
  };
  if (own.includes('email'))
    changed['email'] = String(changed['email'] ?? '')
      .trim()
      .toLowerCase();
  if (own.includes('pre_chat_form_options')) {
    changed['pre_chat_form_options'] = preChatForm(changed['pre_chat_form_options']);
  }
  const problems = problemsOf(type, fullChannel(type, changed));
  if (problems.length > 0) throw invalidFields(problems);
  return changed;
}

function problemsOf(type: ChannelType, channel: Channel): Problem[] {
  switch (type) {
    case 'Channel::Api':
      return attributeProblems(channel['additional_attributes']);
    case 'Channel::WebWidget':
      return widgetProblems(channel);
    case 'Channel::Email':
      return emailProblems(channel);
  }
}

function attributeProblems(attributes: unknown): Problem[] {
  const window = isObject(attributes) ? attributes['agent_reply_time_window'] : undefined;
  if (window === undefined || window === null || window === '') return [];
  const isHours = /^\d{1,6}$/.test(String(window)) && Number(window) > 0;
  return isHours ? [] : [['agent_reply_time_window', 'must be greater than 0']];
}

function widgetProblems(channel: Channel): Problem[] {
  const flags = channel['selected_feature_flags'] as unknown[];
  const known: readonly unknown[] = FEATURE_FLAGS;
  return [
    ...problem(isBlank(channel['website_url']), 'website_url', "can't be blank"),
    // It ends up in the style sheet of somebody's page.
    ...problem(!/^#[\da-f]{3,8}$/i.test(String(channel['widget_color'])), 'widget_color', 'is invalid'),
    ...problem(!(REPLY_TIMES as readonly unknown[]).includes(channel['reply_time']), 'reply_time', 'is not included in the list'),
    ...problem(!flags.every((flag) => known.includes(flag)), 'selected_feature_flags', 'is not included in the list'),
  ]; // prettier-ignore
}

// One address as both we and mail servers read it; what two parsers could read differently is none.
const address = /^[^\s<>()[\],;:"\\@\p{Cc}]+@[^\s<>()[\],;:"\\@\p{Cc}]+$/u;
const hostname = /^$|^[\w.:-]{1,255}$/;

function emailProblems(channel: Channel): Problem[] {
  const isPort = (name: string): boolean =>
    (channel[name] as number) >= 0 && (channel[name] as number) <= 65_535;
  const is = (name: string, list: string[]): boolean => list.includes(String(channel[name]));
  return [
    ...problem(isBlank(channel['email']), 'email', "can't be blank"),
    ...problem(!isBlank(channel['email']) && !address.test(String(channel['email'])), 'email', 'is invalid'),
    ...problem(channel['provider'] != null && !is('provider', ['', 'google', 'microsoft']), 'provider', 'is not included in the list'),
    ...['imap_port', 'smtp_port'].flatMap((name) => problem(!isPort(name), name, 'is invalid')),
    ...['imap_address', 'smtp_address', 'smtp_domain'].flatMap((name) => problem(!hostname.test(String(channel[name])), name, 'is invalid')),
    ...problem(!is('smtp_openssl_verify_mode', ['none', 'peer', 'client_once', 'fail_if_no_peer_cert']), 'smtp_openssl_verify_mode', 'is not included in the list'),
    ...problem(!is('smtp_authentication', ['login', 'plain', 'cram_md5']), 'smtp_authentication', 'is not included in the list'),
  ]; // prettier-ignore
}

const problem = (isWrong: boolean, ...[attribute, text]: [string, string]): Problem[] =>
  isWrong ? [[attribute, text]] : [];

const isBlank = (value: unknown): boolean =>
  value === null || value === undefined || String(value).trim() === '';

const fieldNames = [
  'field_type', 'label', 'placeholder', 'name', 'type', 'required', 'enabled', 'values', 'regex_pattern',
  'regex_cue', 'locale',
] as const; // prettier-ignore
const MAX_FIELDS = 100;

/** The form as it is kept: fields with the keys that forms have. Without fields it is the usual one. */
function preChatForm(given: unknown): unknown {
  const { pre_chat_message, pre_chat_fields } = isObject(given) ? given : {};
  const list = Array.isArray(pre_chat_fields)
    ? pre_chat_fields
    : isObject(pre_chat_fields)
      ? Object.values(pre_chat_fields)
      : [];
  if (list.length === 0) return PRE_CHAT_FORM;
  if (list.length > MAX_FIELDS || !list.every(isObject)) {
    throw unprocessable('pre_chat_fields must be a list of fields');
  }
  const message = typeof pre_chat_message === 'string' ? pre_chat_message : PRE_CHAT_FORM.pre_chat_message; // prettier-ignore
  return {
    pre_chat_message: message,
    pre_chat_fields: list.map((field) =>
      Object.fromEntries(
        fieldNames.filter((name) => field[name] !== undefined).map((name) => [name, field[name]]),
      ),
    ),
  };
}

/** The survey as it is kept; it replaces the one before as a whole (contract: platform §4.3). */
export function csatConfig(given: Given): Record<string, unknown> {
  const rules = isObject(given['survey_rules']) ? given['survey_rules'] : {};
  const listed = rules['values'];
  const values = Array.isArray(listed) ? listed : listed == null || listed === '' ? [] : [listed];
  return {
    display_type: among(given, 'display_type', ['emoji', 'star']),
    message: text(given, 'message', ''),
    survey_rules: {
      operator: among(rules, 'operator', ['contains', 'does_not_contain']),
      values: values.slice(0, 1000).map(String),
    },
    button_text: text(given, 'button_text', 'Please rate us'),
    language: text(given, 'language', 'en'),
    ...(isObject(given['template']) ? { template: given['template'] } : {}),
  };
}

function among(given: Given, name: string, list: [string, ...string[]]): string {
  const value = given[name];
  if (value === undefined || value === null || value === '') return list[0];
  if (typeof value === 'string' && list.includes(value)) return value;
  throw unprocessable(`${name} must be one of ${list.join(', ')}`);
}

function text(given: Given, name: string, fallback: string): string {
  const value = given[name];
  if (value === undefined || value === null || value === '') return fallback;
  if (typeof value === 'object') throw unprocessable(`${name} must be a string`);
  return String(value).slice(0, 10_000);
}

/** How many open conversations an agent is given at most; nothing else is kept here. */
export function autoAssignmentConfig(given: Given): Record<string, unknown> {
  const limit = given['max_assignment_limit'];
  if (limit === undefined) return {};
  if (limit === null || limit === '') return { max_assignment_limit: null };
  const number = Number(limit);
  if (typeof limit !== 'object' && Number.isSafeInteger(number) && number > 0) {
    return { max_assignment_limit: number };
  }
  throw unprocessable('max_assignment_limit must be greater than or equal to 1');
}

/** Whether it is a time zone of the IANA list. */
export function isTimeZone(name: string): boolean {
  // An offset is a zone to the machine, but other programs that read ours know names only.
  if (/^[+-]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name }).format();
    return true;
  } catch {
    return false;
  }
}
