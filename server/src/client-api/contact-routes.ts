import { Type } from 'typebox';
import { read, write, type Route } from '../http/route.ts';
import { FreeObject, Line, Nullable } from '../http/schema.ts';
import { changeVisitor, meetVisitor, proveVisitor, showVisitor } from './contacts.ts';
import { findClientInbox, showClientInbox } from './inbox.ts';
import { ClientContact, ClientInboxShape } from './shapes.ts';
import { RawContact } from '../contacts/shapes.ts';

const tag = 'Client API';
const inboxPath = '/public/api/v1/inboxes/:inbox_identifier';
const path = `${inboxPath}/contacts`;
const one = `${path}/:source_id`;

const line = (description: string, example: string) =>
  Type.Optional(Nullable(Line({ description, examples: [example] })));

const claim = {
  identifier: line('Who they are in your own system.', 'cus_4711'),
  identifier_hash: Type.Optional(
    Nullable(
      Type.String({
        description:
          'The proof: hex HMAC-SHA256 of `identifier` under the `hmac_token` of the inbox.',
        maxLength: 255,
      }),
    ),
  ),
};

const said = {
  name: line('Name.', 'Mia Park'),
  email: line('E-mail address.', 'mia@example.com'),
  phone_number: line('In E.164 form.', '+14155550123'),
  avatar_url: Type.Optional(
    Nullable(Type.String({ description: 'Address of a picture.', maxLength: 2048 })),
  ),
  custom_attributes: Type.Optional(
    FreeObject({ description: 'Custom attributes.', examples: [{ plan: 'pro' }] }),
  ),
};

const example = { name: 'Mia Park', email: 'mia@example.com', custom_attributes: { plan: 'pro' } };
const errors = { 401: 'HMAC failed: Invalid Identifier Hash Provided' };

export const clientContactRoutes: Route[] = [
  read({
    method: 'GET',
    path: inboxPath,
    access: ['public'],
    operation: 'getClientInbox',
    summary: 'Show an API inbox to its customers',
    tag,
    output: ClientInboxShape,
    errors: { 401: 'Account is suspended' },
    handle: async ({ db, params }) => showClientInbox(db, params['inbox_identifier']),
  }),
  write({
    method: 'POST',
    path,
    access: ['public'],
    operation: 'createClientContact',
    summary: 'Let a customer in',
    description:
      'A known `source_id` is answered as it is. Otherwise the customer is recognised by `identifier`, `email` or `phone_number`, or new. Keep the `source_id`: it is what they call themselves by.',
    tag,
    input: Type.Object({
      source_id: Type.Optional(
        Nullable(
          Type.String({
            description: 'Their id in this inbox; made up if absent.',
            maxLength: 2048,
          }),
        ),
      ),
      ...claim,
      ...said,
    }),
    output: ClientContact,
    examples: { request: { identifier: 'cus_4711', ...example } },
    errors,
    handle: async ({ tx, params, input, platform }) => {
      const inbox = await findClientInbox(tx, params['inbox_identifier']);
      const { source_id, ...words } = input;
      const { vault } = platform;
      const id = await meetVisitor(tx, { vault, inbox, source_id, said: words });
      return showVisitor(tx, { account_id: inbox.account_id, contact_inbox_id: id });
    },
  }),
  // A write, because a proof is noted.
  write({
    method: 'GET',
    path: one,
    access: ['contact'],
    operation: 'getClientContact',
    summary: 'Show a customer to themselves',
    tag,
    input: Type.Object(claim),
    output: ClientContact,
    errors,
    handle: async ({ tx, visitor, params, input, platform }) => {
      const inbox = await findClientInbox(tx, params['inbox_identifier']);
      await proveVisitor(tx, { vault: platform.vault, inbox, visitor, claim: input });
      return showVisitor(tx, visitor);
    },
  }),
  write({
    method: ['PATCH', 'PUT'],
    path: one,
    access: ['contact'],
    operation: 'updateClientContact',
    summary: 'Take over what a customer says about themselves',
    description:
      'An e-mail address or phone number of somebody who is known already makes them that somebody, unless they have an identifier of their own.',
    tag,
    input: Type.Object({ ...claim, ...said }),
    output: RawContact,
    examples: { request: example },
    errors,
    handle: async ({ tx, visitor, params, input, platform }) => {
      const inbox = await findClientInbox(tx, params['inbox_identifier']);
      const { vault } = platform;
      return changeVisitor(tx, { vault, inbox, visitor, claim: input, said: input });
    },
  }),
];
