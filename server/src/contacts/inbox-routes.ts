import { Type } from 'typebox';
import { lenientId } from '../conversations/queries.ts';
import { viewLimit } from '../conversations/visibility.ts';
import type { Db } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { HttpError, notFound } from '../errors.ts';
import { JsonText } from '../http/json.ts';
import { members, read, write, type Route } from '../http/route.ts';
import { Anything } from '../http/schema.ts';
import { contactInboxFor } from './contact-inboxes.ts';
import { presentContactableInboxes, presentTie } from './present.ts';
import { findContact, showContact } from './queries.ts';
import { ContactInbox, ContactWithInboxes } from './shapes.ts';

const tag = 'Contacts';

const inboxId = Type.Optional(
  Anything({ description: 'The inbox.', as: Type.Integer(), examples: [1] }),
);

// A row without an id: the inbox is there, and nobody in it.
const findTied = `
  select k.id from inboxes i
  left join contact_inboxes ci on ci.account_id = i.account_id and ci.inbox_id = i.id and ci.source_id = $3
  left join contacts k on k.account_id = ci.account_id and k.id = ci.contact_id and k.deleted_at is null
  where i.account_id = $1 and i.id = $2 and i.deleted_at is null
    and ($4::bigint is null or exists (select from inbox_members im
      where im.account_id = i.account_id and im.inbox_id = i.id and im.user_id = $4))`;

async function jsonOf(db: Db, statement: string, values: unknown[]): Promise<JsonText> {
  const found = await row<{ json: string }>(db, statement, values);
  if (found === undefined) throw notFound();
  return new JsonText(found.json);
}

export const contactInboxRoutes: Route[] = [
  read({
    method: 'GET',
    path: '/contacts/:contact_id/contactable_inboxes',
    access: members,
    summary: 'List the inboxes through which a contact can be written to',
    description:
      'Of those that the caller works in: e-mail when they have an address, every API inbox, and a website on which they have not written yet.',
    tag,
    output: Type.Object({ payload: Type.Array(ContactInbox) }),
    handle: async ({ db, actor, params }) => {
      const { id } = await findContact(db, actor, params['contact_id']);
      const values = [actor.account_id, id, viewLimit(actor)];
      const found = await rows<{ json: string }>(db, presentContactableInboxes, values);
      return new JsonText(`{"payload":[${found.map(({ json }) => json).join(',')}]}`);
    },
  }),
  write({
    method: 'POST',
    path: '/contacts/:contact_id/contact_inboxes',
    access: members,
    summary: 'Tie a contact to an inbox',
    description: 'The same tie again is the same one.',
    tag,
    input: Type.Object({
      inbox_id: inboxId,
      source_id: Type.Optional(
        Type.String({
          description:
            'Who they are in the inbox. Without it their address, or an id that is made up.',
          examples: ['shop:4711'],
        }),
      ),
      hmac_verified: Type.Optional(
        Type.Boolean({ description: 'Their identity was proven.', examples: [false] }),
      ),
    }),
    output: ContactInbox,
    examples: { request: { inbox_id: 1, source_id: 'shop:4711' } },
    handle: async ({ tx, actor, params, input }) => {
      const { id: contact_id } = await findContact(tx, actor, params['contact_id']);
      const { source_id, hmac_verified } = input;
      const inbox_id = lenientId(input.inbox_id);
      if (inbox_id === null) throw notFound();
      const wanted = { contact_id, inbox_id, source_id, hmac_verified };
      const tie = await contactInboxFor(tx, actor, wanted);
      return jsonOf(tx, presentTie, [actor.account_id, tie.id]);
    },
  }),
  read({
    method: 'POST',
    path: '/contact_inboxes/filter',
    access: members,
    operation: 'findContactBySource',
    summary: 'Find a contact by who they are in an inbox',
    description: 'Nobody is a 404 without a body, and an inbox that there is not one with it.',
    tag,
    input: Type.Object({
      inbox_id: inboxId,
      source_id: Type.Optional(
        Type.String({ description: 'Who they are in it.', examples: ['shop:4711'] }),
      ),
    }),
    // Optional: no body is an answer, too.
    output: Type.Optional(ContactWithInboxes),
    examples: { request: { inbox_id: 1, source_id: 'shop:4711' } },
    errors: { 404: 'Resource could not be found' },
    handle: async ({ db, actor, input }) => {
      const { account_id } = actor;
      const place = [account_id, lenientId(input.inbox_id), input.source_id, viewLimit(actor)];
      const found = await row<{ id: number | null }>(db, findTied, place);
      if (found === undefined) throw notFound();
      if (found.id === null) throw new HttpError(404, undefined);
      return showContact(db, actor, { id: found.id, inboxes: true });
    },
  }),
];
