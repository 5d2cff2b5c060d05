import { Skipped } from '../conversion.ts';
import type { Kind } from '../kind.ts';
import { line, named, nameOf, numberOf, parse, textOf } from '../rules.ts';
import { renumberActions, renumberConditions, renumberQuery } from '../renumber.ts';

export const labels: Kind = {
  name: 'labels',
  table: 'labels',
  hasId: true,
  columns: ['title', 'account_id', 'created_at', 'updated_at'],
  optional: ['description', 'color', 'show_on_sidebar'],
  unique: [{ column: 'title', within: ['account_id'], second: 'join' }],
  convert(row, on) {
    const title = line(row['title']);
    if (title === null) throw new Skipped('it has no title');
    return {
      account_id: on.account(row['account_id']),
      title,
      description: textOf(row['description']),
      color: line(row['color']) ?? '#1f93ff',
      show_on_sidebar: typeof row['show_on_sidebar'] === 'boolean' ? row['show_on_sidebar'] : null,
      ...on.stamps(row),
    };
  },
};

const MODELS = ['conversation_attribute', 'contact_attribute'];
const DISPLAY_TYPES = ['text', 'number', 'currency', 'percent', 'link', 'date', 'list', 'checkbox'];

export const customAttributeDefinitions: Kind = {
  name: 'custom_attribute_definitions',
  table: 'custom_attribute_definitions',
  hasId: true,
  columns: ['attribute_key', 'attribute_model', 'account_id', 'created_at', 'updated_at'],
  optional: [
    'attribute_display_name',
    'attribute_display_type',
    'attribute_description',
    'attribute_values',
    'default_value',
    'regex_pattern',
    'regex_cue',
  ],
  unique: [{ column: 'attribute_key', within: ['account_id', 'attribute_model'], second: 'join' }],
  convert(row, on) {
    const key = line(row['attribute_key']);
    const model = named(MODELS, row['attribute_model']);
    if (key === null) throw new Skipped('it has no key');
    if (model === undefined) throw new Skipped('it is of a kind of record that we do not have');
    const type = named(DISPLAY_TYPES, row['attribute_display_type']);
    if (type === undefined) on.note('its type is unknown: it becomes text');
    return {
      account_id: on.account(row['account_id']),
      attribute_model: model,
      attribute_key: key,
      attribute_display_name: line(row['attribute_display_name']) ?? key,
      attribute_display_type: type ?? 'text',
      attribute_description: textOf(row['attribute_description']),
      attribute_values: on.list(row['attribute_values'], 'attribute_values'),
      default_value: numberOf(row['default_value']),
      regex_pattern: line(row['regex_pattern']),
      regex_cue: line(row['regex_cue']),
      ...on.stamps(row),
    };
  },
};

export const cannedResponses: Kind = {
  name: 'canned_responses',
  table: 'canned_responses',
  hasId: true,
  columns: ['account_id', 'short_code', 'content', 'created_at', 'updated_at'],
  unique: [
    {
      column: 'short_code',
      within: ['account_id'],
      second: (row, old) => {
        row['short_code'] = `${row['short_code'] as string}-${old['id'] as number}`;
        return 'it has its number behind it now';
      },
    },
  ],
  convert(row, on) {
    const [short_code, content] = [line(row['short_code']), textOf(row['content'])];
    if (short_code === null || content === null)
      throw new Skipped('it has no short code or no content');
    return { account_id: on.account(row['account_id']), short_code, content, ...on.stamps(row) };
  },
};

export const webhooks: Kind = {
  name: 'webhooks',
  table: 'webhooks',
  hasId: true,
  columns: ['account_id', 'url', 'created_at', 'updated_at'],
  optional: ['inbox_id', 'subscriptions', 'name'],
  references: (row) => [['inboxes', row['inbox_id']]],
  unique: [{ column: 'url', within: ['account_id'], second: 'join' }],
  convert(row, on) {
    const account_id = on.account(row['account_id']);
    const url = textOf(row['url']);
    if (url === null) throw new Skipped('it has no address');
    const subscriptions: unknown = parse(on.list(row['subscriptions'], 'subscriptions'));
    return {
      account_id,
      url,
      name: line(row['name']),
      inbox_id: on.optional({ kind: 'inboxes', id: row['inbox_id'], account_id, name: 'inbox' }),
      subscriptions: (subscriptions as unknown[]).filter((each) => typeof each === 'string'),
      ...on.stamps(row),
    };
  },
};

export const macros: Kind = {
  name: 'macros',
  table: 'macros',
  hasId: true,
  mayLack: true,
  columns: ['account_id', 'name', 'visibility', 'actions', 'created_at', 'updated_at'],
  optional: ['created_by_id', 'updated_by_id'],
  references: (row) => [
    ['users', row['created_by_id']],
    ['users', row['updated_by_id']],
    ...renumberActions.references(row['actions']),
  ],
  convert(row, on) {
    const account_id = on.account(row['account_id']);
    const person = (id: typeof row.id, name: string) => on.author({ id, account_id, name });
    return {
      account_id,
      name: nameOf(row, 'name', 'Macro'),
      visibility: named(['personal', 'global'], row['visibility']) ?? 'personal',
      actions: renumberActions.rewrite(on.list(row['actions'], 'actions'), { on, account_id }),
      created_by_id: person(row['created_by_id'], 'creator'),
      updated_by_id: person(row['updated_by_id'], 'last editor'),
      ...on.stamps(row),
    };
  },
};

export const customFilters: Kind = {
  name: 'custom_filters',
  table: 'custom_filters',
  hasId: true,
  mayLack: true,
  columns: ['account_id', 'user_id', 'name', 'filter_type', 'query', 'created_at', 'updated_at'],
  references: (row) => [['users', row['user_id']], ...renumberQuery.references(row['query'])],
  convert(row, on) {
    const account_id = on.account(row['account_id']);
    const user_id = on.author({ id: row['user_id'], account_id, name: 'user' });
    if (user_id === null) throw new Skipped('its user is missing');
    return {
      account_id,
      user_id,
      name: nameOf(row, 'name', 'Filter'),
      filter_type:
        named(['conversation', 'contact', 'report'], row['filter_type']) ?? 'conversation',
      query: renumberQuery.rewrite(on.object(row['query'], 'query'), { on, account_id }),
      ...on.stamps(row),
    };
  },
};

export const dashboardApps: Kind = {
  name: 'dashboard_apps',
  table: 'dashboard_apps',
  hasId: true,
  mayLack: true,
  columns: ['account_id', 'title', 'content', 'created_at', 'updated_at'],
  optional: ['user_id'],
  references: (row) => [['users', row['user_id']]],
  convert: (row, on) => ({
    account_id: on.account(row['account_id']),
    title: nameOf(row, 'title', 'App'),
    content: on.list(row['content'], 'content'),
    user_id: on.find('users', row['user_id'])?.id ?? null,
    ...on.stamps(row),
  }),
};

export const automationRules: Kind = {
  name: 'automation_rules',
  table: 'automation_rules',
  hasId: true,
  mayLack: true,
  columns: [
    'account_id',
    'name',
    'event_name',
    'conditions',
    'actions',
    'created_at',
    'updated_at',
  ],
  optional: ['description', 'active'],
  references: (row) => [
    ...renumberActions.references(row['actions']),
    ...renumberConditions.references(row['conditions']),
  ],
  convert(row, on) {
    const account_id = on.account(row['account_id']);
    const where = { on, account_id };
    return {
      account_id,
      name: nameOf(row, 'name', 'Rule'),
      description: textOf(row['description']),
      event_name: line(row['event_name']) ?? '',
      conditions: renumberConditions.rewrite(on.list(row['conditions'], 'conditions'), where),
      actions: renumberActions.rewrite(on.list(row['actions'], 'actions'), where),
      active: row['active'] !== false,
      ...on.stamps(row),
    };
  },
};
