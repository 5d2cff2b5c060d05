import { Type } from 'typebox';
import type { Actor } from '../auth/actor.ts';
import type { Db } from '../db/pool.ts';
import { row } from '../db/query.ts';
import { JsonText } from '../http/json.ts';
import { administrators, members, read, write, type Route } from '../http/route.ts';
import type { ContactInbox } from './contact-inboxes.ts';
import { deleteContact } from './delete.ts';
import { wantsInboxes, type ListInput } from './list.ts';
import { presentNewTie } from './present.ts';
import { findContact, lockContact, showContact } from './queries.ts';
import { addContact, removePicture, updateContact } from './save.ts';
import { contactFields, withInboxes } from './schema.ts';
import { NewContact, OneContact } from './shapes.ts';

const tag = 'Contacts';
const path = '/contacts/:contact_id';
const request = { name: 'Mia Park', email: 'mia@example.com', custom_attributes: { plan: 'pro' } };

interface Shown {
  actor: Actor;
  id: number;
}

const payloadOf = async (
  db: Db,
  { actor, id }: Shown,
  input: ListInput = {},
): Promise<JsonText> => {
  const { text } = await showContact(db, actor, { id, inboxes: wantsInboxes(input) });
  return new JsonText(`{"payload":${text}}`);
};

async function newContact(
  db: Db,
  { actor, id }: Shown,
  tie: ContactInbox | undefined,
): Promise<JsonText> {
  const { text } = await showContact(db, actor, { id, inboxes: true });
  const made = tie && (await row<{ json: string }>(db, presentNewTie, [actor.account_id, tie.id]));
  const contact_inbox = made?.json ?? '{"inbox":null,"source_id":null}';
  return new JsonText(`{"payload":{"contact":${text},"contact_inbox":${contact_inbox}}}`);
}

export const contactRoutes: Route[] = [
  read({
    method: 'GET',
    path,
    access: members,
    summary: 'Show a contact',
    tag,
    input: Type.Object(withInboxes),
    output: OneContact,
    handle: async ({ db, actor, params, input }) => {
      const { id } = await findContact(db, actor, params['contact_id']);
      return payloadOf(db, { actor, id }, input);
    },
  }),
  write({
    method: 'POST',
    path: '/contacts',
    access: members,
    summary: 'Add a contact',
    description:
      'With `inbox_id` they can be written to through that inbox; who they are in it is `source_id`, or made up.',
    tag,
    multipart: true,
    input: Type.Object({
      ...contactFields,
      inbox_id: Type.Optional(
        Type.Integer({ description: 'An inbox through which they write.', examples: [1] }),
      ),
      source_id: Type.Optional(
        Type.String({ description: 'Who they are in the inbox.', examples: ['shop:4711'] }),
      ),
    }),
    output: NewContact,
    examples: { request: { ...request, inbox_id: 1 } },
    errors: { 404: 'Resource could not be found' },
    handle: async ({ tx, actor, input }) => {
      const { id, tie } = await addContact(tx, actor, input);
      return newContact(tx, { actor, id }, tie);
    },
  }),
  write({
    method: ['PATCH', 'PUT'],
    path,
    access: members,
    summary: 'Change a contact',
    description:
      'Attributes are merged into those that are there, key by key; other values replace those before.',
    tag,
    multipart: true,
    input: Type.Object({ ...contactFields, ...withInboxes }),
    output: OneContact,
    examples: { request },
    handle: async ({ tx, actor, params, input }) => {
      const { include_contact_inboxes, ...changes } = input;
      const id = await updateContact(tx, actor, { id: params['contact_id'], input: changes });
      const wanted = include_contact_inboxes === undefined ? {} : { include_contact_inboxes };
      return payloadOf(tx, { actor, id }, wanted);
    },
  }),
  write({
    method: 'DELETE',
    path,
    access: administrators,
    summary: 'Delete a contact',
    description:
      'With their conversations, messages and notes. Refused while they have the chat open.',
    tag,
    errors: { 422: { message: 'Mia is Online, please try again later' } },
    handle: async ({ tx, actor, params }) => {
      await deleteContact(tx, await lockContact(tx, actor, params['contact_id']), actor);
    },
  }),
  write({
    method: 'DELETE',
    path: `${path}/avatar`,
    access: members,
    summary: 'Remove the picture of a contact',
    tag,
    output: OneContact,
    handle: async ({ tx, actor, params }) => {
      const id = await removePicture(tx, actor, params['contact_id']);
      return payloadOf(tx, { actor, id }, { include_contact_inboxes: false });
    },
  }),
];
