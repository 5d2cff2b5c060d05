import { Type } from 'typebox';
import { conditionsOf } from '../filters/schema.ts';
import { members, read, type Route } from '../http/route.ts';
import { filterContacts, listActiveContacts, listContacts, searchContacts } from './list.ts';
import { takeSearch } from './throttle.ts';
import { contactKeys, labelField, listFields } from './schema.ts';
import { ContactList } from './shapes.ts';

const tag = 'Contacts';
const common = { access: members, tag, output: ContactList } as const;

export const contactListRoutes: Route[] = [
  read({
    ...common,
    method: 'GET',
    path: '/contacts',
    summary: 'List contacts',
    description: 'Those with an e-mail address, a phone number or an identifier.',
    input: Type.Object({ ...listFields, ...labelField }),
    examples: { request: { sort: 'name' } },
    handle: async ({ db, actor, input }) => listContacts(db, actor, input),
  }),
  read({
    ...common,
    method: 'GET',
    path: '/contacts/search',
    summary: 'Search contacts',
    description:
      'Those whose name, e-mail address, phone number, identifier or company contains `q`, whatever its case and accents. Without `q` it finds nobody.',
    input: Type.Object({
      q: Type.Optional(
        Type.String({ description: 'The text.', maxLength: 1000, examples: ['mia'] }),
      ),
      ...listFields,
      ...labelField,
    }),
    examples: { request: { q: 'mia' } },
    errors: { 429: 'Retry later' },
    handle: async ({ db, actor, input, platform }) => {
      await takeSearch(platform, actor);
      return searchContacts(db, actor, input);
    },
  }),
  read({
    ...common,
    method: 'POST',
    path: '/contacts/filter',
    summary: 'Filter contacts',
    description:
      'Contacts that meet the conditions. Of several values only the first counts, but for `contains` and `does_not_contain`.',
    input: Type.Object({
      payload: conditionsOf('contacts', contactKeys),
      ...listFields,
    }),
    examples: {
      request: {
        payload: [
          { attribute_key: 'name', filter_operator: 'contains', values: ['mia'] },
          { attribute_key: 'blocked', filter_operator: 'equal_to', values: [false] },
        ],
      },
    },
    errors: {
      422: 'Invalid operator. The allowed operators for country_code are [equal_to,not_equal_to].',
    },
    handle: async ({ db, actor, input }) => filterContacts(db, actor, input),
  }),
  read({
    ...common,
    method: 'GET',
    path: '/contacts/active',
    summary: 'List contacts who are online',
    input: Type.Object(listFields),
    handle: async ({ db, actor, input }) => listActiveContacts(db, actor, input),
  }),
];
