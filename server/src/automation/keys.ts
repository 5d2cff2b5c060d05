import sql, { type Sql } from 'sql-template-tag';
import { PRIORITIES } from '../conversations/enums.ts';
import { as, asLowerText, containment, equality } from '../filters/conditions.ts';
import { contactSubject } from '../filters/contact-subject.ts';
import { conversationSubject, type Key } from '../filters/language.ts';
import { readName, readText, type Reader } from '../filters/values.ts';
import { MESSAGE_TYPES } from '../messages/enums.ts';

const NONE = -1;

const readPriority: Reader = (given) => (given === 'nil' ? NONE : readName(PRIORITIES)(given));

// `nil` is how rules say "none", in conditions as in actions.
const priority: Key = {
  read: readPriority,
  operators: equality(sql`coalesce(c.priority, ${NONE}::smallint)`, as(sql`smallint`)),
};

const phrase = (text: Sql): Key => ({
  read: readText,
  operators: { ...equality(sql`lower(${text})`, asLowerText), ...containment(text) },
});

// Of an e-mail what was written, without what it quotes.
const content = phrase(sql`coalesce(m.processed_message_content, m.content)`);

const messageType: Key = {
  read: readName(MESSAGE_TYPES),
  operators: equality(sql`m.message_type`, as(sql`smallint`)),
};

// The dashboard writes company_name, which the original's rules do not look at; an import writes company.
const company = phrase(
  sql`coalesce(nullif(k.additional_attributes ->> 'company_name', ''), k.additional_attributes ->> 'company')`,
);

const from = (keys: ReadonlyMap<string, Key>, names: readonly string[]): [string, Key][] =>
  names.map((name) => {
    const { first: _, ...key } = keys.get(name) as Key;
    return [name, key];
  });

/** What a rule can ask (contract: platform §4.9): of conversation `c`, its contact `k`, and message `m`. */
export const ruleKeys: ReadonlyMap<string, Key> = new Map<string, Key>([
  ...from(conversationSubject.keys, [
    'status', 'assignee_id', 'inbox_id', 'team_id', 'labels', 'browser_language',
    'conversation_language', 'referer', 'mail_subject',
  ]), // prettier-ignore
  ['priority', priority],
  ...from(contactSubject.keys, ['phone_number', 'email', 'country_code', 'city']),
  ['company', company],
  ['message_type', messageType],
  ['content', content],
]);

export const messageKeys: ReadonlySet<string> = new Set(['message_type', 'content']);

/** What can be seen to have changed, with the name under which events have it; and custom attributes. */
export const changingKeys: ReadonlyMap<string, string> = new Map([
  ['status', 'status'],
  ['priority', 'priority'],
  ['assignee_id', 'assignee_id'],
  ['team_id', 'team_id'],
  ['labels', 'label_list'],
]);
