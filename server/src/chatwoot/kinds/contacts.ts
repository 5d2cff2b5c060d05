import { randomUUID } from 'node:crypto';
import { Skipped } from '../conversion.ts';
import type { Kind, NewRow, Uniqueness } from '../kind.ts';
import { line, named, textOf, truth } from '../rules.ts';

/** The names of a record's labels, in the order in which they were put on it. */
export const labelsOf = (
  type: string,
): string => `select array_agg(g.name order by l.id) from taggings l
  join tags g on g.id = l.tag_id
  where l.taggable_type = '${type}' and l.taggable_id = t.id and l.context = 'labels' and g.name is not null`;

export const tagTables = {
  taggings: ['tag_id', 'taggable_type', 'taggable_id', 'context'],
  tags: ['name'],
};

/** Contacts that share what must be their own are two people until somebody merges them. */
const alone = (column: string, lowercase = false): Uniqueness => ({
  column,
  within: ['account_id'],
  lowercase,
  second: (row: NewRow) => {
    row[column] = null;
    return 'it has none now';
  },
});

export const contacts: Kind = {
  name: 'contacts',
  table: 'contacts',
  hasId: true,
  columns: [
    'name',
    'email',
    'phone_number',
    'identifier',
    'account_id',
    'created_at',
    'updated_at',
  ],
  optional: [
    'additional_attributes',
    'custom_attributes',
    'last_activity_at',
    'contact_type',
    'middle_name',
    'last_name',
    'location',
    'country_code',
    'blocked',
  ],
  computed: { labels: labelsOf('Contact') },
  needs: tagTables,
  long: ['additional_attributes', 'custom_attributes'],
  unique: [alone('email', true), alone('phone_number'), alone('identifier')],
  convert: (row, on) => ({
    account_id: on.account(row['account_id']),
    name: line(row['name']) ?? '',
    middle_name: line(row['middle_name']) ?? '',
    last_name: line(row['last_name']) ?? '',
    email: line(row['email']),
    phone_number: line(row['phone_number']),
    identifier: line(row['identifier']),
    blocked: truth(row['blocked'], false),
    contact_type: named(['visitor', 'lead', 'customer'], row['contact_type']) ?? 'visitor',
    location: line(row['location']),
    country_code: line(row['country_code']),
    labels: Array.isArray(row['labels']) ? row['labels'] : [],
    additional_attributes: on.object(row['additional_attributes'], 'additional_attributes'),
    custom_attributes: on.object(row['custom_attributes'], 'custom_attributes'),
    last_activity_at: on.past(row['last_activity_at'], 'last_activity_at'),
    ...on.stamps(row),
  }),
};

export const notes: Kind = {
  name: 'notes',
  table: 'notes',
  hasId: true,
  columns: ['content', 'account_id', 'contact_id', 'created_at', 'updated_at'],
  optional: ['user_id'],
  long: ['content'],
  references: (row) => [
    ['contacts', row['contact_id']],
    ['users', row['user_id']],
  ],
  convert(row, on) {
    const account_id = on.account(row['account_id']);
    return {
      account_id,
      contact_id: on.required({
        kind: 'contacts',
        id: row['contact_id'],
        account_id,
        name: 'contact',
      }),
      user_id: on.author({ id: row['user_id'], account_id, name: 'author' }),
      content: textOf(row['content']) ?? '',
      ...on.stamps(row),
    };
  },
};

export const contactInboxes: Kind = {
  name: 'contact_inboxes',
  table: 'contact_inboxes',
  hasId: true,
  columns: ['contact_id', 'inbox_id', 'source_id', 'created_at', 'updated_at'],
  optional: ['hmac_verified', 'pubsub_token'],
  account: '(select x.account_id from inboxes x where x.id = t.inbox_id)',
  references: (row) => [
    ['contacts', row['contact_id']],
    ['inboxes', row['inbox_id']],
  ],
  unique: [
    {
      column: 'source_id',
      within: ['account_id', 'inbox_id'],
      second: (row) => {
        row['source_id'] = `${row['source_id'] as string}+${randomUUID()}`;
        return 'it has a new one';
      },
    },
  ],
  convert(row, on) {
    const inbox = on.find('inboxes', row['inbox_id']);
    if (inbox?.account_id === undefined || inbox.account_id === null)
      throw new Skipped('its inbox is missing');
    const { id: inbox_id, account_id } = inbox;
    return {
      account_id,
      inbox_id,
      contact_id: on.required({
        kind: 'contacts',
        id: row['contact_id'],
        account_id,
        name: 'contact',
      }),
      source_id: textOf(row['source_id']) ?? randomUUID(),
      hmac_verified: truth(row['hmac_verified'], false),
      pubsub_token: textOf(row['pubsub_token']) ?? randomUUID().replaceAll('-', ''),
      ...on.stamps(row),
    };
  },
};
