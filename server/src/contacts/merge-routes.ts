import { Type } from 'typebox';
import { lenientId } from '../conversations/queries.ts';
import { notFound } from '../errors.ts';
import { members, write, type Route } from '../http/route.ts';
import { Anything } from '../http/schema.ts';
import { mergeContacts } from './merge.ts';
import { showContact } from './queries.ts';
import { Contact } from './shapes.ts';

const contactId = (description: string, example: number) =>
  Type.Optional(Anything({ description, as: Type.Integer(), examples: [example] }));

export const mergeRoutes: Route[] = [
  write({
    method: 'POST',
    path: '/actions/contact_merge',
    access: members,
    operation: 'mergeContacts',
    summary: 'Merge two contacts',
    description:
      'Everything of the mergee becomes the base’s: conversations, messages, notes, labels, inboxes. Values that the base has are kept. The mergee is no more.',
    tag: 'Contacts',
    input: Type.Object({
      base_contact_id: contactId('The contact that stays.', 1),
      mergee_contact_id: contactId('The contact that becomes part of it.', 2),
    }),
    output: Contact,
    examples: { request: { base_contact_id: 1, mergee_contact_id: 2 } },
    errors: { 404: 'Resource could not be found' },
    handle: async ({ tx, actor, input }) => {
      const base_id = lenientId(input.base_contact_id);
      const mergee_id = lenientId(input.mergee_contact_id);
      if (base_id === null || mergee_id === null) throw notFound();
      const { account_id } = actor;
      await mergeContacts(tx, actor, { account_id, base_id, mergee_id });
      return showContact(tx, actor, { id: base_id, inboxes: false });
    },
  }),
];
