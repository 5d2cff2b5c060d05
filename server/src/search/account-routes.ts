import { Type } from 'typebox';
import { members, read, type Route } from '../http/route.ts';
import { Anything } from '../http/schema.ts';
import { searchEverything, searchSection, type Section } from './account-search.ts';
import { FoundEverything, sections } from './account-shapes.ts';

const tag = 'Search';

const time = (description: string) =>
  Type.Optional(
    Anything({
      description,
      examples: [1_795_424_797],
      as: Type.Union([Type.Integer(), Type.String()]),
    }),
  );

const input = Type.Object({
  q: Type.Optional(
    Type.String({
      description: 'Found anywhere in a text, whatever its case and accents.',
      maxLength: 1000,
      examples: ['order'],
    }),
  ),
  page: Type.Optional(
    Anything({ description: 'Page number, from 1; 15 a page.', as: Type.Integer({ minimum: 1 }) }),
  ),
  since: time('Nothing older: unix seconds or ISO 8601.'),
  until: time('Only what is older: unix seconds or ISO 8601.'),
  from: Type.Optional(
    Anything({
      description: 'Messages of `contact:ID` or `agent:ID` only.',
      examples: ['contact:1'],
      as: Type.String(),
    }),
  ),
  inbox_id: Type.Optional(
    Anything({
      description: 'Conversations and messages of this inbox only.',
      examples: [1],
      as: Type.Integer(),
    }),
  ),
});

const abouts: Record<Section, string> = {
  conversations:
    'By their number and by name, e-mail address, phone number or identifier of the contact; newest first. `since` and `until` are about the last activity.',
  contacts:
    'By name, e-mail address, phone number or identifier, of those who have one of the last three; who wrote last comes first. `since` and `until` are about the last activity.',
  messages:
    'What customers and agents wrote, private notes included, in all of the history; newest first.',
  articles: 'There are no articles yet: the list is empty.',
};

const of = (section: Section): Route =>
  read({
    method: 'GET',
    path: `/search/${section}`,
    access: members,
    summary: `Search ${section}`,
    description: abouts[section],
    tag,
    operation: `searchAll${section.charAt(0).toUpperCase()}${section.slice(1)}`,
    input,
    output: sections[section],
    examples: { request: { q: 'order' } },
    handle: async ({ db, actor, input: given }) =>
      searchSection(db, actor, { section, input: given }),
  });

export const accountSearchRoutes: Route[] = [
  read({
    method: 'GET',
    path: '/search',
    access: members,
    summary: 'Search everything',
    description:
      'Conversations, contacts, messages and articles, as each is found alone. Agents find what is in their inboxes, and every contact.',
    tag,
    operation: 'searchAll',
    input,
    output: FoundEverything,
    examples: { request: { q: 'order' } },
    handle: async ({ db, actor, input: given }) => searchEverything(db, actor, given),
  }),
  of('conversations'),
  of('contacts'),
  of('messages'),
  of('articles'),
];
